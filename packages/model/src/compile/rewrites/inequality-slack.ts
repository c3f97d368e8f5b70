import { type ConstraintMeaning, type Model, variableKinds } from "../../model.ts";
import { Polynomial } from "../../polynomial.ts";
import { conflictRows } from "../conflict-rows.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { rowPattern } from "../row-pattern.ts";
import { requireFinite, type TightRow, tightRow } from "../tight-row.ts";

/**
 * a·x ≤ b  →  a·x + slack = b with a whole slack, after the row was scaled to whole numbers, freed of fixed variables
 * and of common divisors, and its bounds tightened to what the variables allow. Rows that always hold go; rows that say
 * that literals exclude each other become such rows, without slack; rows that never hold become equations that never do.
 */
export default defineRewrite({
  id: "inequality-slack",
  title: "Inequalities become equations with a whole slack variable",
  removes: ["linear-inequality"],
  adds: ["linear-equality", "integer"],
  without: ["continuous", "soft-constraints"],
  cost: 3,
  kind: "exact",
  apply,
});

interface Tally {
  /** Range of each slack, by the id of its row. */
  readonly slacks: { readonly id: string; readonly range: number }[];
  readonly notes: string[];
  dropped: number;
  excluding: number;
  tight: number;
}

function apply(source: Model): RewriteStep {
  const isKept = (row: number): boolean => rowPattern(source, row).feature !== "linear-inequality";
  const lowering = new Lowering(source, isKept);
  const tally: Tally = { slacks: [], notes: [], dropped: 0, excluding: 0, tight: 0 };
  for (let row = 0; row < source.constraints.count; row++)
    if (!isKept(row)) rewriteRow(lowering, source.constraints.meaning[row]!, tightRow(source, row), tally);
  return lowering.step(notesOf(tally), { structures: source.structures });
}

function rewriteRow(lowering: Lowering, meaning: ConstraintMeaning, row: TightRow, tally: Tally): void {
  if (row.lower === -Infinity && row.upper === Infinity) {
    lowering.drop(meaning, "It always holds inside the bounds of its variables.");
    tally.dropped++;
  } else if (isImpossible(row)) {
    addImpossible(lowering, inWholes(meaning, row), row);
    tally.notes.push(`'${meaning.id}' holds nowhere inside the bounds of its variables.`);
  } else if (addConflicts(lowering, meaning, row)) tally.excluding++;
  else {
    const range = addSlack(lowering, inWholes(meaning, row), row);
    if (range > 0) tally.slacks.push({ id: meaning.id, range });
    else tally.tight++;
  }
}

const isImpossible = ({ lower, upper, least, most }: TightRow): boolean =>
  lower > Math.min(upper, most) || upper < least;

/** A scaled row no longer has the unit of the row it came from. */
const inWholes = (meaning: ConstraintMeaning, { scale }: TightRow): ConstraintMeaning =>
  scale === 1 ? meaning : { ...meaning, unit: "1" };

function sumOf({ columns, values }: TightRow, factor = 1): Polynomial {
  const sum = new Polynomial();
  columns.forEach((column, entry) => {
    sum.linear(column, factor * values[entry]!);
  });
  return sum;
}

/** An equation out of reach, as near to the row as can be: a penalty for it still pulls to the right side. */
function addImpossible(lowering: Lowering, meaning: ConstraintMeaning, row: TightRow): void {
  const { lower, upper, least, most } = row;
  const [factor, side] = lower > most ? [1, lower] : upper < least ? [1, upper] : [2, 2 * upper + 1];
  lowering.rows.add(meaning, sumOf(row, factor), side, side);
}

/** @returns false when the row does not just say which literals exclude each other */
function addConflicts(lowering: Lowering, meaning: ConstraintMeaning, row: TightRow): boolean {
  const { columns, values, lower, upper, least, most } = row;
  const { kind } = lowering.source.variables;
  if (Number.isFinite(lower) === Number.isFinite(upper)) return false;
  if (!columns.every((column) => zeroOnes.has(kind[column]!))) return false;
  const sign = Number.isFinite(upper) ? 1 : -1;
  const limit = sign > 0 ? upper - least : most - lower;
  const rows = conflictRows(values.map(Math.abs), limit);
  if (rows === null) return false;
  rows.forEach((positions, at) => {
    const part = rows.length === 1 ? meaning : lowering.part(meaning, `[${at}]`);
    const literals = positions.map((entry) => ({
      column: columns[entry]!,
      sign: sign * Math.sign(values[entry]!),
    }));
    addAtMostOne(lowering, { ...part, unit: "1" }, literals);
  });
  return true;
}

const zeroOnes = new Set([variableKinds.indexOf("binary"), variableKinds.indexOf("choice")]);

function addAtMostOne(
  lowering: Lowering,
  meaning: ConstraintMeaning,
  literals: readonly { readonly column: number; readonly sign: number }[],
): void {
  const sum = new Polynomial();
  for (const { column, sign } of literals) sum.linear(column, sign);
  const negated = literals.filter(({ sign }) => sign < 0).length;
  lowering.rows.add(meaning, sum, -Infinity, 1 - negated);
}

/** @returns the largest value of the slack; 0: there is none */
function addSlack(lowering: Lowering, meaning: ConstraintMeaning, row: TightRow): number {
  const { lower, upper, least, most } = row;
  const hasUpper = Number.isFinite(upper);
  if (!hasUpper || !Number.isFinite(lower)) requireFinite(lowering.source, row, hasUpper ? "least" : "most");
  const range = hasUpper ? upper - Math.max(lower, least) : most - lower;
  const [side, sign] = hasUpper ? [upper, 1] : [lower, -1];
  const sum = sumOf(row);
  if (range > 0) {
    const options = { upper: range, unit: meaning.unit };
    const slack = lowering.variables.add("integer", `${meaning.id}.slack`, options);
    sum.linear(slack, sign);
    lowering.fill((values) => {
      values[slack] = Math.min(Math.max(sign * (side - activity(row, values)), 0), range);
    });
  }
  lowering.rows.add(meaning, sum, side, side);
  return range;
}

function activity({ columns, values }: TightRow, point: Float64Array): number {
  let sum = 0;
  columns.forEach((column, entry) => {
    sum += values[entry]! * Math.round(point[column]!);
  });
  return sum;
}

const mostNotes = 20;

function notesOf({ slacks, notes, dropped, excluding, tight }: Tally): readonly string[] {
  const shown = slacks.slice(0, mostNotes).map(({ id, range }) => `'${id}': slack 0 … ${range}.`);
  const rest = slacks.length - shown.length;
  return [
    `Inequalities: ${slacks.length} with slack, ${excluding} as literals that exclude each other, ${tight} as equations, ${dropped} gone.`,
    ...notes,
    ...shown,
    ...(rest > 0 ? [`And ${rest} more with slack.`] : []),
  ];
}
