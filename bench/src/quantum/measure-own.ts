import { enumerateQubo, openKernel, type QaoaState } from "@qtwin/kernel";
import { benchLayers, costOfCase, type QuantumCase } from "./cases.ts";
import { openYardstick, type Yardstick } from "./yardstick.ts";

export interface OwnLayers {
  readonly layerMs: number;
  readonly passMs: number;
  readonly heldQubits: number;
  readonly peakShare: number;
  /** Energy after all of `benchLayers`, for comparison with the others; null for states that take long. */
  readonly energy: number | null;
}

export interface OwnGradient {
  readonly layers: number;
  /** The layers from the uniform state, and the mean energy. */
  readonly evaluationMs: number;
  /** The mean energy and its derivatives by all angles. */
  readonly gradientMs: number;
}

/** Least of the times of repeated runs, at least two, until the budget is spent. */
function leastMs(work: () => void, budgetMs: number): number {
  let [least, spent, runs] = [Infinity, 0, 0];
  while (runs < 2 || spent < budgetMs) {
    const began = performance.now();
    work();
    const took = performance.now() - began;
    least = Math.min(least, took);
    spent += took;
    runs++;
  }
  return least;
}

function runLayers(state: QaoaState, count: number): void {
  for (const [gamma, beta] of benchLayers.slice(0, count)) state.layer(gamma, beta);
}

/** (time of k layers - time of one) / (k - 1), each the best of several, after a run that warms up. */
function layerMsOf(state: QaoaState, budgetMs: number): number {
  const warmMs = leastMs(() => runLayers(state, 1), 0);
  const count = Math.max(2, Math.min(benchLayers.length, Math.floor(budgetMs / 6 / warmMs)));
  const one = leastMs(() => runLayers(state, 1), budgetMs / 4);
  const all = leastMs(() => runLayers(state, count), budgetMs);
  return (all - one) / (count - 1);
}

async function withState<Result>(
  one: QuantumCase,
  measure: (state: QaoaState) => Result | Promise<Result>,
): Promise<Result> {
  const kernel = await openKernel({ precision: one.precision, threads: one.threads });
  const state = kernel.createQaoaState({ qubits: one.n, cost: costOfCase(one) });
  try {
    return await measure(state);
  } finally {
    state.free();
    await kernel.close();
  }
}

/**
 * Multiply-adds of one layer: for each amplitude held two a qubit in the mixer, and eight in the phase (a complex product
 * for its factor, one to apply it).
 */
const multiplyAddsOf = ({ qubits, heldQubits }: QaoaState): number => 2 ** heldQubits * (2 * qubits + 8);

export function measureLayers(one: QuantumCase, budgetMs: number): Promise<OwnLayers> {
  return withState(one, async (state) => {
    const { heldQubits } = state;
    const yardstick = await openYardstick(heldQubits, one.precision);
    const before = measureYardstick(yardstick, budgetMs / 4);
    const layerMs = layerMsOf(state, budgetMs);
    // Once more: what else runs on the machine comes and goes.
    const after = measureYardstick(yardstick, budgetMs / 4);
    const passMs = Math.min(before.passMs, after.passMs);
    const peakPerMs = one.threads * Math.max(before.peakPerMs, after.peakPerMs);
    const peakShare = multiplyAddsOf(state) / layerMs / peakPerMs;
    return { layerMs, passMs, heldQubits, peakShare, energy: one.n > 20 ? null : energyOf(state) };
  });
}

const peakRounds = 1_000_000;

function measureYardstick(
  yardstick: Yardstick,
  budgetMs: number,
): { readonly passMs: number; readonly peakPerMs: number } {
  const passMs = leastMs(yardstick.pass, budgetMs / 2);
  let count = 0;
  const peakMs = leastMs(() => {
    count = yardstick.multiplyAdds(peakRounds);
  }, budgetMs / 2);
  return { passMs, peakPerMs: count / peakMs };
}

function energyOf(state: QaoaState): number {
  state.reset();
  runLayers(state, benchLayers.length);
  return state.expectation();
}

const gradientLayers = 3;

export function measureGradient(one: QuantumCase, budgetMs: number): Promise<OwnGradient> {
  const gammas = benchLayers.slice(0, gradientLayers).map(([gamma]) => gamma);
  const betas = benchLayers.slice(0, gradientLayers).map(([, beta]) => beta);
  return withState(one, (state) => {
    const evaluationMs = leastMs(() => {
      state.reset();
      runLayers(state, gradientLayers);
      state.expectation();
    }, budgetMs / 4);
    const gradientMs = leastMs(() => state.gradient(gammas, betas), budgetMs / 2);
    return { layers: gradientLayers, evaluationMs, gradientMs };
  });
}

export interface OwnEnumeration {
  readonly n: number;
  readonly seconds: number;
  readonly minimum: number;
}

/** The exact minimum of a dense QUBO with linear terms, best of three. */
export async function measureEnumeration(n: number): Promise<OwnEnumeration> {
  const cost = costOfCase({ n, graph: "dense" });
  let [least, minimum] = [Infinity, 0];
  for (let run = 0; run < 3; run++) {
    const began = performance.now();
    ({ minimum } = await enumerateQubo(n, cost));
    least = Math.min(least, performance.now() - began);
  }
  return { n, seconds: least / 1000, minimum };
}

export interface OwnMemory {
  readonly n: number;
  readonly layerMs: number;
  /** Of the whole process at its greatest. */
  readonly peakBytes: number;
  /** ⟨ψ|ψ⟩ after the layers: 1 up to rounding. */
  readonly norm: number;
}

/** One layer at the greatest size: that it runs, and how much memory it takes. */
export function measureMemory(one: QuantumCase): Promise<OwnMemory> {
  return withState(one, (state) => {
    const layerMs = leastMs(() => runLayers(state, 1), 0);
    const norm = state.norm();
    return { n: one.n, layerMs, peakBytes: process.resourceUsage().maxRSS * 1024, norm };
  });
}
