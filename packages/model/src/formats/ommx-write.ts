import { compile, type Target } from "../compile/compile.ts";
import type { ModelFeature } from "../compile/features.ts";
import type { Model } from "../model.ts";
import type { Implication } from "../structures.ts";
import { outputOf } from "./ommx-output.ts";
import { writeOmmxV1 } from "./ommx-write-v1.ts";
import { writeOmmxV2 } from "./ommx-write-v2.ts";

const accepts: readonly ModelFeature[] = [
  "continuous",
  "integer",
  "choice",
  "fixed-binary",
  "maximize",
  "quadratic-objective",
  "polynomial-objective",
  "linear-equality",
  "linear-inequality",
  "at-most-one-row",
  "quadratic-constraints",
  "polynomial-constraints",
  "product-row",
  "forbidden-pairs",
  "exactly-one",
];

/** Only version 2 has constraints with a condition, and the condition is that a variable is 1. */
function targetOf(model: Model, version: 1 | 2): Target {
  const isIndicator = ({ is, meaning }: Implication): boolean =>
    is === 1 && meaning.pricePerUnit === undefined;
  const implications = model.structures.filter((structure) => structure.kind === "implication");
  const native = version === 2 && implications.every(isIndicator);
  return {
    id: "ommx",
    title: "an OMMX instance",
    accepts: new Set(native ? [...accepts, "implication"] : accepts),
  };
}

/**
 * The model as the bytes of `ommx.v1.Instance` (what ommx 1 to 3 and their adapters read) or `ommx.v2.Instance`.
 * Ids are columns; ids and sentences become names and descriptions, unit, rule and origin parameters; parts of the
 * objective are named functions. A row with two sides becomes two constraints, one without sides a relaxed one. What the
 * format cannot say is rewritten before; scenarios, prices and structures but exactly-one do not survive that.
 * @throws QT_MODEL_UNREACHABLE
 */
export function printOmmx(model: Model, version: 1 | 2 = 1): Uint8Array {
  const lowered = compile(model, targetOf(model, version)).model;
  const output = outputOf(lowered);
  return (version === 1 ? writeOmmxV1(output) : writeOmmxV2(output)).done().slice();
}
