import { createRandom } from "@qtwin/core";
import { subsetWeights } from "@qtwin/kernel";
import { warmStartAngles, warmStartQaoa, warmStartState } from "../ansatz/warm-start.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { quantumError } from "../errors.ts";
import { withKernelFailures } from "../run/kernel-failures.ts";
import type { RunControl } from "../run/run.ts";
import { RunLog } from "../run/run-log.ts";
import { openSimulator } from "../simulate/simulator.ts";
import { skAngles } from "./angles/sk-angles.ts";
import { type CircuitQaoaOptions, type CircuitQaoaRun, runCircuitQaoa } from "./circuit-qaoa.ts";
import { energyScale } from "./energy-scale.ts";
import { planOf } from "./qaoa-options.ts";

export interface WarmStartQaoaOptions extends CircuitQaoaOptions {
  /** A value in [0, 1] for each variable: of a relaxation, or of a rounded solution. */
  readonly relaxed: ArrayLike<number>;
  /** Least distance of the values from 0 and 1; 0.25 if absent, 0.5 forgets them. */
  readonly regularisation?: number;
}

/** Angles of layer k side by side, as the circuit has its parameters. */
function interleaved(layers: number): Float64Array {
  const { gammas, betas } = skAngles(layers);
  return Float64Array.from({ length: 2 * layers }, (_, k) => (k % 2 === 0 ? gammas : betas)[k >> 1]!);
}

/**
 * QAOA from the product state of relaxed values, with the mixer that belongs to it. A heuristic; the same number of
 * samples of the start state stands beside it.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_COST, QT_QUANTUM_BAD_PROBABILITY, QT_QUANTUM_TOO_LARGE
 * Source: Egger, Mareček, Woerner, arXiv 2009.10095.
 */
export async function runWarmStartQaoa(
  options: WarmStartQaoaOptions,
  control: RunControl,
): Promise<CircuitQaoaRun> {
  const { cost, layers, relaxed, regularisation = 0.25 } = options;
  const ising = isingOfQuadratic(cost);
  if (relaxed.length !== ising.count)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `${relaxed.length} relaxed values stand against ${ising.count} variables.`,
      "relaxed",
    );
  planOf({ qubits: ising.count, ...options });
  const thetas = warmStartAngles(relaxed, regularisation);
  return withKernelFailures(async () => {
    const task = {
      algorithm: "warm-start-qaoa",
      circuit: warmStartQaoa(ising, layers, thetas),
      startState: warmStartState(thetas),
      start: interleaved(layers),
      scale: energyScale(ising.count, subsetWeights(cost, ising.count)),
      simulator: await openSimulator(),
      random: createRandom(control.seed),
      log: new RunLog(control),
    } as const;
    return runCircuitQaoa(task, options);
  });
}
