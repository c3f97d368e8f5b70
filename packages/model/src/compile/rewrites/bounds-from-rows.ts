import { tightenBounds } from "../../presolve/tighten-bounds.ts";
import { defineRewrite } from "../rewrite.ts";

/** Fewer values of an integer are fewer bits, and a missing bound is often implied by a row. */
export default defineRewrite({
  id: "bounds-from-rows",
  title: "Variables get the bounds that the constraints imply",
  removes: [],
  adds: ["fixed-binary"],
  cost: 1,
  kind: "exact",
  apply: (source) => {
    const { model, moved, proof } = tightenBounds(source);
    return {
      model,
      encode: (values) => values,
      decode: (values) => values,
      notes: [proof ? `No solution: ${proof.reason}` : `${moved} bounds moved.`],
    };
  },
});
