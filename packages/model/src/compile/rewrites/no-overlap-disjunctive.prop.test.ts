import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import noOverlapDisjunctive from "./no-overlap-disjunctive.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryStructures({ kinds: ["no-overlap"] }), (source) => {
      expect(flawOf(source, noOverlapDisjunctive.apply(source, {}), allPoints(source))).toBeNull();
    }),
  );
});
