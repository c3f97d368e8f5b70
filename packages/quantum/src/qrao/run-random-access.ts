import { createRandom, type Random } from "@qtwin/core";
import { type QuadraticCost, subsetWeights } from "@qtwin/kernel";
import { energyOf } from "../cost/energy-of.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { quantumError } from "../errors.ts";
import { runControl } from "../local-search/control.ts";
import { descend } from "../local-search/descend.ts";
import { type SpinRows, spinRows } from "../local-search/spin-rows.ts";
import { bitsOfSpins } from "../local-search/spins.ts";
import { certifiedOptimum } from "../run/certified-optimum.ts";
import { checkWhole } from "../run/check-whole.ts";
import { optimumTolerance } from "../run/optimum-tolerance.ts";
import type { Assignment, CertifiedOptimum, RunControl, RunEffort, RunProgress } from "../run/run.ts";
import { RunLog } from "../run/run-log.ts";
import { RunningMean } from "../simulate/running-mean.ts";
import { openSimulator } from "../simulate/simulator.ts";
import { type Statevector, zeroState } from "../simulate/statevector.ts";
import { type CodeSize, type RandomAccessEncoding, randomAccessEncoding } from "./encoding.ts";
import type { MagicRounding, RandomAccessOptions, RandomAccessRun } from "./random-access-run.ts";
import { defaultRelaxation, type RelaxedState, relax } from "./relax.ts";
import { relaxedHamiltonian } from "./relaxed-hamiltonian.ts";
import { roundMagic } from "./round-magic.ts";
import { roundPauli } from "./round-pauli.ts";

/** A stream of its own for the control: the run's roundings tell nothing of its starts. */
const controlStream = 0x3c6ef372;

const better = (a: Assignment, b: Assignment | undefined): Assignment =>
  b === undefined || a.energy < b.energy ? a : b;

/** Rounds one relaxed state; every assignment is put through local search beside. */
class Rounding {
  readonly log: RunLog;
  readonly #cost: QuadraticCost;
  readonly #rows: SpinRows;
  readonly #encoding: RandomAccessEncoding;
  readonly #state: Statevector;
  readonly #random: Random;
  /** Local searches begun. */
  searches = 0;

  constructor(
    { cost, rows, encoding }: { cost: QuadraticCost; rows: SpinRows; encoding: RandomAccessEncoding },
    state: Statevector,
    control: RunControl,
  ) {
    this.log = new RunLog(control);
    this.#cost = cost;
    this.#rows = rows;
    this.#encoding = encoding;
    this.#state = state;
    this.#random = createRandom(control.seed);
  }

  pauli(): Assignment {
    return this.#seen(roundPauli(this.#state, this.#encoding, this.#random));
  }

