import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import softStructures from "./soft-structures.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(
      arbitraryStructures({
        kinds: ["exactly-one", "at-most", "precedence", "implication"],
        soft: true,
        maxWindow: 3,
      }),
      (source) => {
        expect(
          flawOf(source, softStructures.apply(source, {}), allPoints(source), { priced: true }),
        ).toBeNull();
      },
    ),
  );
});

test("positions of a soft permutation that are not taken keep their price", () => {
  const models = arbitraryStructures({ kinds: ["permutation"], soft: true, maxBinaries: 1, maxStarts: 1 });
  fc.assert(
    fc.property(models, (source) => {
      expect(flawOf(source, softStructures.apply(source, {}), allPoints(source))).toBeNull();
    }),
    { numRuns: 50 },
  );
});
