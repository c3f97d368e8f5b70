import { KernelError } from "./errors.ts";

/** C(x) = offset + Σ linear[i] x_i + Σ weight x_i x_j, x_i in {0, 1}; a pair may occur more than once. */
export interface QuadraticCost {
  readonly kind: "quadratic";
  readonly offset: number;
  readonly linear: ArrayLike<number>;
  readonly couplings: readonly (readonly [i: number, j: number, weight: number])[];
}

/** C(x) = Σ weight · Π x_i over the term's variables, x_i in {0, 1}; a term without variables is the offset. */
export interface PolynomialCost {
  readonly kind: "polynomial";
  readonly terms: readonly { readonly variables: readonly number[]; readonly weight: number }[];
}

export type Cost = QuadraticCost | PolynomialCost;

/** A cost as sums over subsets: weight of each set of variables, the set being a bit mask (bit i for x_i). */
export type SubsetWeights = ReadonlyMap<number, number>;

function maskOf(variables: readonly number[], qubits: number): number {
  let mask = 0;
  for (const variable of variables) {
    if (!Number.isInteger(variable) || variable < 0 || variable >= qubits)
      throw new KernelError("QT_KERNEL_BAD_COST", `Variable ${variable} is not one of ${qubits} qubits.`);
    mask |= 1 << variable;
  }
  return mask >>> 0;
}

/** Every term with its weight, as written: variables may repeat, terms too. */
export function* termsOf(cost: Cost): Generator<readonly [readonly number[], number]> {
  if (cost.kind === "polynomial") {
    for (const term of cost.terms) yield [term.variables, term.weight];
    return;
  }
  yield [[], cost.offset];
  for (let i = 0; i < cost.linear.length; i += 1) yield [[i], cost.linear[i]!];
  for (const [i, j, weight] of cost.couplings) yield [[i, j], weight];
}

/** Like terms summed; x² = x. @throws KernelError QT_KERNEL_BAD_COST */
export function subsetWeights(cost: Cost, qubits: number): SubsetWeights {
  const weights = new Map<number, number>();
  for (const [variables, weight] of termsOf(cost)) {
    if (!Number.isFinite(weight))
      throw new KernelError("QT_KERNEL_BAD_COST", `The weight ${weight} of a term is not a finite number.`);
    const mask = maskOf(variables, qubits);
    weights.set(mask, (weights.get(mask) ?? 0) + weight);
  }
  return weights;
}

export function variablesOf(mask: number): readonly number[] {
  const variables: number[] = [];
  for (let i = 0; i < 32; i += 1) if ((mask & (1 << i)) !== 0) variables.push(i);
  return variables;
}

export function isQuadratic(weights: SubsetWeights): boolean {
  return [...weights].every(([mask, weight]) => weight === 0 || variablesOf(mask).length <= 2);
}

/** Within what energies count as equal, `total` being the sum of |weights| without the offset. */
export function tieTolerance(total: number, offset: number): number {
  return 1e-12 * total + 4 * Number.EPSILON * Math.abs(offset);
}

/** n × n, row by row, symmetric, linear weights on the diagonal; the offset is not in it. */
export function couplingMatrix(weights: SubsetWeights, qubits: number): Float64Array<ArrayBuffer> {
  const matrix = new Float64Array(qubits * qubits);
  for (const [mask, weight] of weights) {
    const [i, j = i] = variablesOf(mask);
    if (i === undefined || j === undefined) continue;
    matrix[i * qubits + j] = weight;
    matrix[j * qubits + i] = weight;
  }
  return matrix;
}

/** The cost of one assignment, summed term by term: bit i of `basis` is x_i. */
export function costOf(weights: SubsetWeights, basis: number): number {
  let cost = 0;
  for (const [mask, weight] of weights) if ((basis & mask) >>> 0 === mask) cost += weight;
  return cost;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** The greatest step such that every cost is the offset plus a whole number of steps; undefined if weights are not whole. */
export function commonStep(weights: SubsetWeights): number | undefined {
  let step = 0;
  for (const [mask, weight] of weights) {
    if (!Number.isSafeInteger(weight)) return undefined;
    if (mask !== 0) step = gcd(step, Math.abs(weight));
  }
  return step === 0 ? 1 : step;
}
