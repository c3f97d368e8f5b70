import { createRandom } from "@qtwin/core";
import type { Cost } from "@qtwin/kernel";
import { type LayerResources, layerResources } from "../circuit/resources.ts";
import { certifiedOptimum } from "../run/certified-optimum.ts";
import type { QuantumRun, RunControl } from "../run/run.ts";
import { type AttemptOptions, rotationChoices } from "./attempts.ts";
import { type ClassicalControl, classicalControl } from "./classical-control.ts";
import { type Descent, descend, type GroverRound, sumOf } from "./descend.ts";
import { predictSearch, type SearchPrediction } from "./predict-search.ts";
import { assignmentOf, energyAt, problemOf } from "./problem.ts";
import { searchCircuit } from "./search-circuit.ts";
import { valueQubits } from "./value-register.ts";

export interface GroverSearchOptions extends AttemptOptions {
  /** Variables of the cost, 1 … 24. */
  readonly qubits: number;
  /** Weights are whole or of a few decimals. */
  readonly cost: Cost;
}

/** `successProbability` is that of the whole search, over its random choices. */
export interface GroverSearchRun extends QuantumRun {
  readonly algorithm: "grover-adaptive-search";
  readonly keyQubits: number;
  readonly rounds: readonly GroverRound[];
  readonly oracleCalls: number;
  readonly ended: Descent["ended"];
  /** Of searches with these options, on average. */
  readonly predicted: SearchPrediction;
  /** Gates and depth of one rotation at the last threshold. */
  readonly perRotation: LayerResources;
  readonly control: ClassicalControl;
}

/**
 * Grover adaptive search: amplifies assignments below the best energy seen, measures, and goes on from what it finds.
 * The number of rotations is drawn at random, since how many assignments are good is not known. It ends when bounds of
 * the cost say so, or after so many failures that `failureProbability` holds.
 *
 * Simulated in the plane of the good and the other assignments, which is exact; `groverSearchCircuit` has the circuit.
 * The simulation computes all costs first, so it proves nothing about speed: `oracleCalls` and `control` are for that.
 * @throws QT_QUANTUM_BAD_COST, QT_QUANTUM_NOT_WHOLE, QT_QUANTUM_TOO_LARGE, QT_QUANTUM_BAD_PROBABILITY, QT_QUANTUM_BAD_SIZE
 * Source: Gilliam, Woerner, Gonciulea, arXiv 1912.04088; Dürr, Høyer, arXiv quant-ph/9607014.
 */
export async function runGroverSearch(
  options: GroverSearchOptions,
  control: RunControl,
): Promise<GroverSearchRun> {
  const { qubits, cost } = options;
  const problem = problemOf(qubits, cost);
  const { whole, bounds, levels, table } = problem;
  const choices = rotationChoices(qubits, options);
  const random = createRandom(control.seed);
  const { best, ended, rounds, timeline } = descend(problem, choices, random, control);
  const [attempts, oracleCalls] = [sumOf(rounds, "attempts"), sumOf(rounds, "oracleCalls")];
  const predicted = predictSearch(levels, choices, bounds.lower);
  const last = table[best]!;
  const widths = [valueQubits(bounds, last), ...rounds.map((round) => round.valueQubits)];
  return {
    algorithm: "grover-adaptive-search",
    keyQubits: qubits,
    qubits: qubits + Math.max(...widths),
    effort: { evaluations: 0, gradients: 0, shots: attempts },
    oracleCalls,
    rounds,
    ended,
    stopped: ended === "signal",
    best: assignmentOf(problem, best),
    expectation: null,
    successProbability: predicted.successProbability,
    predicted,
    perRotation: layerResources((rotations) => searchCircuit(whole, last, rotations).circuit),
    control: classicalControl(
      levels,
      2 * oracleCalls + attempts + 1,
      (steps) => energyAt(problem, steps),
      random,
    ),
    certified: await certifiedOptimum(qubits, cost),
    timeline,
  };
}
