import type { Model, VariableColumns, VariableKind } from "../model.ts";
import { variableKinds } from "../model.ts";

/** Names of a model as a file format can carry them. */
export interface FileNames {
  readonly variables: readonly string[];
  readonly rows: readonly string[];
  readonly objective: string;
}

/** Replaces what a format does not allow and keeps names different from each other. */
export function fileNames(model: Model, toAllowed: (name: string) => string): FileNames {
  const rowNames = new Set<string>();
  const rows = model.constraints.meaning.map(({ id }) => unique(toAllowed(id), rowNames));
  const variableNames = new Set<string>();
  return {
    rows,
    variables: model.variables.names.map((name) => unique(toAllowed(name), variableNames)),
    objective: unique(
      toAllowed(model.objective.terms.length === 1 ? model.objective.terms[0]!.id : "objective"),
      rowNames,
    ),
  };
}

/** Many readers give a binary variable the bounds 0 and 1 whatever else the file says: a fixed one is written as integer. */
export function kindInFile({ kind, lower, upper }: VariableColumns, index: number): VariableKind {
  const own = variableKinds[kind[index]!]!;
  const isFixed = lower[index] !== 0 || upper[index] !== 1;
  return own === "binary" && isFixed ? "integer" : own;
}

/** @param taken grows by the name */
export function unique(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
  taken.add(name);
  return name;
}
