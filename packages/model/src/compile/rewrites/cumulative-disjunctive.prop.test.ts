import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import type { Model } from "../../model.ts";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import cumulativeDisjunctive from "./cumulative-disjunctive.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryStructures({ kinds: ["cumulative"] }), (source) => {
      expect(flawOf(source, cumulativeDisjunctive.apply(source, {}), allPoints(source))).toBeNull();
    }),
    { numRuns: 200 },
  );
});

const four = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(each, { minLength: 4, maxLength: 4 });

/** Four activities that need more than there is if they all run at once, whole and continuous starts mixed. */
const crews = fc
  .record({
    durations: four(fc.constantFrom(1, 2, 0.5, 1.5)),
    demands: four(fc.integer({ min: 1, max: 3 })),
    capacity: fc.integer({ min: 3, max: 6 }),
    lower: four(fc.integer({ min: 0, max: 1 })),
    continuous: four(fc.boolean()),
    optional: fc.boolean(),
  })
  .map(({ durations, demands, capacity, lower, continuous, optional }): Model => {
    const builder = createModel({ name: "crew", sense: "minimize" });
    const present = optional ? { present: builder.binary("on") } : {};
    const activities = durations.map((duration, at) => {
      const bounds = { lower: lower[at]!, upper: lower[at]! + 2 };
      const start = continuous[at] ? builder.continuous(`s${at}`, bounds) : builder.integer(`s${at}`, bounds);
      return { start, duration, demand: demands[at]!, ...(at === 1 ? present : {}) };
    });
    const meaning = { id: "crew", rule: "crew", sentence: "The crew is large enough.", unit: "1" };
    builder.cumulative(meaning, activities, capacity);
    return builder.build();
  });

test("continuous starts too, at whole moments: ties count once and for all", () => {
  fc.assert(
    fc.property(crews, (source) => {
      expect(flawOf(source, cumulativeDisjunctive.apply(source, {}), allPoints(source))).toBeNull();
    }),
    { numRuns: 12 },
  );
});
