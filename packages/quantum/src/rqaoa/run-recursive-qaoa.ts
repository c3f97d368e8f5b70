import { createRandom, type Random } from "@qtwin/core";
import { enumerateQubo, openKernel, type QuadraticCost } from "@qtwin/kernel";
import { energyOf } from "../cost/energy-of.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { quadraticOfIsing } from "../cost/quadratic-of-ising.ts";
import { quantumError } from "../errors.ts";
import { type LocalSearchControl, runControl } from "../local-search/control.ts";
import { descend } from "../local-search/descend.ts";
import { spinRows } from "../local-search/spin-rows.ts";
import { bitsOfSpins, spinsOfBits } from "../local-search/spins.ts";
import type { IsingModel } from "../pauli/ising.ts";
import { bitsOfBasis } from "../run/bits-of-basis.ts";
import { certifiedOptimum } from "../run/certified-optimum.ts";
import { checkWhole } from "../run/check-whole.ts";
import type { Assignment, QuantumRun, RunControl } from "../run/run.ts";
import { RunLog } from "../run/run-log.ts";
import type { CorrelationSource } from "./correlations.ts";
import { oneLayer } from "./one-layer.ts";
import { ReducedModel, type Substitution, undoSubstitutions } from "./reduced-model.ts";
import { simulatedLayers } from "./simulated-layers.ts";
import { strongestMean } from "./strongest.ts";

export interface RecursiveQaoaOptions {
  /** To be minimised; as many variables as `linear` has entries: 24 at most beyond one layer. */
  readonly cost: QuadraticCost;
  /** 1 if absent: closed form, for any number of variables. More are simulated. */
  readonly layers?: number;
  /** Spins that are left to enumeration, 1 to 24; 12 if absent. */
  readonly enumerated?: number;
}

/** One round: what was substituted, why, and the state that said so. */
export interface Elimination extends Substitution {
  /** <Z_spin Z_other>, or <Z_spin> where other is null; its sign is the sign. */
  readonly mean: number;
  /** rad per energy. */
  readonly gammas: ArrayLike<number>;
  /** rad. */
  readonly betas: ArrayLike<number>;
}

/** A heuristic. What elimination found is improved by local search, which the control starts from random bits. */
export interface RecursiveQaoaRun extends QuantumRun {
  readonly algorithm: "recursive qaoa";
  readonly layers: number;
  /** Spin i is variable i. */
  readonly eliminations: readonly Elimination[];
  /** What the eliminations and the enumeration give, before local search. */
  readonly decoded: Assignment;
  readonly control: LocalSearchControl;
}

const greatestSimulated = 24;

function checkOptions({ cost, layers = 1, enumerated = 12 }: RecursiveQaoaOptions): void {
  checkWhole(layers, 1, "layers");
  if (!Number.isSafeInteger(enumerated) || enumerated < 1 || enumerated > greatestSimulated)
    throw quantumError("QT_QUANTUM_BAD_SIZE", `${enumerated} spins cannot be enumerated last.`, "enumerated");
  if (cost.linear.length < 1)
    throw quantumError("QT_QUANTUM_BAD_SIZE", "The cost has no variables.", "cost.linear");
  if (layers > 1 && cost.linear.length > greatestSimulated)
    throw quantumError(
      "QT_QUANTUM_TOO_LARGE",
      `${cost.linear.length} variables are more than the ${greatestSimulated} that ${layers} layers are simulated for.`,
      "layers",
      "Use one layer, which has a closed form.",
    );
}

function eliminateOne(model: ReducedModel, source: CorrelationSource, random: Random): Elimination {
  const correlations = source(model.ising());
  const { spins } = model;
  const { i, j, mean } = strongestMean(correlations, random);
  const { gammas, betas } = correlations;
  const other = j === null ? null : spins[i]!;
  const elimination = { spin: spins[j ?? i]!, other, sign: mean < 0 ? -1 : 1, mean, gammas, betas } as const;
  model.substitute(elimination);
  return elimination;
}

