import { type Cost, subsetWeights } from "./cost.ts";
import { walkBack } from "./gradient.ts";
import type { HeldState } from "./held-state.ts";
import { type KernelOptions, openCode } from "./kernel.ts";
import { runLayer } from "./layer.ts";
import { openHeldState } from "./open-state.ts";

export interface TimerOptions extends KernelOptions {
  readonly qubits: number;
  readonly cost: Cost;
  /** A clock in ms, as performance.now. */
  readonly now: () => number;
}

/** Runs one thing once and says how many ms it took: take the best of many. */
export interface StateTimer {
  /** Qubits of the state held: one less than asked where half of it stands for the whole. */
  readonly heldQubits: number;
  readonly threads: number;
  /** One in-place pass over re and im (vector load, multiply, store) on one thread, whatever `threads` is. */
  passMs(): number;
  /** One layer on all threads. */
  layerMs(): number;
  expectationMs(): number;
  /** `layers` layers from the uniform state, and their expectation. */
  evaluationMs(layers: number): number;
  /** The expectation and all 2 · `layers` derivatives. */
  gradientMs(layers: number): number;
  /** Vector multiply-adds a second in registers alone, on one thread. */
  multiplyAddsPerS(): number;
  close(): Promise<void>;
}

const gamma = 0.123;
const beta = 0.4;
const rounds = 2_000_000;

function runPass({ exports, memory, layout }: HeldState): void {
  new Uint32Array(memory.buffer, layout.control, 1)[0] = 0;
  exports.pass(1);
}

function runLayers(held: HeldState, layers: number): void {
  held.run("setUniform");
  for (let k = 0; k < layers; k += 1) runLayer(held, gamma, beta);
}

function runGradient(held: HeldState, layers: number): void {
  runLayers(held, layers);
  walkBack(held, new Float64Array(layers).fill(gamma), new Float64Array(layers).fill(beta));
}

/**
 * A state to be timed, in ratio to a memory pass and to the multiply-add rate measured in the same run.
 * @throws KernelError as openKernel and createQaoaState
 */
export async function openTimer({ qubits, cost, now, ...options }: TimerOptions): Promise<StateTimer> {
  const code = await openCode(options);
  const threads = code.team?.threads ?? 1;
  const held = openHeldState(
    code,
    { qubits, precision: options.precision, threads },
    subsetWeights(cost, qubits),
  );
  held.run("setUniform");
  const timeOf = (run: () => void): number => {
    const start = now();
    run();
    return now() - start;
  };
  return {
    heldQubits: held.layout.heldQubits,
    threads,
    passMs: () => timeOf(() => runPass(held)),
    layerMs: () => timeOf(() => runLayer(held, gamma, beta)),
    expectationMs: () => timeOf(() => held.total(0, "expectation")),
    evaluationMs: (layers) =>
      timeOf(() => {
        runLayers(held, layers);
        held.total(0, "expectation");
      }),
    gradientMs: (layers) => timeOf(() => runGradient(held, layers)),
    multiplyAddsPerS: () => (12e3 * rounds) / timeOf(() => held.exports.multiplyAdds(rounds, 0.5)),
    close: async () => {
      held.free();
      await code.team?.close();
    },
  };
}
