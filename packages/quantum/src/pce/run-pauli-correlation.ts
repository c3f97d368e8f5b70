import { createRandom, type Random } from "@qtwin/core";
import { energyOf } from "../cost/energy-of.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { quantumError } from "../errors.ts";
import { runControl } from "../local-search/control.ts";
import { descend } from "../local-search/descend.ts";
import { type SpinRows, spinRows } from "../local-search/spin-rows.ts";
import { bitsOfSpins } from "../local-search/spins.ts";
import { type Minimum, minimise } from "../optimise/minimise.ts";
import type { ValueAndGradient } from "../optimise/objective.ts";
import { certifiedOptimum } from "../run/certified-optimum.ts";
import { checkWhole } from "../run/check-whole.ts";
import type { Assignment, RunControl } from "../run/run.ts";
import { RunLog } from "../run/run-log.ts";
import { openSimulator, type Simulator } from "../simulate/simulator.ts";
import { CorrelatorAnsatz, type MeasuredAnsatz } from "./correlator-ansatz.ts";
import { pauliEncoding } from "./encoding.ts";
import type { PauliCorrelationOptions, PauliCorrelationRun } from "./pauli-correlation-run.ts";
import { readSpins } from "./read-out.ts";
import { lossScale, type RelaxedLossOptions, relaxedLoss } from "./relaxed-loss.ts";
import { withAncilla, withoutAncilla } from "./with-ancilla.ts";

interface Trained {
  readonly loss: number;
  readonly angles: Float64Array;
}

/** One run: what is fixed, the books, and the best assignment before local search. */
class PauliCorrelation {
  readonly ansatz: CorrelatorAnsatz;
  readonly loss: RelaxedLossOptions;
  readonly log: RunLog;
  /** The spins that are encoded: those of the cost, and the ancilla if there are fields. */
  readonly rows: SpinRows;
  rounded: Assignment | undefined;
  readonly #options: PauliCorrelationOptions;
  readonly #control: RunControl;
  readonly #random: Random;

  constructor(options: PauliCorrelationOptions, control: RunControl, simulator: Simulator) {
    this.#options = options;
    this.#control = control;
    this.#random = createRandom(control.seed);
    this.log = new RunLog(control);
    this.rows = spinRows(withAncilla(isingOfQuadratic(options.cost)));
    const encoding = pauliEncoding(this.rows.count, options.order);
    const parameters = Math.max(2 * this.rows.count, 10 * encoding.qubits);
    this.ansatz = new CorrelatorAnsatz(encoding, options.parameters ?? parameters, simulator);
    // Correlators of a random state have a size of 2^(-n/2).
    const { alpha = 0.75 * 2 ** (encoding.qubits / 2), regularisation = 0.5 } = options;
    this.loss = { alpha, regularisation };
  }

  /**
   * One training from random angles: three quarters of the gradients on the loss as it is, the rest on one that is
   * closer to the cost of rounded spins, from where the first ended. Source: Usuki et al., APS Global Summit 2026.
   */
  train(): Trained {
    const { maxGradients = 200 } = this.#options;
    const start = Float64Array.from(
      { length: this.ansatz.parameters },
      () => 2 * Math.PI * this.#random.next(),
    );
    const first = this.#descend(start, this.loss, Math.ceil(0.75 * maxGradients));
    const left = maxGradients - first.gradients;
    const { alpha, regularisation } = this.loss;
    const closer = { alpha: 2 * alpha, regularisation: 0.4 * regularisation };
    const last = left > 0 && !this.log.poll() ? this.#descend(first.point, closer, left) : first;
    return { loss: last.value, angles: last.point };
  }

  #descend(start: ArrayLike<number>, loss: RelaxedLossOptions, maxEvaluations: number): Minimum {
    const gradient = (angles: Float64Array): ValueAndGradient => this.#slope(angles, loss);
    return minimise(
      { value: (angles) => gradient(angles).value, gradient },
      start,
      {
        method: "lbfgs",
        maxEvaluations,
        gradientTolerance: 1e-6 * lossScale(this.rows),
        firstStep: 1,
      },
      this.#control,
    );
  }

  #slope(angles: Float64Array, options: RelaxedLossOptions): ValueAndGradient {
    const measured = this.ansatz.measure(angles);
    const { loss, slopes } = relaxedLoss(this.rows, measured.correlators, options);
    this.log.differentiated(null);
    this.#round(measured);
    return { value: loss, gradient: measured.gradient(slopes) };
  }

  #round(measured: MeasuredAnsatz): void {
    const { shots = 0 } = this.#options;
    const spins = readSpins(this.ansatz.encoding, measured, shots, this.#random);
    this.log.measured(3 * shots);
    const rounded = this.#assignment(spins);
    if (!(rounded.energy >= (this.rounded?.energy ?? Number.POSITIVE_INFINITY))) this.rounded = rounded;
    descend(this.rows, spins);
    this.log.offer(this.#assignment(spins));
  }

  #assignment(spins: Int8Array): Assignment {
    const { cost } = this.#options;
    const bits = bitsOfSpins(withoutAncilla(spins, cost.linear.length));
    return { bits, energy: energyOf(cost, bits) };
  }
}

