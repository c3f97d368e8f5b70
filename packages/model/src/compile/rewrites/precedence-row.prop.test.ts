import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allPoints, arbitraryStructures, flawOf } from "../../testing/index.ts";
import precedenceRow from "./precedence-row.ts";

test("every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryStructures({ kinds: ["precedence", "exactly-one"] }), (source) => {
      expect(flawOf(source, precedenceRow.apply(source, {}), allPoints(source))).toBeNull();
    }),
  );
});
