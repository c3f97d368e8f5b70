import { type Cost, commonStep, KernelError, type SubsetWeights, subsetWeights } from "@qtwin/kernel";
import { energyOf } from "../cost/energy-of.ts";
import { quantumError } from "../errors.ts";
import { maxPauliQubits } from "../pauli/pauli-sum.ts";
import { sumSubsets } from "../run/scan-polynomial.ts";

/** C(x) = offset + step · Σ weight over the sets of variables that are all 1, weights whole and without common factor. */
export interface WholeCost {
  readonly qubits: number;
  readonly offset: number;
  readonly step: number;
  /** By bit mask of the set, the empty one left out. */
  readonly weights: SubsetWeights;
}

/** Digits behind the point in the shortest decimal that is this number. */
function decimalsOf(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent));
}

function weightsIn(cost: Cost): readonly number[] {
  if (cost.kind === "polynomial")
    return cost.terms.filter(({ variables }) => variables.length > 0).map(({ weight }) => weight);
  return [...Array.from(cost.linear), ...cost.couplings.map(([, , weight]) => weight)];
}

function scaled(cost: Cost, factor: number): Cost {
  const times = (weight: number): number => Math.round(weight * factor);
  if (cost.kind === "polynomial")
    return {
      kind: "polynomial",
      terms: cost.terms.map(({ variables, weight }) => ({
        variables,
        weight: variables.length === 0 ? 0 : times(weight),
      })),
    };
  return {
    kind: "quadratic",
    offset: 0,
    linear: Array.from(cost.linear, times),
    couplings: cost.couplings.map(([i, j, weight]) => [i, j, times(weight)]),
  };
}

/** Kernel's merging of like terms, with this package's error. */
function merged(qubits: number, cost: Cost): SubsetWeights {
  try {
    return subsetWeights(cost, qubits);
  } catch (thrown) {
    if (!(thrown instanceof KernelError)) throw thrown;
    throw quantumError("QT_QUANTUM_BAD_COST", thrown.message, "cost");
  }
}

/**
 * The cost in whole steps: weights are taken as the decimals they show (0.1 is one tenth).
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_COST, QT_QUANTUM_NOT_WHOLE if the sum of all weights leaves 53 bits
 */
export function wholeCost(qubits: number, cost: Cost): WholeCost {
  if (!Number.isInteger(qubits) || qubits < 1 || qubits > maxPauliQubits)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `A search has 1 to ${maxPauliQubits} variables, not ${qubits}.`,
      "qubits",
    );
  const given = weightsIn(cost);
  const factor = 10 ** Math.max(0, ...given.map(decimalsOf));
  const total = given.reduce((sum, weight) => sum + Math.abs(weight), 0) * factor;
  if (!(total <= Number.MAX_SAFE_INTEGER))
    throw quantumError(
      "QT_QUANTUM_NOT_WHOLE",
      `In steps of 1/${factor} the weights sum to ${total}.`,
      "cost",
    );
  const whole = merged(qubits, scaled(cost, factor));
  const common = commonStep(whole) ?? 1;
  const weights = [...whole].filter(([mask, weight]) => mask !== 0 && weight !== 0);
  return {
    qubits,
    offset: energyOf(cost, new Uint8Array(qubits)),
    step: common / factor,
    weights: new Map(weights.map(([mask, weight]) => [mask, weight / common])),
  };
}

/** The whole number T such that a cost lies under `energy` just where its steps are under T. */
export function stepsAt({ offset, step }: WholeCost, energy: number): number {
  const steps = (energy - offset) / step;
  const nearest = Math.round(steps) + 0;
  // An energy of the cost itself is whole up to rounding.
  return Math.abs(steps - nearest) < 1e-6 ? nearest : Math.ceil(steps);
}

/** Σ weight for every basis index. */
export function stepTable({ qubits, weights }: WholeCost): Float64Array {
  const table = new Float64Array(2 ** qubits);
  for (const [mask, weight] of weights) table[mask] = weight;
  sumSubsets(table);
  return table;
}
