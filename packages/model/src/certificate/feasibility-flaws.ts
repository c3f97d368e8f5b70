import { checkFeasibility } from "../feasibility.ts";
import type { ConstraintMeaning, Model } from "../model.ts";
import { structureScale } from "../structure-violation.ts";
import { exactRowExcess, isExactRow } from "./exact-check.ts";
import { isExactStructure, structureExcess } from "./exact-structures.ts";
import type { Flaw } from "./flaw.ts";
import { tolerance } from "./recomputed.ts";

/**
 * What the values break: by the check every solver is judged by, and by another one that sums without rounding.
 * @param given values of a result
 * @param snapped the same with integers rounded
 */
export function feasibilityFlaws(model: Model, given: Float64Array, snapped: Float64Array): Flaw[] {
  const broken = checkFeasibility(model, given, tolerance).violations.filter(
    ({ pricePerUnit }) => pricePerUnit === undefined,
  );
  const known = new Set(broken.map(({ constraintId }) => constraintId));
  const exactly = [...brokenRows(model, given, snapped), ...brokenStructures(model, snapped)].filter(
    ({ constraintId }) => !known.has(constraintId),
  );
  return [...broken, ...exactly].map(({ constraintId, amount, unit }) => ({
    kind: "feasibility",
    message: `'${constraintId}' is broken by ${amount} ${unit}.`,
  }));
}

interface Broken {
  readonly constraintId: string;
  readonly amount: number;
  readonly unit: string;
}

const brokenBy = ({ id, unit }: ConstraintMeaning, amount: number): Broken => ({
  constraintId: id,
  amount,
  unit,
});

function* brokenRows(model: Model, given: Float64Array, snapped: Float64Array): Generator<Broken> {
  if (model.uncertainty) return;
  for (const [row, meaning] of model.constraints.meaning.entries()) {
    if (meaning.pricePerUnit !== undefined) continue;
    const isExact = isExactRow(model, row);
    const { amount, side } = exactRowExcess(model, row, isExact ? snapped : given);
    const allowed = isExact ? 0 : tolerance * Math.max(1, Math.abs(side));
    if (amount > allowed) yield brokenBy(meaning, amount);
  }
}

function* brokenStructures(model: Model, snapped: Float64Array): Generator<Broken> {
  for (const structure of model.structures) {
    if (structure.meaning.pricePerUnit !== undefined) continue;
    const amount = structureExcess(model, structure, snapped);
    const isExact = isExactStructure(model, structure, snapped);
    const allowed = isExact ? 0 : tolerance * Math.max(1, structureScale(structure));
    if (amount > allowed) yield brokenBy(structure.meaning, amount);
  }
}

/** How many rows and structures are held without any tolerance. */
export function countExact(model: Model, snapped: Float64Array): number {
  const rows = model.uncertainty ? [] : [...model.constraints.meaning.keys()];
  return (
    rows.filter((row) => isExactRow(model, row)).length +
    model.structures.filter((structure) => isExactStructure(model, structure, snapped)).length
  );
}
