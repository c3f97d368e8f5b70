import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import cumulativeDisjunctive from "./cumulative-disjunctive.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryStructures({ kinds: ["cumulative"] }), (source) => {
      expect(flawOf(source, cumulativeDisjunctive.apply(source, {}), allPoints(source))).toBeNull();
    }),
  );
});
