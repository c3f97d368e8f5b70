import { sumOfTerm } from "../../edit.ts";
import { modelError } from "../../errors.ts";
import type { ConstraintMeaning, Model, ObjectiveMeaning } from "../../model.ts";
import { meaningOf, objectiveOf } from "../../objective.ts";
import { Polynomial, PolynomialRows } from "../../polynomial.ts";
import type { Implication, Permutation, Precedence, Structure } from "../../structures.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { activityBounds, isWholeRow } from "../row-facts.ts";

/**
 * Soft structures become soft rows of the same violation; a soft implication stays one, gets room on both sides, and
 * the objective pays for it.
 */
export default defineRewrite({
  id: "soft-structures",
  title: "Soft structured constraints become soft rows and priced slack",
  removes: ["soft-structures"],
  adds: ["soft-constraints", "linear-equality", "linear-inequality", "at-most-one-row", "integer"],
  addsWith: (before) => (before.has("continuous") ? ["continuous"] : []),
  cost: 1,
  kind: "exact",
  apply,
});

/** A part of the objective under construction. */
type Part = { readonly meaning: ObjectiveMeaning; readonly sum: Polynomial };

function apply(source: Model): RewriteStep {
  const lowering = new Lowering(source);
  const prices: Part[] = [];
  let softened = 0;
  for (const structure of source.structures) {
    if (structure.meaning.pricePerUnit === undefined) {
      lowering.structures.push(structure);
      continue;
    }
    soften(lowering, structure, prices);
    softened++;
  }
  const notes = [`${softened} soft structures.`];
  if (prices.length === 0) return lowering.step(notes);
  const terms = source.objective.terms.map((term) => ({ meaning: meaningOf(term), sum: sumOfTerm(term) }));
  const objective = objectiveOf(lowering.variables.names.length, [...terms, ...prices]);
  return lowering.step(notes, { objective });
}

function soften(into: Lowering, structure: Structure, prices: Part[]): void {
  const { meaning, kind } = structure;
  if (kind === "exactly-one") into.rows.add(meaning, sumOf(structure.columns), 1, 1);
  else if (kind === "at-most") into.rows.add(meaning, sumOf(structure.columns), -Infinity, structure.limit);
  else if (kind === "precedence") into.rows.add(meaning, distance(structure), structure.lag, Infinity);
  else if (kind === "permutation") addPositions(into, structure);
  else if (kind === "implication") loosen(into, structure, prices);
  else throw tooSoft(meaning, kind);
}

function distance({ before, after }: Precedence): Polynomial {
  const sum = sumOf([after]);
  sum.linear(before, -1);
  return sum;
}

function sumOf(columns: Iterable<number>): Polynomial {
  const sum = new Polynomial();
  for (const column of columns) sum.linear(column, 1);
  return sum;
}

/** A position that is not taken costs the price once: at least one of its columns is 1. */
function addPositions(into: Lowering, { meaning, choices }: Permutation): void {
  const { choices: all } = into.source.variables;
  for (let position = 0; position < choices.length; position++) {
    const columns = choices.map((choice) => all[choice]!.first + position);
    into.rows.add(into.part(meaning, `[${position}]`), sumOf(columns), 1, Infinity);
  }
}

/** lower ≤ f(x) ≤ upper when …  →  lower ≤ f(x) + under − over ≤ upper when …, and under + over has the price. */
function loosen(into: Lowering, structure: Implication, prices: Part[]): void {
  const { column, value, lower, upper } = structure;
  const { pricePerUnit = 0, ...meaning } = structure.meaning;
  const sum = weightedSum(structure);
  const penalty = new Polynomial();
  const slacks = slacksOf(into, structure);
  for (const { column: slack, sign } of slacks) {
    sum.linear(slack, sign);
    penalty.linear(slack, into.source.sense === "minimize" ? pricePerUnit : -pricePerUnit);
  }
  const rows = new PolynomialRows();
  rows.push(sum);
  const linear = { column: rows.column.trimmed(), value: rows.value.trimmed() };
  into.structures.push(Object.freeze({ ...structure, meaning, ...linear }));
  const { rule, sentence } = meaning;
  const unit = into.source.objective.terms[0]?.unit ?? "1";
  prices.push({ meaning: { id: into.newId(`${meaning.id}.penalty`), rule, sentence, unit }, sum: penalty });
  into.fill((values) => {
    const isOn = values[structure.when]! >= 0.5 === (structure.is === 1);
    const activity = column.reduce((total, each, entry) => total + value[entry]! * values[each]!, 0);
    for (const { column: slack, sign } of slacks)
      values[slack] = isOn ? Math.max(0, sign > 0 ? lower - activity : activity - upper) : 0;
  });
}

function weightedSum({ column, value }: Implication): Polynomial {
  const sum = new Polynomial();
  for (let entry = 0; entry < column.length; entry++) sum.linear(column[entry]!, value[entry]!);
  return sum;
}

/** One slack for each finite side, as large as the bounds can make the violation, whole where it can only be whole. */
function slacksOf(into: Lowering, structure: Implication): readonly { column: number; sign: 1 | -1 }[] {
  const { meaning, lower, upper } = structure;
  const rows = new PolynomialRows();
  rows.push(weightedSum(structure));
  const row = rows.columns();
  const range = activityBounds(into.source, row, 0);
  const finite = [lower, upper].filter(Number.isFinite);
  const kind = isWholeRow(into.source, row, 0) && finite.every(Number.isInteger) ? "integer" : "continuous";
  const add = (name: string, most: number): number =>
    into.variables.add(kind, `${meaning.id}.${name}`, { upper: Math.max(0, most), unit: meaning.unit });
  const slacks: { column: number; sign: 1 | -1 }[] = [];
  if (lower > -Infinity) slacks.push({ column: add("under", lower - range.lower), sign: 1 });
  if (upper < Infinity) slacks.push({ column: add("over", range.upper - upper), sign: -1 });
  return slacks;
}

function tooSoft({ id }: ConstraintMeaning, kind: "no-overlap" | "cumulative"): Error {
  const what = `'${id}' is a soft ${kind} constraint, and its violation has no form in rows.`;
  const fix =
    kind === "no-overlap"
      ? "Make it hard, and let activities be optional at a price, or give deadlines a price."
      : "Make it hard, and let an optional activity of the overload's size be bought at a price.";
  return modelError("QT_MODEL_UNSUPPORTED_FEATURE", what, id, fix);
}