/** The exact best of the spins that are left; a local optimum where the run was stopped before few were. */
async function solveRest(ising: IsingModel, enumerated: number): Promise<Int8Array> {
  if (ising.count <= enumerated) {
    const { basis } = await enumerateQubo(ising.count, quadraticOfIsing(ising));
    return spinsOfBits(bitsOfBasis(basis, ising.count));
  }
  const spins = new Int8Array(ising.count).fill(1);
  descend(spinRows(ising), spins);
  return spins;
}

async function sourceFor(layers: number, log: RunLog, control: RunControl): Promise<CorrelationSource> {
  if (layers === 1) return oneLayer(log);
  return simulatedLayers(await openKernel({ precision: "f64" }), layers, log, control);
}

/** Eliminates, solves the rest, and gives the spins of the whole model. */
async function reduce(
  model: ReducedModel,
  { layers = 1, enumerated = 12 }: RecursiveQaoaOptions,
  log: RunLog,
  control: RunControl,
): Promise<{ readonly spins: Int8Array; readonly eliminations: readonly Elimination[] }> {
  const source = await sourceFor(layers, log, control);
  const random = createRandom(control.seed);
  const eliminations: Elimination[] = [];
  const count = model.size;
  while (model.size > enumerated && !log.poll()) {
    log.stage(`${model.size} of ${count} spins`);
    eliminations.push(eliminateOne(model, source, random));
  }
  log.stage("enumeration");
  const rest = await solveRest(model.ising(), enumerated);
  const spins = new Int8Array(count);
  model.spins.forEach((spin, k) => {
    spins[spin] = rest[k]!;
  });
  return { spins: undoSubstitutions(spins, eliminations), eliminations };
}

/**
 * Recursive QAOA: the strongest correlation of a trained QAOA state makes one spin a copy of another or its opposite,
 * until few enough are left to enumerate. A heuristic; the same local search from random assignments stands beside it.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_TOO_LARGE, QT_QUANTUM_BAD_COST
 * Source: Bravyi, Kliesch, Koenig, Tang, arXiv 1910.08980.
 * @example
 * const cost = { kind: "quadratic", offset: 0, linear: [-2, -2, -2], couplings: [[0, 1, 2], [1, 2, 2], [0, 2, 2]] } as const;
 * (await runRecursiveQaoa({ cost, enumerated: 1 }, { seed: 1 })).best.energy; // -2, the maximum cut of a triangle
 */
export async function runRecursiveQaoa(
  options: RecursiveQaoaOptions,
  control: RunControl,
): Promise<RecursiveQaoaRun> {
  checkOptions(options);
  const { cost, layers = 1 } = options;
  const log = new RunLog(control);
  const ising = isingOfQuadratic(cost);
  const { spins, eliminations } = await reduce(new ReducedModel(ising), options, log, control);
  const assignment = (): Assignment => {
    const bits = bitsOfSpins(spins);
    return { bits, energy: energyOf(cost, bits) };
  };
  const decoded = assignment();
  const rows = spinRows(ising);
  descend(rows, spins);
  log.offer(decoded);
  log.offer(assignment());
  log.close();
  const best = log.best!;
  const { evaluations, gradients } = log.effort;
  return {
    algorithm: "recursive qaoa",
    qubits: cost.linear.length,
    layers,
    effort: log.effort,
    stopped: log.stopped,
    best,
    decoded,
    eliminations,
    expectation: null,
    successProbability: null,
    certified: await certifiedOptimum(cost.linear.length, cost),
    control: runControl(
      { cost, rows, energy: best.energy, budget: { starts: 1, searches: evaluations + gradients } },
      // A stream of its own.
      { ...control, seed: control.seed ^ 0x5bd1e995 },
    ),
    timeline: log.timeline,
  };
}
