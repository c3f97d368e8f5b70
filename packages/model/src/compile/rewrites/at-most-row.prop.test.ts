import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import atMostRow from "./at-most-row.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryStructures({ kinds: ["at-most", "precedence"], maxStarts: 1 }), (source) => {
      expect(flawOf(source, atMostRow.apply(source, {}), allPoints(source))).toBeNull();
    }),
  );
});