function checkOptions(options: PauliCorrelationOptions): void {
  const { starts = 1, maxGradients = 200, shots = 0, parameters = 1 } = options;
  for (const [name, value] of Object.entries({ starts, maxGradients, parameters }))
    checkWhole(value, 1, name);
  checkWhole(shots, 0, "shots");
  const { alpha = 1, regularisation = 0 } = options;
  const bad = (name: string, value: number, range: string) =>
    quantumError("QT_QUANTUM_BAD_SIZE", `${name} is ${value}.`, name, `Give a finite number ${range}.`);
  if (!(alpha > 0 && Number.isFinite(alpha))) throw bad("alpha", alpha, "above 0");
  if (!(regularisation >= 0 && Number.isFinite(regularisation)))
    throw bad("regularisation", regularisation, "from 0");
}

function bestTraining(search: PauliCorrelation, starts: number): Trained {
  let best: Trained | undefined;
  for (let start = 0; start < starts && !(best && search.log.poll()); start++) {
    search.log.stage(`training ${start + 1} of ${starts}`);
    const trained = search.train();
    if (best === undefined || trained.loss < best.loss) best = trained;
  }
  return best!;
}

/** The budget of the control: as many searches as states were prepared and, where there is a clock, as long. */
function controlOf(
  search: PauliCorrelation,
  options: PauliCorrelationOptions,
  control: RunControl,
  tookMs: number,
) {
  const { cost, nowMs } = options;
  const { gradients } = search.log.effort;
  const began = nowMs?.() ?? 0;
  const goOn = () => nowMs !== undefined && nowMs() - began < tookMs;
  const budget = { starts: gradients, searches: gradients, goOn };
  const rows = spinRows(isingOfQuadratic(cost));
  // A stream of its own: the run's starts tell nothing of the control's.
  const seed = control.seed ^ 0x5bd1e995;
  return runControl({ cost, rows, energy: search.log.best!.energy, budget }, { ...control, seed });
}

/**
 * Pauli correlation encoding: each spin is the sign of one k-body correlator of few qubits, trained by adjoint L-BFGS on
 * a relaxed loss. A heuristic; the same local search from random assignments stands beside it.
 * Source: Sciorilli et al., arXiv 2401.09421; the scale of alpha and the count of angles are our own choice.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_TOO_LARGE, QT_QUANTUM_BAD_COST
 * @example
 * const cost = { kind: "quadratic", offset: 0, linear: [-2, -2, -2], couplings: [[0, 1, 2], [1, 2, 2], [0, 2, 2]] } as const;
 * (await runPauliCorrelation({ cost }, { seed: 1 })).best.energy; // -2, the maximum cut of a triangle
 */
export async function runPauliCorrelation(
  options: PauliCorrelationOptions,
  control: RunControl,
): Promise<PauliCorrelationRun> {
  checkOptions(options);
  const { cost, nowMs = () => 0 } = options;
  const search = new PauliCorrelation(options, control, await openSimulator());
  const began = nowMs();
  const { loss, angles } = bestTraining(search, options.starts ?? 1);
  const beside = controlOf(search, options, control, nowMs() - began);
  search.log.poll();
  search.log.close();
  const { best, effort, stopped, timeline } = search.log;
  return {
    algorithm: "pauli correlation encoding",
    qubits: search.ansatz.encoding.qubits,
    order: search.ansatz.encoding.order,
    ...search.loss,
    loss,
    angles,
    effort,
    stopped,
    best: best!,
    rounded: search.rounded!,
    expectation: null,
    successProbability: null,
    certified: await certifiedOptimum(cost.linear.length, cost),
    control: beside,
    timeline,
  };
}
