import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import type { Model } from "../../model.ts";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import noOverlapDisjunctive from "./no-overlap-disjunctive.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryStructures({ kinds: ["no-overlap"] }), (source) => {
      expect(flawOf(source, noOverlapDisjunctive.apply(source, {}), allPoints(source))).toBeNull();
    }),
    { numRuns: 200 },
  );
});

const small = fc.integer({ min: 0, max: 3 });
const three = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(each, { minLength: 3, maxLength: 3 });

/** Three activities of any length, two of them optional at times, with any setup times between them. */
const machines = fc
  .record({
    durations: three(fc.constantFrom(0, 0, 1, 2, 1.5)),
    setup: three(three(small)),
    lower: three(fc.integer({ min: 0, max: 2 })),
    optional: three(fc.boolean()),
  })
  .map(({ durations, setup, lower, optional }) => (continuous: boolean): Model => {
    const builder = createModel({ name: "machine", sense: "minimize" });
    const activities = durations.map((duration, at) => {
      const bounds = { lower: lower[at]!, upper: lower[at]! + 4 };
      const start = continuous ? builder.continuous(`s${at}`, bounds) : builder.integer(`s${at}`, bounds);
      return { start, duration };
    });
    const meaning = { id: "machine", rule: "machine", sentence: "One at a time.", unit: "h" };
    const present = activities.map((activity, at) =>
      optional[at] && at > 0 ? { ...activity, present: builder.binary(`p${at}`) } : activity,
    );
    builder.noOverlap(meaning, present, setup);
    return builder.build();
  });

test("setup times with and without the triangle inequality, and activities of no duration", () => {
  fc.assert(
    fc.property(machines, (machine) => {
      const source = machine(false);
      expect(flawOf(source, noOverlapDisjunctive.apply(source, {}), allPoints(source))).toBeNull();
    }),
    { numRuns: 40 },
  );
});

/** Every point with continuous values at halves. */
function* halves(model: Model): Generator<Float64Array> {
  const doubled = { ...model.variables, upper: model.variables.upper.map((upper) => upper * 2) };
  const { kind, lower } = model.variables;
  for (const point of allPoints({ ...model, variables: doubled })) {
    const halved = point.map((value, at) => (kind[at] === 0 ? lower[at]! + (value - lower[at]!) / 2 : value));
    if (halved.every((value, at) => value <= model.variables.upper[at]!)) yield halved;
  }
}

test("continuous starts, at halves; only ties of no duration that a row cannot express are refused", () => {
  let refused = 0;
  fc.assert(
    fc.property(machines, (machine) => {
      const source = machine(true);
      const moments = source.structures.flatMap((each) =>
        each.kind === "no-overlap" ? [each.duration.filter((duration) => duration === 0).length] : [],
      );
      try {
        expect(flawOf(source, noOverlapDisjunctive.apply(source, {}), halves(source))).toBeNull();
      } catch (error) {
        expect(error).toMatchObject({ code: "QT_MODEL_UNSUPPORTED_FEATURE", where: "machine" });
        expect(moments[0]).toBeGreaterThanOrEqual(2);
        refused++;
      }
    }),
    { numRuns: 12 },
  );
  expect(refused).toBeLessThan(12);
});
