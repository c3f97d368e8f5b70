import { modelError } from "./errors.ts";
import type { Choice, VariableIndex } from "./model.ts";

/** A choice of the model: its place, and the column of each option. */
export interface ChoiceHandle {
  /** Position in `Model.variables.choices`. */
  readonly index: number;
  /** Column of the option with this label or position. @throws QT_MODEL_UNKNOWN_OPTION */
  option(which: string | number): VariableIndex;
}

export const choiceHandle = (choices: readonly Choice[], index: number): ChoiceHandle => ({
  index,
  option: (which) => optionColumn(choices[index]!, which),
});

/** Column of an option by its label or its position. @throws QT_MODEL_UNKNOWN_OPTION */
function optionColumn({ name, first, options }: Choice, which: string | number): VariableIndex {
  const position = typeof which === "number" ? which : options.indexOf(which);
  if (options[position] !== undefined) return first + position;
  const message = `'${name}' has no option ${JSON.stringify(which)}; it has ${options.length}: ${options.slice(0, 5).join(", ")}.`;
  throw modelError("QT_MODEL_UNKNOWN_OPTION", message, name);
}
