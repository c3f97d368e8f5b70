import type { Model, VariableKind } from "../model.ts";
import { variableKinds } from "../model.ts";
import { meaningOf } from "../objective.ts";

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
export function kindInFile({ variables }: Model, index: number): VariableKind {
  const kind = variableKinds[variables.kind[index]!]!;
  const isFixed = variables.lower[index] !== 0 || variables.upper[index] !== 1;
  return kind === "binary" && isFixed ? "integer" : kind;
}

/** @param taken grows by the name */
export function unique(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
  taken.add(name);
  return name;
}

/** Comments that carry what the format cannot; `readNotes` reads them back. */
export function* noteLines(model: Model, names: FileNames): Generator<string> {
  yield `@model ${JSON.stringify({ name: model.name })}`;
  const [first, ...others] = model.objective.terms;
  if (first && others.length === 0) yield `@objective ${JSON.stringify(meaningOf(first))}`;
  else
    for (const { id, sentence } of model.objective.terms)
      yield `objective part ${JSON.stringify(id)}: ${JSON.stringify(sentence)}`;
  for (const [index, name] of names.variables.entries()) {
    const original = model.variables.names[index]!;
    const unit = model.variables.units[index]!;
    const kind = variableKinds[model.variables.kind[index]!];
    const said = {
      ...(kind === kindInFile(model, index) ? {} : { kind }),
      ...(original === name ? {} : { name: original }),
      ...(unit === "1" ? {} : { unit }),
    };
    if (Object.keys(said).length > 0) yield `@variable ${name} ${JSON.stringify(said)}`;
  }
  for (const [row, name] of names.rows.entries())
    yield `@row ${name} ${JSON.stringify(model.constraints.meaning[row])}`;
}
