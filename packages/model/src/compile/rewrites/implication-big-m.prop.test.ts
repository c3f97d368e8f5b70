import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import implicationBigM from "./implication-big-m.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryStructures({ kinds: ["implication"] }), (source) => {
      expect(flawOf(source, implicationBigM.apply(source, {}), allPoints(source))).toBeNull();
    }),
  );
});
