import { objectiveValue, requireValues } from "../evaluate.ts";
import type { Model } from "../model.ts";
import { forFile } from "./file-model.ts";
import { lpNames } from "./lp-write.ts";
import { mpsNames } from "./mps-write.ts";

/**
 * The solution as a `.sol` text in MIPLIB's form, `=obj=` and then name and value, under the names of the file that
 * `printLp` or `printMps` writes; slack of soft constraints is filled in, so that any solver can check it.
 */
export function printSolution(model: Model, values: Float64Array, namesOf: "lp" | "mps" = "mps"): string {
  requireValues(model, values);
  const written = forFile(model);
  const names = namesOf === "lp" ? lpNames(written.model) : mpsNames(written.model);
  const all = written.encode(values);
  const lines = names.variables.map((name, index) => `${name} ${all[index]! + 0}`);
  return `=obj= ${objectiveValue(model, values)}\n${lines.join("\n")}\n`;
}
