import type { Model, Structure } from "@qtwin/model";
import { type Lists, listsOf } from "./lists.ts";

/**
 * What each column stands in. Rows come first and structures after them in one numbering of "edges": row r is edge r,
 * structure s is edge rows + s.
 */
export interface Incidence {
  /** Columns of each edge; those of rows with products may repeat. */
  readonly members: Lists;
  /** Edges of each column. */
  readonly edges: Lists;
  /** Entries of the objective's products of two, by column. */
  readonly pairs: Lists;
  /** Entries of the objective's products of more, by column. */
  readonly higher: Lists;
  /** Position in `VariableColumns.choices` of each column, −1: none. */
  readonly choiceOf: Int32Array;
}

export function incidenceOf(model: Model): Incidence {
  const { variables, constraints, structures, objective } = model;
  const edgeCount = constraints.count + structures.length;
  const members = listsOf(edgeCount, (add) => {
    for (let row = 0; row < constraints.count; row++)
      eachColumnOfRow(model, row, (column) => add(row, column));
    structures.forEach((structure, at) => {
      for (const column of structureColumns(model, structure)) add(constraints.count + at, column);
    });
  });
  const edges = listsOf(variables.count, (add) => {
    for (let edge = 0; edge < edgeCount; edge++)
      for (let at = members.start[edge]!; at < members.start[edge + 1]!; at++) add(members.item[at]!, edge);
  });
  const { left, right } = objective.quadratic;
  const pairs = listsOf(variables.count, (add) => {
    for (let entry = 0; entry < left.length; entry++) {
      add(left[entry]!, entry);
      if (left[entry] !== right[entry]) add(right[entry]!, entry);
    }
  });
  return { members, edges, pairs, higher: higherByColumn(model), choiceOf: choiceOfColumns(model) };
}

function eachColumnOfRow({ constraints }: Model, row: number, visit: (column: number) => void): void {
  const { start, column, quadratic, higher } = constraints;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) visit(column[entry]!);
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++) {
    visit(quadratic.left[entry]!);
    visit(quadratic.right[entry]!);
  }
  const [from, to] = [higher.start[row]!, higher.start[row + 1]!];
  for (let at = higher.factorStart[from]!; at < higher.factorStart[to]!; at++) visit(higher.factor[at]!);
}

/** The columns a structure names; a permutation names all options of its choices. */
export function* structureColumns(model: Model, structure: Structure): Generator<number> {
  switch (structure.kind) {
    case "exactly-one":
    case "at-most":
      yield* structure.columns;
      return;
    case "implication":
      yield structure.when;
      yield* structure.column;
      return;
    case "precedence":
      yield structure.before;
      yield structure.after;
      return;
    case "no-overlap":
    case "cumulative":
      yield* structure.start;
      for (const column of structure.present) if (column >= 0) yield column;
      return;
    case "permutation":
      for (const choice of structure.choices) {
        const { first, options } = model.variables.choices[choice]!;
        for (let option = 0; option < options.length; option++) yield first + option;
      }
  }
}

/** A factor that repeats counts once: factors ascend, so repeats are neighbours. */
function higherByColumn({ variables, objective: { higher } }: Model): Lists {
  const { factorStart, factor, value } = higher;
  return listsOf(variables.count, (add) => {
    for (let entry = 0; entry < value.length; entry++)
      for (let at = factorStart[entry]!; at < factorStart[entry + 1]!; at++)
        if (at === factorStart[entry] || factor[at] !== factor[at - 1]) add(factor[at]!, entry);
  });
}

function choiceOfColumns({ variables }: Model): Int32Array {
  const choiceOf = new Int32Array(variables.count).fill(-1);
  variables.choices.forEach(({ first, options }, choice) => {
    choiceOf.fill(choice, first, first + options.length);
  });
  return choiceOf;
}
