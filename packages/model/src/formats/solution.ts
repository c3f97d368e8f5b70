import { objectiveValue, requireValues } from "../evaluate.ts";
import type { Model } from "../model.ts";
import { lpNames } from "./lp-write.ts";
import { mpsNames } from "./mps-write.ts";

/**
 * The solution as a `.sol` text in MIPLIB's form, `=obj=` and then name and value, under the names of the file that
 * `printLp` or `printMps` writes. Soft constraints' slack is not listed: print the model given by `toMilp` for that.
 */
export function printSolution(
  model: Model,
  values: ArrayLike<number>,
  namesOf: "lp" | "mps" = "mps",
): string {
  requireValues(model, values);
  const names = namesOf === "lp" ? lpNames(model) : mpsNames(model);
  const lines = names.variables.map((name, index) => `${name} ${values[index]! + 0}`);
  return `=obj= ${objectiveValue(model, values)}\n${lines.join("\n")}\n`;
}
