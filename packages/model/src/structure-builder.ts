import { modelError } from "./errors.ts";
import type { Choice, ConstraintMeaning, VariableIndex } from "./model.ts";
import type { Implication, Intervals, Structure } from "./structures.ts";

/** An activity of a no-overlap or cumulative constraint. */
export interface IntervalSpec {
  /** An integer or continuous variable. */
  readonly start: VariableIndex;
  /** At least 0. */
  readonly duration: number;
  /** A binary (or choice) column that is 1 when the activity happens; absent: it always does. */
  readonly present?: VariableIndex;
}

/** What a structure may ask of the model it stands in. */
interface Columns {
  readonly choices: readonly Choice[];
  readonly isVariable: (column: number) => boolean;
  readonly isZeroOne: (column: number) => boolean;
  readonly isStart: (column: number) => boolean;
}

const bad = (meaning: ConstraintMeaning, what: string, fix?: string): Error =>
  modelError("QT_MODEL_BAD_STRUCTURE", `'${meaning.id}' ${what}.`, meaning.id, fix);

/** Checks structured constraints and keeps them. @throws QT_MODEL_BAD_STRUCTURE, QT_MODEL_UNKNOWN_VARIABLE */
export class StructureBuilder {
  private readonly list: Structure[] = [];
  private readonly columns: Columns;

  constructor(columns: Columns) {
    this.columns = columns;
  }

  exactlyOne(meaning: ConstraintMeaning, columns: ArrayLike<number>): void {
    this.list.push({ kind: "exactly-one", meaning, columns: this.zeroOnes(meaning, columns) });
  }

  atMost(meaning: ConstraintMeaning, limit: number, columns: ArrayLike<number>): void {
    if (!(Number.isInteger(limit) && limit >= 0)) throw bad(meaning, `has the limit ${limit}`);
    this.list.push({ kind: "at-most", meaning, limit, columns: this.zeroOnes(meaning, columns) });
  }

  /** @throws also when the switch is no binary */
  checkSwitch(meaning: ConstraintMeaning, when: number): void {
    this.zeroOnes(meaning, [when]);
  }

  implication(
    meaning: ConstraintMeaning,
    parts: Pick<Implication, "when" | "is" | "column" | "value">,
    lower: number,
    upper: number,
  ): void {
    this.list.push({ kind: "implication", meaning, ...parts, lower, upper });
  }

  precedence(meaning: ConstraintMeaning, before: number, after: number, lag: number): void {
    for (const column of [before, after]) this.checkStart(meaning, column);
    if (!Number.isFinite(lag)) throw bad(meaning, `has the lag ${lag}`);
    this.list.push({ kind: "precedence", meaning, before, after, lag });
  }

  noOverlap(
    meaning: ConstraintMeaning,
    activities: readonly IntervalSpec[],
    setup?: readonly ArrayLike<number>[],
  ): void {
    const intervals = this.intervals(meaning, activities);
    this.list.push({
      kind: "no-overlap",
      meaning,
      ...intervals,
      setup: setup ? setupMatrix(meaning, setup, activities.length) : null,
    });
  }

  cumulative(
    meaning: ConstraintMeaning,
    activities: readonly (IntervalSpec & { readonly demand: number })[],
    capacity: number,
  ): void {
    const demand = Float64Array.from(activities, (activity) => activity.demand);
    if (!demand.every((value) => value >= 0 && value < Infinity)) throw bad(meaning, "has a demand below 0");
    if (!(capacity >= 0 && capacity < Infinity)) throw bad(meaning, `has the capacity ${capacity}`);
    this.list.push({ kind: "cumulative", meaning, ...this.intervals(meaning, activities), demand, capacity });
  }

  permutation(meaning: ConstraintMeaning, choices: readonly number[]): void {
    for (const choice of choices) {
      const size = this.columns.choices[choice]?.options.length;
      if (size !== choices.length)
        throw bad(meaning, `has ${choices.length} choices, and one of ${size ?? 0} options`);
    }
    if (new Set(choices).size !== choices.length) throw bad(meaning, "has a choice twice");
    this.list.push({ kind: "permutation", meaning, choices: Int32Array.from(choices) });
  }

  done(): readonly Structure[] {
    for (const structure of this.list) Object.freeze(structure);
    return Object.freeze(this.list);
  }

  private intervals(meaning: ConstraintMeaning, activities: readonly IntervalSpec[]): Intervals {
    for (const { start, duration, present } of activities) {
      this.checkStart(meaning, start);
      if (!(duration >= 0 && duration < Infinity)) throw bad(meaning, `has the duration ${duration}`);
      if (present !== undefined) this.zeroOnes(meaning, [present]);
    }
    return {
      start: Int32Array.from(activities, ({ start }) => start),
      duration: Float64Array.from(activities, ({ duration }) => duration),
      present: Int32Array.from(activities, ({ present }) => present ?? -1),
    };
  }

  private checkStart(meaning: ConstraintMeaning, column: number): void {
    this.checkKnown(meaning, column);
    if (!this.columns.isStart(column)) throw bad(meaning, "starts at a variable that is only 0 or 1");
  }

  private checkKnown(meaning: ConstraintMeaning, column: number): void {
    if (!this.columns.isVariable(column))
      throw modelError("QT_MODEL_UNKNOWN_VARIABLE", `'${meaning.id}' names variable ${column}.`, meaning.id);
  }

  private zeroOnes(meaning: ConstraintMeaning, columns: ArrayLike<number>): Int32Array {
    for (let at = 0; at < columns.length; at++) {
      this.checkKnown(meaning, columns[at]!);
      if (!this.columns.isZeroOne(columns[at]!)) throw bad(meaning, "needs variables that are only 0 or 1");
    }
    const list = Int32Array.from(columns);
    if (new Set(list).size !== list.length) throw bad(meaning, "names a variable twice");
    return list;
  }
}

function setupMatrix(
  meaning: ConstraintMeaning,
  setup: readonly ArrayLike<number>[],
  count: number,
): Float64Array {
  if (setup.length !== count)
    throw bad(meaning, `has setup times of ${setup.length} activities, not ${count}`);
  const matrix = new Float64Array(count * count);
  for (const [row, times] of setup.entries()) {
    if (times.length !== count) throw bad(meaning, `has ${times.length} setup times in row ${row}`);
    for (let column = 0; column < count; column++) {
      const time = times[column]!;
      if (!(time >= 0 && time < Infinity)) throw bad(meaning, `has the setup time ${time}`);
      matrix[row * count + column] = time;
    }
  }
  return matrix;
}
