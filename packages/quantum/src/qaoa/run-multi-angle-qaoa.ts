import { createRandom } from "@qtwin/core";
import { type QuadraticCost, subsetWeights } from "@qtwin/kernel";
import { multiAngleQaoa } from "../ansatz/multi-angle.ts";
import { uniformStart } from "../ansatz/start-states.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { withKernelFailures } from "../run/kernel-failures.ts";
import type { RunControl } from "../run/run.ts";
import { RunLog } from "../run/run-log.ts";
import { withQaoaState } from "../run/with-qaoa-state.ts";
import { openSimulator } from "../simulate/simulator.ts";
import type { Angles } from "./angles/angles.ts";
import { type CircuitQaoaOptions, type CircuitQaoaRun, runCircuitQaoa } from "./circuit-qaoa.ts";
import { energyScale } from "./energy-scale.ts";
import { QaoaObjective } from "./qaoa-objective.ts";
import { planOf, searchOptions } from "./qaoa-options.ts";
import { trainAngles } from "./train-angles.ts";

/** Ordinary QAOA first: its angles, repeated, are where the search of all angles begins. */
async function trainShared(options: CircuitQaoaOptions, scale: number, log: RunLog): Promise<Angles> {
  const { cost, layers, workLimit = 500 } = options;
  const qubits = cost.linear.length;
  const plan = planOf({ qubits, cost, layers, workLimit, precision: "f64" });
  // Rounded down, so that a limit of 1 leaves one gradient for the search of all angles.
  const half = Math.floor(workLimit / 2);
  return withQaoaState(plan, async (state) => {
    const exact = { shots: 0, goal: { kind: "expectation" }, random: createRandom(0) } as const;
    const objective = new QaoaObjective({ state, scale, log, ...exact });
    return trainAngles(objective, { ...plan, workLimit: half, search: searchOptions(plan, 0), scale }, log)
      .angles;
  });
}

/** The angle of its layer for each parameter, gamma_2_7 being in layer 2. */
function repeated(parameters: readonly string[], { gammas, betas }: Angles): Float64Array {
  return Float64Array.from(parameters, (name) => {
    const [kind, layer] = name.split("_");
    return (kind === "gamma" ? gammas : betas)[Number(layer)]!;
  });
}

function scaleOf(cost: QuadraticCost): number {
  return energyScale(cost.linear.length, subsetWeights(cost, cost.linear.length));
}

/**
 * Multi-angle QAOA: ordinary QAOA is trained first, then an angle for each term and qubit from there, so that the mean
 * energy is never above that of the shared angles. More angles cost more gradients on hardware.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_COST, QT_QUANTUM_TOO_LARGE
 * Source: Herrman et al., arXiv 2109.11455.
 */
export async function runMultiAngleQaoa(
  options: CircuitQaoaOptions,
  control: RunControl,
): Promise<CircuitQaoaRun> {
  const ising = isingOfQuadratic(options.cost);
  return withKernelFailures(async () => {
    const log = new RunLog(control);
    const scale = scaleOf(options.cost);
    const circuit = multiAngleQaoa(ising, options.layers);
    const shared = await trainShared(options, scale, log);
    const task = {
      algorithm: "multi-angle-qaoa",
      circuit,
      startState: uniformStart(ising.count),
      start: repeated(circuit.parameters, shared),
      scale,
      simulator: await openSimulator(),
      random: createRandom(control.seed),
      log,
    } as const;
    return runCircuitQaoa(task, options);
  });
}
