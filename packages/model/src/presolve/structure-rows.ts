import { RowList } from "../edit.ts";
import { IntColumn } from "../growing.ts";
import type { ConstraintMeaning, ConstraintRows, Model } from "../model.ts";
import { Polynomial } from "../polynomial.ts";
import type { Permutation, Structure } from "../structures.ts";

/** Rows that hold wherever the choices and the hard structures of a model hold: for propagation, never to be removed. */
export interface StructureRows {
  readonly rows: ConstraintRows;
  /** Row r counts only while column switchColumn[r] has the value switchIs[r]; −1: always. */
  readonly switchColumn: Int32Array;
  readonly switchIs: Int32Array;
}

/**
 * Choices, exactly-one, at-most, precedences, implications and permutations as linear rows. No-overlap and cumulative
 * give none: their columns are only left alone.
 */
export function structureRows(model: Model): StructureRows {
  const writer = new StructureRowWriter(model);
  for (const { name, first, options } of model.variables.choices) {
    const sentence = `Exactly one option of '${name}' is taken.`;
    const meaning = { id: `choice:${name}`, rule: "choice", sentence, unit: "1" };
    writer.sum(
      meaning,
      options.map((_, option) => first + option),
      1,
      1,
    );
  }
  for (const structure of model.structures)
    if (structure.meaning.pricePerUnit === undefined) writer.structure(structure);
  return writer.done();
}

class StructureRowWriter {
  private readonly model: Model;
  private readonly list = new RowList();
  private readonly switchColumn = new IntColumn();
  private readonly switchIs = new IntColumn();

  constructor(model: Model) {
    this.model = model;
  }

  sum(meaning: ConstraintMeaning, columns: ArrayLike<number>, lower: number, upper: number): void {
    this.row(meaning, columns, new Float64Array(columns.length).fill(1), lower, upper);
  }

  structure(structure: Structure): void {
    const { meaning } = structure;
    if (structure.kind === "exactly-one") this.sum(meaning, structure.columns, 1, 1);
    if (structure.kind === "at-most") this.sum(meaning, structure.columns, -Infinity, structure.limit);
    if (structure.kind === "permutation") this.permutation(structure);
    if (structure.kind === "precedence") {
      const { before, after, lag } = structure;
      this.row(meaning, [before, after], [-1, 1], lag, Infinity);
    }
    if (structure.kind === "implication") {
      const { column, value, lower, upper, when, is } = structure;
      this.row(meaning, column, value, lower, upper, when, is);
    }
  }

  done(): StructureRows {
    return {
      rows: this.list.done(),
      switchColumn: this.switchColumn.trimmed(),
      switchIs: this.switchIs.trimmed(),
    };
  }

  /** Each option position is taken once. */
  private permutation({ meaning, choices }: Permutation): void {
    for (let option = 0; option < choices.length; option++) {
      const columns = choices.map((choice) => this.model.variables.choices[choice]!.first + option);
      this.sum(meaning, columns, 1, 1);
    }
  }

  private row(
    meaning: ConstraintMeaning,
    columns: ArrayLike<number>,
    values: ArrayLike<number>,
    lower: number,
    upper: number,
    switchColumn = -1,
    switchIs = 0,
  ): void {
    const sum = new Polynomial();
    for (let at = 0; at < columns.length; at++) sum.linear(columns[at]!, values[at]!);
    this.list.add(meaning, sum, lower, upper);
    this.switchColumn.push(switchColumn);
    this.switchIs.push(switchIs);
  }
}
