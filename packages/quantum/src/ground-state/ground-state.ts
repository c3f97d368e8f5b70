import { createRandom } from "@qtwin/core";
import type { PauliSum } from "../pauli/pauli-sum.ts";
import type { RunControl } from "../run/run.ts";
import { applyPauliSum } from "../simulate/apply-pauli-sum.ts";
import { realOverlap } from "../simulate/overlap.ts";
import { plainSimulator, type Simulator } from "../simulate/simulator.ts";
import { assignState, innerProduct, normSquared, type Statevector } from "../simulate/statevector.ts";
import { leastEigenPair } from "./symmetric-eigen.ts";

export interface GroundStateOptions extends Pick<RunControl, "signal"> {
  /** Of the random state that the search starts from. */
  readonly seed: number;
  /** Starts here instead: then the least energy that this state has a part in is found, and that part. */
  readonly start?: Statevector;
  /** Greatest residual, relative to Σ |coefficient|; 1e-10 if absent. */
  readonly tolerance?: number;
  readonly simulator?: Simulator;
}

export interface GroundState {
  readonly energy: number;
  readonly state: Statevector;
  /** |Hψ - Eψ|: some eigenvalue is that near to E. Above the tolerance where the search ended early. */
  readonly residual: number;
  /** How often H was applied to a state. */
  readonly applications: number;
}

/** Vectors between two restarts, fewer where they would take more than 2 GiB; restarts at most. */
const [subspace, leastSubspace, restarts] = [24, 3, 200];
const subspaceBytes = 2 ** 31;

function vectorsFor(qubits: number): number {
  const affordable = Math.max(leastSubspace, Math.floor(subspaceBytes / (16 * 2 ** qubits)) - 1);
  return Math.min(subspace, 2 ** qubits, affordable);
}

function addScaled(target: Statevector, re: number, im: number, source: Statevector): void {
  for (let i = 0; i < target.re.length; i++) {
    target.re[i]! += re * source.re[i]! - im * source.im[i]!;
    target.im[i]! += re * source.im[i]! + im * source.re[i]!;
  }
}

function scaleState({ re, im }: Statevector, factor: number): void {
  for (let i = 0; i < re.length; i++) {
    re[i]! *= factor;
    im[i]! *= factor;
  }
}

function fillRandom(state: Statevector, seed: number): void {
  const random = createRandom(seed);
  for (const part of [state.re, state.im])
    for (let i = 0; i < part.length; i++) part[i] = random.next() - 0.5;
}

/** H between the vectors of one Krylov space, and the length of what leads out of it. */
interface Krylov {
  readonly matrix: readonly Float64Array[];
  readonly leftOver: number;
}

/** Fills `basis` from its first vector on; what each new vector has of the earlier ones is taken out twice. */
function buildKrylov(
  observable: PauliSum,
  basis: readonly Statevector[],
  image: Statevector,
  scale: number,
): Krylov {
  const [diagonal, beside]: [number[], number[]] = [[], []];
  let leftOver = 0;
  for (const [k, vector] of basis.entries()) {
    applyPauliSum(vector, observable, image);
    diagonal.push(realOverlap(vector, image));
    for (const earlier of [...basis.slice(0, k + 1), ...basis.slice(0, k + 1)]) {
      const [re, im] = innerProduct(earlier, image);
      addScaled(image, -re, -im, earlier);
    }
    leftOver = Math.sqrt(normSquared(image));
    // A space that H does not lead out of is complete.
    if (leftOver <= 1e-14 * scale || k + 1 === basis.length) break;
    beside.push(leftOver);
    scaleState(image, 1 / leftOver);
    assignState(basis[k + 1]!, image);
  }
  const matrix = diagonal.map((own, k) =>
    Float64Array.from(diagonal, (_, j) =>
      j === k ? own : Math.abs(j - k) === 1 ? beside[Math.min(j, k)]! : 0,
    ),
  );
  return { matrix, leftOver };
}

/** Puts Σ vector[k] · basis[k] into the first of the basis. */
function combine(basis: readonly Statevector[], vector: Float64Array, room: Statevector): void {
  room.re.fill(0);
  room.im.fill(0);
  for (const [k, weight] of vector.entries()) addScaled(room, weight, 0, basis[k]!);
  scaleState(room, 1 / Math.sqrt(normSquared(room)));
  assignState(basis[0]!, room);
}

/**
 * The lowest eigenvalue of H and its state, by Lanczos restarted from the best state: from a random start it is missed
 * with probability zero, which is no proof. Source: Lanczos, J. Res. NBS 45 (1950) 255.
 */
export function groundState(
  observable: PauliSum,
  { seed, start, signal, tolerance = 1e-10, simulator = plainSimulator }: GroundStateOptions,
): GroundState {
  const { qubits } = observable;
  const scale = observable.coefficient.reduce((sum, value) => sum + Math.abs(value), 0);
  const [image, ...basis] = simulator.states(qubits, 1 + vectorsFor(qubits)) as [
    Statevector,
    ...Statevector[],
  ];
  const first = basis[0]!;
  if (start) assignState(first, start);
  else fillRandom(first, seed);
  scaleState(first, 1 / Math.sqrt(normSquared(first)));
  let [energy, residual, applications] = [0, Number.POSITIVE_INFINITY, 0];
  for (let round = 0; round < restarts && residual > tolerance * scale; round++) {
    if (round > 0 && signal?.aborted) break;
    const { matrix, leftOver } = buildKrylov(observable, basis, image, scale);
    const { value, vector } = leastEigenPair(matrix);
    combine(basis, vector, image);
    [energy, residual] = [value, leftOver * Math.abs(vector.at(-1)!)];
    applications += matrix.length;
  }
  const state = { qubits, re: first.re.slice(), im: first.im.slice() };
  return { energy, state, residual, applications };
}