  /** Shots until all are measured or the signal is aborted. */
  magic(shots: number): { readonly rounding: MagicRounding | null; readonly energies: readonly number[] } {
    const room = zeroState(Math.max(0, this.#state.qubits - 1));
    const [mean, energies]: [RunningMean, number[]] = [new RunningMean(), []];
    let best: Assignment | undefined;
    for (let shot = 0; shot < shots && !this.log.poll(); shot++) {
      const seen = this.#seen(roundMagic(this.#state, this.#encoding, this.#random, room));
      this.log.measured(1);
      mean.add(seen.energy);
      energies.push(seen.energy);
      best = better(seen, best);
    }
    const rounding = best ? { best, energy: mean.estimate(), shots: energies.length } : null;
    return { rounding, energies };
  }

  #seen(spins: Int8Array): Assignment {
    const rounded = this.#assignment(spins);
    descend(this.#rows, spins);
    this.searches += 1;
    this.log.offer(this.#assignment(spins));
    return rounded;
  }

  #assignment(spins: Int8Array): Assignment {
    const bits = bitsOfSpins(spins);
    return { bits, energy: energyOf(this.#cost, bits) };
  }
}

const addEffort = (a: RunEffort, b: RunEffort): RunEffort => ({
  evaluations: a.evaluations + b.evaluations,
  gradients: a.gradients + b.gradients,
  shots: a.shots + b.shots,
});

/** The same progress with what the relaxation spent. */
function after(spent: RunEffort): (progress: RunProgress) => RunProgress {
  return (progress) => ({ ...progress, effort: addEffort(spent, progress.effort) });
}

function roundingControl(control: RunControl, spent: RunEffort): RunControl {
  const { onProgress } = control;
  if (!onProgress) return control;
  return { ...control, onProgress: (progress) => onProgress(after(spent)(progress)) };
}

function shareOfOptima(
  cost: QuadraticCost,
  certified: CertifiedOptimum | null,
  energies: readonly number[],
): number | null {
  if (certified === null || energies.length === 0) return null;
  const limit = certified.energy + optimumTolerance(subsetWeights(cost, cost.linear.length));
  return energies.filter((energy) => energy <= limit).length / energies.length;
}

function checkOptions({ cost, shots = 100, code = 3 }: RandomAccessOptions): void {
  const bad = (message: string, where: string) => quantumError("QT_QUANTUM_BAD_SIZE", message, where);
  if (cost.linear.length === 0) throw bad("A cost without variables has nothing to encode.", "cost");
  checkWhole(shots, 0, "shots");
  if (![1, 2, 3].includes(code)) throw bad(`${code} is no code: use 1, 2 or 3 variables a qubit.`, "code");
}

/** The parts of the report that rounding gives. */
async function roundAll(
  { cost, rows, shots }: { cost: QuadraticCost; rows: SpinRows; shots: number },
  encoding: RandomAccessEncoding,
  relaxed: RelaxedState,
  control: RunControl,
) {
  const rounding = new Rounding(
    { cost, rows, encoding },
    relaxed.state,
    roundingControl(control, relaxed.effort),
  );
  const { log } = rounding;
  log.stage("rounding");
  log.evaluated(relaxed.energy);
  const pauli = rounding.pauli();
  const { rounding: magic, energies } = rounding.magic(shots);
  log.poll();
  log.close();
  const best = log.best!;
  const { evaluations, gradients } = relaxed.effort;
  const budget = { starts: rounding.searches, searches: rounding.searches + evaluations + gradients };
  const seed = control.seed ^ controlStream;
  const certified = await certifiedOptimum(rows.count, cost);
  return {
    effort: addEffort(relaxed.effort, log.effort),
    timeline: [...relaxed.timeline, ...log.timeline.map(after(relaxed.effort))],
    stopped: log.stopped,
    ...{ pauli, magic, best, certified },
    rounded: magic ? better(magic.best, pauli) : pauli,
    successProbability: shareOfOptima(cost, certified, energies),
    control: runControl({ cost, rows, energy: best.energy, budget }, { ...control, seed }),
  };
}

/**
 * Quantum random access optimisation: up to three variables a qubit, a state of low relaxed energy, and roundings of it
 * to assignments. A heuristic; the same local search from random assignments stands beside it.
 * Source: Fuller et al., arXiv 2111.03167.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_COST, QT_QUANTUM_TOO_LARGE, and what `runVqe` throws
 * @example
 * const cost = { kind: "quadratic", offset: 0, linear: [-1, -2, -1], couplings: [[0, 1, 2], [1, 2, 2]] } as const;
 * (await runRandomAccess({ cost }, { seed: 1 })).best.energy; // -2, the cut of a path of three
 */
export async function runRandomAccess(
  options: RandomAccessOptions,
  control: RunControl,
): Promise<RandomAccessRun> {
  checkOptions(options);
  const { cost, shots = 100 } = options;
  const code: CodeSize = options.code ?? 3;
  const rows = spinRows(isingOfQuadratic(cost));
  const encoding = randomAccessEncoding(rows, code);
  const hamiltonian = relaxedHamiltonian(rows, encoding);
  const relaxation = options.relaxation ?? defaultRelaxation(hamiltonian);
  const relaxed = await relax(hamiltonian, relaxation, control, await openSimulator());
  return {
    algorithm: "quantum random access optimisation",
    qubits: hamiltonian.qubits,
    variables: rows.count,
    code,
    relaxation: relaxation.kind,
    expectation: relaxed.energy,
    bound: relaxed.bound,
    ...(await roundAll({ cost, rows, shots }, encoding, relaxed, control)),
  };
}
