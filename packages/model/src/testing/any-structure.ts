import * as fc from "fast-check";
import type { ModelBuilder } from "../builder.ts";
import type { ChoiceHandle } from "../choice-handle.ts";
import type { ConstraintMeaning } from "../model.ts";
import { type StructureKind, structureKinds } from "../structures.ts";

/** Columns that structured constraints may be about. */
export interface StructureColumns {
  /** Binaries and options of choices. */
  readonly zeroOnes: readonly number[];
  /** Integer and continuous columns. */
  readonly starts: readonly number[];
  readonly choices: readonly ChoiceHandle[];
  /** Of each choice. */
  readonly optionCounts: readonly number[];
}

/** Adds a structured constraint, or none when the model lacks the columns for it. */
export type AddStructure = (
  model: ModelBuilder,
  columns: StructureColumns,
  meaning: ConstraintMeaning,
) => void;

type Numbers = fc.Arbitrary<number>;

/** Positions in a list that may be shorter than the generator knows. */
const picks = (maxLength: number, minLength = 1): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(99), { minLength, maxLength });

const taken = (list: readonly number[], wanted: readonly number[]): number[] =>
  list.length === 0 ? [] : [...new Set(wanted.map((pick) => list[pick % list.length]!))];

/** @param number coefficients and bounds; @param kinds which kinds to draw from */
export function anyStructure(
  number: Numbers,
  kinds: readonly StructureKind[] = structureKinds,
): fc.Arbitrary<AddStructure> {
  const size = number.map((value) => Math.min(Math.abs(value), 4));
  const byKind: Readonly<Record<StructureKind, fc.Arbitrary<AddStructure>>> = {
    "exactly-one": exactlyOne,
    "at-most": atMost,
    implication: implication(number),
    precedence: precedence(size),
    "no-overlap": noOverlap(size),
    cumulative: cumulative(size),
    permutation,
  };
  return fc.oneof(...kinds.map((kind) => byKind[kind]));
}

const exactlyOne = picks(4).map(
  (wanted): AddStructure =>
    (model, { zeroOnes }, meaning) => {
      const columns = taken(zeroOnes, wanted);
      if (columns.length > 0) model.exactlyOne(meaning, columns);
    },
);

const atMost = fc.tuple(picks(5), fc.nat(3)).map(
  ([wanted, limit]): AddStructure =>
    (model, { zeroOnes }, meaning) => {
      model.atMost(meaning, limit, taken(zeroOnes, wanted));
    },
);

const implication = (number: Numbers): fc.Arbitrary<AddStructure> =>
  fc
    .record({
      when: picks(1),
      is: fc.constantFrom(0 as const, 1 as const),
      terms: fc.array(fc.tuple(number, fc.nat(99)), { maxLength: 3 }),
      sides: fc.tuple(number, number),
      open: fc.constantFrom("lower", "upper", "none"),
    })
    .map(({ when, is, terms, sides, open }): AddStructure => {
      const lower = open === "lower" ? -Infinity : Math.min(...sides);
      const upper = open === "upper" ? Infinity : Math.max(...sides);
      return (model, { zeroOnes, starts }, meaning) => {
        const [column] = taken(zeroOnes, when);
        if (column === undefined) return;
        const row = model.implication(meaning, column, is);
        for (const [value, pick] of terms) row.plus(value, taken([...starts, ...zeroOnes], [pick])[0]!);
        row.between(lower, upper);
      };
    });

const precedence = (size: Numbers): fc.Arbitrary<AddStructure> =>
  fc.tuple(picks(4, 2), size).map(
    ([wanted, lag]): AddStructure =>
      (model, { starts }, meaning) => {
        const [before, after] = taken(starts, wanted);
        if (before !== undefined && after !== undefined) model.precedence(meaning, before, after, lag);
      },
  );

interface Activities {
  readonly wanted: readonly number[];
  readonly durations: readonly number[];
  readonly demands: readonly number[];
  readonly present: readonly (number | null)[];
}

function activities(size: Numbers): fc.Arbitrary<Activities> {
  const three = <T>(element: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(element, { minLength: 3, maxLength: 3 });
  return fc.record({
    wanted: picks(3),
    durations: three(size),
    demands: three(size),
    present: three(fc.option(fc.nat(99))),
  });
}

function intervalsOf(
  { wanted, durations, demands, present }: Activities,
  { starts, zeroOnes }: StructureColumns,
): Parameters<ModelBuilder["cumulative"]>[1] {
  return taken(starts, wanted).map((start, at) => {
    const pick = present[at] ?? null;
    const [on] = pick === null ? [] : taken(zeroOnes, [pick]);
    const said = on === undefined ? {} : { present: on };
    return { start, duration: durations[at]!, demand: demands[at]!, ...said };
  });
}

const noOverlap = (size: Numbers): fc.Arbitrary<AddStructure> =>
  fc.tuple(activities(size), fc.option(fc.array(size, { minLength: 9, maxLength: 9 }))).map(
    ([spec, times]): AddStructure =>
      (model, columns, meaning) => {
        const intervals = intervalsOf(spec, columns);
        const setup = intervals.map((_, row) =>
          intervals.map((__, column) => times?.[3 * row + column] ?? 0),
        );
        model.noOverlap(meaning, intervals, times === null ? undefined : setup);
      },
  );

const cumulative = (size: Numbers): fc.Arbitrary<AddStructure> =>
  fc.tuple(activities(size), size).map(
    ([spec, capacity]): AddStructure =>
      (model, columns, meaning) => {
        model.cumulative(meaning, intervalsOf(spec, columns), capacity);
      },
  );

/** Of as many choices as they have options, when there are that many. */
const permutation = fc.constantFrom(1, 2, 3).map(
  (count): AddStructure =>
    (model, columns, meaning) => {
      const fitting = columns.choices.filter((_, index) => columns.optionCounts[index] === count);
      if (fitting.length >= count) model.permutation(meaning, fitting.slice(0, count));
    },
);
