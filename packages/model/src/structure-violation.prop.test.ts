import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "./builder.ts";
import type { Model } from "./model.ts";
import { peakLoad } from "./structure-violation.ts";
import type { Cumulative } from "./structures.ts";

const meaning = { id: "power", rule: "power", sentence: "Not too much power.", unit: "kW" };

interface Activity {
  readonly start: number;
  readonly duration: number;
  readonly demand: number;
  readonly happens: boolean;
}

/** One cumulative whose activities may all be left out, and the values that say when and whether they run. */
function loadsOf(activities: readonly Activity[]): { structure: Cumulative; values: Float64Array } {
  const model = createModel({ name: "loads", sense: "minimize" });
  const columns = activities.map((_, at) => model.continuous(`s${at}`));
  const present = activities.map((_, at) => model.binary(`b${at}`));
  model.cumulative(
    meaning,
    activities.map(({ duration, demand }, at) => ({
      start: columns[at]!,
      present: present[at]!,
      duration,
      demand,
    })),
    10,
  );
  const values = [
    ...activities.map(({ start }) => start),
    ...activities.map(({ happens }) => Number(happens)),
  ];
  return { structure: cumulativeOf(model.build()), values: Float64Array.from(values) };
}

const cumulativeOf = ({ structures }: Model): Cumulative => structures[0] as Cumulative;

/** The definition: at each start, all that run then. */
function plainPeak(activities: readonly Activity[]): number {
  const happening = activities.filter(({ happens }) => happens);
  const loads = happening.map(({ start: moment }) =>
    happening
      .filter(({ start, duration }) => start <= moment && moment < start + duration)
      .reduce((sum, { demand }) => sum + demand, 0),
  );
  return Math.max(0, ...loads);
}

const activity = (time: fc.Arbitrary<number>, demand: fc.Arbitrary<number>): fc.Arbitrary<Activity> =>
  fc.record({ start: time, duration: time, demand, happens: fc.boolean() });

const small = fc.integer({ min: 0, max: 6 });
const anyTime = fc.double({ min: 0, max: 10, noNaN: true });
/** So far apart that subtracting a large one from a sum would lose the small ones. */
const wideDemand = fc.constantFrom(0, 0.1, 0.2, 1, 3, 1e15);

test("the peak of a load is its definition's, whole numbers to the last unit", () => {
  fc.assert(
    fc.property(fc.array(activity(small, small), { minLength: 1, maxLength: 20 }), (activities) => {
      const { structure, values } = loadsOf(activities);
      expect(peakLoad(structure, values)).toBe(plainPeak(activities));
    }),
  );
});

test("large demands that have ended leave no rounding behind", () => {
  fc.assert(
    fc.property(fc.array(activity(anyTime, wideDemand), { minLength: 1, maxLength: 20 }), (activities) => {
      const { structure, values } = loadsOf(activities);
      const plain = plainPeak(activities);
      // The order of a sum of twenty numbers.
      expect(Math.abs(peakLoad(structure, values) - plain)).toBeLessThanOrEqual(20 * Number.EPSILON * plain);
    }),
  );
});

test("a long schedule is looked at a few times, not once for each pair of its activities", () => {
  const count = 4000;
  const activities = Array.from({ length: count }, (_, at) => ({
    start: (at * 7919) % count,
    duration: 3,
    demand: 1,
    happens: true,
  }));
  const { structure, values } = loadsOf(activities);
  let looks = 0;
  const watched = new Proxy(values, {
    get(target, key) {
      looks++;
      return target[Number(key)];
    },
  });
  expect(peakLoad(structure, watched)).toBe(3);
  expect(looks).toBeLessThan(4 * count * Math.log2(count));
});
