import { commonStep, couplingMatrix, isQuadratic, type SubsetWeights, variablesOf } from "./cost.ts";
import { type HeldState, openMemory, type StateCode } from "./held-state.ts";
import { type CostForm, type Layout, type LayoutOptions, planLayout } from "./layout.ts";
import { halfCost } from "./symmetry.ts";

/** A u16 tells this many values apart. */
const tableValues = 65_536;
const formNumber: Readonly<Record<CostForm, number>> = { quadratic: 0, table: 1, diagonal: 2 };

type Plan = Omit<LayoutOptions, "form" | "values">;

/** Mean of C over all assignments: k variables are all 1 in one of 2^k. */
function meanCost(weights: SubsetWeights): number {
  let mean = 0;
  for (const [mask, weight] of weights) mean += weight / 2 ** variablesOf(mask).length;
  return mean;
}

/** An instance with its memory, which knows the mean of its costs. */
function openCentered(code: StateCode, layout: Layout, weights: SubsetWeights): HeldState {
  const held = openMemory(code, layout);
  held.setUp("setCenter", meanCost(weights));
  return held;
}

function openQuadratic(code: StateCode, plan: Plan, weights: SubsetWeights): HeldState {
  const layout = planLayout({ ...plan, form: "quadratic" });
  const held = openCentered(code, layout, weights);
  const offset = weights.get(0) ?? 0;
  const matrix = couplingMatrix(weights, layout.heldQubits);
  new Float64Array(held.memory.buffer, layout.couplings, matrix.length).set(matrix);
  held.setUp("setCostForm", formNumber.quadratic, offset);
  held.setUp("setQuadratic", layout.couplings, layout.lowCost);
  held.exports.fillLowCost(offset);
  return held;
}

/** Calls `visit` for each tile with that tile's costs in the cost tile. */
function visitCosts(held: HeldState, weights: SubsetWeights, visit: (tile: number) => void): void {
  const { threads, tileQubits, tiles } = held.layout;
  const low = 2 ** tileQubits - 1;
  const coefficients = new Float64Array(held.memory.buffer, threads[0]!.costTile, low + 1);
  const terms = [...weights].map(([mask, weight]) => ({
    low: mask & low,
    high: mask >>> tileQubits,
    weight,
  }));
  for (let tile = 0; tile < tiles; tile += 1) {
    coefficients.fill(0);
    for (const term of terms) if ((term.high & tile) === term.high) coefficients[term.low]! += term.weight;
    held.exports.sumSubsets();
    visit(tile);
  }
}

interface CostRange {
  readonly lowest: number;
  readonly highest: number;
}

/** Least and greatest cost of a polynomial, found without keeping its 2^n costs. */
function rangeOf(code: StateCode, plan: Plan, weights: SubsetWeights): CostRange {
  const layout = planLayout({ ...plan, form: "quadratic" });
  // The scan needs only the cost tile, so the arrays of the state get no memory.
  const scan = openMemory(code, { ...layout, bytes: layout.arrays });
  scan.exports.resetRange();
  visitCosts(scan, weights, () => scan.exports.widenRange());
  return { lowest: scan.exports.lowestCost(), highest: scan.exports.highestCost() };
}

function openPolynomial(code: StateCode, plan: Plan, weights: SubsetWeights): HeldState {
  const { lowest, highest } = rangeOf(code, plan, weights);
  const step = commonStep(weights);
  const values = step === undefined ? Number.POSITIVE_INFINITY : (highest - lowest) / step + 1;
  const form = values <= tableValues ? "table" : "diagonal";
  const layout = planLayout({ ...plan, form, values: form === "table" ? values : 0 });
  const held = openCentered(code, layout, weights);
  const { costs, costPitch, factors } = layout;
  held.setUp("setCostForm", formNumber[form], 0);
  if (form === "table") held.setUp("setTable", costs, costPitch, factors, values, lowest, step ?? 1);
  else held.setUp("setDiagonal", costs, costPitch, lowest, (highest - lowest) / (2 ** 32 - 1) || 1);
  visitCosts(held, weights, (tile) => held.exports.storeCosts(tile));
  return held;
}

/**
 * Picks the cheapest way to hold state and cost.
 * @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY
 */
export function openHeldState(code: StateCode, wanted: Plan, weights: SubsetWeights): HeldState {
  const half = wanted.mirrored === false ? undefined : halfCost(weights, wanted.qubits);
  const plan = { ...wanted, mirrored: half !== undefined };
  const held = (isQuadratic(weights) ? openQuadratic : openPolynomial)(code, plan, half ?? weights);
  held.share();
  return held;
}
