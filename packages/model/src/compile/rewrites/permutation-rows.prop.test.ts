import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import permutationRows from "./permutation-rows.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryStructures({ kinds: ["permutation"], maxBinaries: 1, maxStarts: 1 }), (source) => {
      expect(flawOf(source, permutationRows.apply(source, {}), allPoints(source))).toBeNull();
    }),
    { numRuns: 50 },
  );
});
