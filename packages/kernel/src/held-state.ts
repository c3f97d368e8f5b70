import type { SubsetWeights } from "./cost.ts";
import { commonStep, couplingMatrix, isQuadratic } from "./cost.ts";
import { KernelError } from "./errors.ts";
import { type CostForm, type Layout, type Precision, planLayout } from "./layout.ts";
import type { StateExports } from "./state-exports.ts";

/** One instance of the compiled state with its own memory, cost in place. */
export interface HeldState {
  readonly layout: Layout;
  readonly exports: StateExports;
  readonly memory: WebAssembly.Memory;
}

const pageBytes = 65_536;
/** A u16 tells this many values apart. */
const tableValues = 65_536;
const formNumber: Readonly<Record<CostForm, number>> = { quadratic: 0, table: 1, diagonal: 2 };

/** @throws KernelError QT_KERNEL_OUT_OF_MEMORY */
function newMemory(bytes: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes), maximum: 65_536 });
  } catch {
    throw new KernelError("QT_KERNEL_OUT_OF_MEMORY", `${bytes} bytes for the state could not be had.`);
  }
}

/** Grows the memory to hold the adjoint state too. @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
export function makeRoomForAdjoint(held: HeldState): void {
  const { bytesWithAdjoint, qubits } = held.layout;
  const missing = Math.ceil(bytesWithAdjoint / pageBytes) - held.memory.buffer.byteLength / pageBytes;
  if (missing <= 0) return;
  const message = `The gradient at ${qubits} qubits needs two states, ${bytesWithAdjoint} bytes.`;
  if (bytesWithAdjoint > 2 ** 32) throw new KernelError("QT_KERNEL_TOO_MANY_QUBITS", message);
  try {
    held.memory.grow(missing);
  } catch {
    throw new KernelError("QT_KERNEL_OUT_OF_MEMORY", message);
  }
}

function open(module: WebAssembly.Module, layout: Layout): HeldState {
  const memory = newMemory(layout.bytes);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as StateExports;
  const { heldQubits, tileQubits, pitch, middleQubits, groupPad } = layout;
  exports.setShape(heldQubits, tileQubits, pitch, middleQubits, groupPad);
  exports.setAddresses(
    layout.scratch,
    layout.columnBuffer,
    layout.costTile,
    layout.arrays,
    layout.arrayBytes,
  );
  return { layout, exports, memory };
}

function openQuadratic(
  module: WebAssembly.Module,
  qubits: number,
  precision: Precision,
  weights: SubsetWeights,
): HeldState {
  const layout = planLayout(qubits, precision, "quadratic", 0);
  const held = open(module, layout);
  const offset = weights.get(0) ?? 0;
  const matrix = couplingMatrix(weights, layout.heldQubits);
  new Float64Array(held.memory.buffer, layout.couplings, matrix.length).set(matrix);
  held.exports.setCostForm(formNumber.quadratic, offset);
  held.exports.setQuadratic(layout.couplings, layout.lowCost);
  held.exports.fillLowCost(offset);
  return held;
}

/** Calls `visit` for each tile with that tile's costs in the cost tile. */
function visitCosts(held: HeldState, weights: SubsetWeights, visit: (tile: number) => void): void {
  const { costTile, tileQubits, tiles } = held.layout;
  const low = 2 ** tileQubits - 1;
  const coefficients = new Float64Array(held.memory.buffer, costTile, low + 1);
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
function rangeOf(
  module: WebAssembly.Module,
  qubits: number,
  precision: Precision,
  weights: SubsetWeights,
): CostRange {
  const layout = planLayout(qubits, precision, "quadratic", 0);
  // The scan needs only the cost tile, so the arrays of the state get no memory.
  const scan = open(module, { ...layout, bytes: layout.arrays });
  scan.exports.resetRange();
  visitCosts(scan, weights, () => scan.exports.widenRange());
  return { lowest: scan.exports.lowestCost(), highest: scan.exports.highestCost() };
}

function openPolynomial(
  module: WebAssembly.Module,
  qubits: number,
  precision: Precision,
  weights: SubsetWeights,
): HeldState {
  const { lowest, highest } = rangeOf(module, qubits, precision, weights);
  const step = commonStep(weights);
  const values = step === undefined ? Number.POSITIVE_INFINITY : (highest - lowest) / step + 1;
  const form = values <= tableValues ? "table" : "diagonal";
  const layout = planLayout(qubits, precision, form, form === "table" ? values : 0);
  const held = open(module, layout);
  held.exports.setCostForm(formNumber[form], 0);
  if (form === "table")
    held.exports.setTable(layout.costs, layout.costPitch, layout.factors, values, lowest, step ?? 1);
  else
    held.exports.setDiagonal(layout.costs, layout.costPitch, lowest, (highest - lowest) / (2 ** 32 - 1) || 1);
  visitCosts(held, weights, (tile) => held.exports.storeCosts(tile));
  return held;
}

/** Picks the cheapest way to hold the cost. @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
export function openHeldState(
  module: WebAssembly.Module,
  qubits: number,
  precision: Precision,
  weights: SubsetWeights,
): HeldState {
  const openCost = isQuadratic(weights) ? openQuadratic : openPolynomial;
  return openCost(module, qubits, precision, weights);
}
