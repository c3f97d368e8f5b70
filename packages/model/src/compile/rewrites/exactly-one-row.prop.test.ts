import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import exactlyOneRow from "./exactly-one-row.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryStructures({ kinds: ["exactly-one", "precedence"] }), (source) => {
      expect(flawOf(source, exactlyOneRow.apply(source, {}), allPoints(source))).toBeNull();
    }),
  );
});
