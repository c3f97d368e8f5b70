import * as fc from "fast-check";
import { expect, test } from "vitest";
import { withParts } from "../../edit.ts";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import choiceOneHot from "./choice-one-hot.ts";

/** Choices beside other structures, without the permutation that made them. */
const models = arbitraryStructures({ kinds: ["permutation", "exactly-one", "at-most"], maxStarts: 1 }).map(
  (model) => withParts(model, { structures: model.structures.filter(({ kind }) => kind !== "permutation") }),
);

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(models, (source) => {
      expect(flawOf(source, choiceOneHot.apply(source, {}), allPoints(source))).toBeNull();
    }),
    { numRuns: 50 },
  );
});
