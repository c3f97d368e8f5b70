import {
  commonStep,
  costOf,
  couplingMatrix,
  isQuadratic,
  type QuadraticCost,
  subsetWeights,
  tieTolerance,
} from "./cost.ts";
import { KernelError } from "./errors.ts";
import { compileFile } from "./load/compile.ts";
import { newMemory } from "./memory.ts";

/** The certified minimum over all 2^n assignments. */
export interface Enumeration {
  readonly minimum: number;
  /** The least basis index that attains it; bit i is x_i. */
  readonly basis: number;
  /** How many assignments attain it, energies within `tolerance` counting as equal. */
  readonly minimisers: number;
  /** 0 for whole weights, where sums are exact; else 1e-12 of the sum of |weights| and four roundings of the offset. */
  readonly tolerance: number;
}

interface EnumerateExports {
  setEnumeration(
    qubits: number,
    couplings: number,
    lowCost: number,
    head: number,
    blocks: number,
    tileMinima: number,
  ): void;
  fillLowCost(offset: number): void;
  minimum(): number;
  countTies(limit: number): number;
  firstTie(): number;
}

const tileQubits = 12;
const headQubits = 4;
const [couplings, lowCost, head, blocks, tileMinima] = [0x400, 0x4000, 0xc040, 0xc100, 0xd000];

/** Variables beyond this many take minutes, not seconds. */
const greatestQubits = 30;

/**
 * Enumerates a quadratic cost exactly, up to 30 variables.
 * @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_BAD_COST
 */
export async function enumerateQubo(qubits: number, cost: QuadraticCost): Promise<Enumeration> {
  if (!Number.isInteger(qubits) || qubits < 1)
    throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `qubits is ${qubits}, not a whole number from 1.`);
  if (qubits > greatestQubits)
    throw new KernelError(
      "QT_KERNEL_TOO_MANY_QUBITS",
      `${qubits} variables are more than ${greatestQubits}.`,
    );
  const weights = subsetWeights(cost, qubits);
  if (!isQuadratic(weights)) throw new KernelError("QT_KERNEL_BAD_COST", "The cost is not quadratic.");
  // Fewer variables than one block holds: the missing ones cost more than anything, so none is ever set.
  const held = Math.max(qubits, headQubits);
  const offset = weights.get(0) ?? 0;
  const total = [...weights].reduce((sum, [mask, weight]) => (mask === 0 ? sum : sum + Math.abs(weight)), 0);
  const matrix = couplingMatrix(weights, held);
  for (let i = qubits; i < held; i += 1) matrix[i * held + i] = 2 * total + 1;

  const tiles = 2 ** Math.max(0, held - tileQubits);
  const memory = newMemory(tileMinima + 8 * tiles);
  const instance = new WebAssembly.Instance(await compileFile("enumerate.wasm"), { env: { memory } });
  const exports = instance.exports as unknown as EnumerateExports;
  new Float64Array(memory.buffer, couplings, matrix.length).set(matrix);
  exports.setEnumeration(held, couplings, lowCost, head, blocks, tileMinima);
  exports.fillLowCost(offset);
  const tolerance = commonStep(weights) === undefined ? tieTolerance(total, offset) : 0;
  const minimisers = exports.countTies(exports.minimum() + tolerance);
  const basis = exports.firstTie();
  return { minimum: costOf(weights, basis), basis, minimisers, tolerance };
}
