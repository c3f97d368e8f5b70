import { createRandom, type Random } from "@qtwin/core";
import type { Circuit } from "../circuit/circuit.ts";
import { quantumError } from "../errors.ts";
import { goodProbability } from "../grover/rotation.ts";
import { checkWhole } from "../run/check-whole.ts";
import type { QuantumRun, RunControl, RunEffort, RunProgress } from "../run/run.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import {
  classicalSamples,
  confidenceInterval,
  type Interval,
  type IntervalMethod,
} from "./confidence-interval.ts";
import { anglesFrom, type NextRotations, nextRotations } from "./next-rotations.ts";

/** The good part of the basis: all of these qubits are 1, or a predicate of the basis index. */
export type GoodSubspace = readonly number[] | ((basis: number) => boolean);

export interface AmplitudeEstimationOptions {
  /** Makes the state from |0…0>. */
  readonly prepare: Circuit;
  readonly good: GoodSubspace;
  /** Greatest half width of the interval, in (0, 1/2]. */
  readonly epsilon: number;
  /** The interval misses with at most this probability, in (0, 1); 0.05 if absent. */
  readonly alpha?: number;
  /** Of one circuit before the interval is looked at again; 100 if absent. */
  readonly shots?: number;
  /** "clopper-pearson" if absent. */
  readonly interval?: IntervalMethod;
}

/** Shots at one number of rotations. */
export interface EstimationRound {
  readonly rotations: number;
  readonly shots: number;
  /** Shots that showed good. */
  readonly good: number;
  /** Of the estimated probability, after this round. */
  readonly interval: Interval;
}

export interface AmplitudeEstimationRun extends Pick<QuantumRun, "qubits" | "effort" | "stopped"> {
  readonly algorithm: "iterative-amplitude-estimation";
  /** The probability a of good in the prepared state: the middle of the interval. */
  readonly estimate: number;
  /** Holds the probability with confidence 1 - alpha, unless stopped before it was narrow enough. */
  readonly interval: Interval;
  readonly rounds: readonly EstimationRound[];
  /** Grover operators over all shots: each prepares and unprepares the state once and asks the oracle once. */
  readonly oracleQueries: number;
  /** How often the state was prepared or unprepared: once a shot, twice a Grover operator; comparable with `classicalSamples`. */
  readonly preparations: number;
  /** Exact, from the simulated state. */
  readonly exact: number;
  /** Classical samples, a preparation each, for an interval of the same width, method and alpha at the exact probability. */
  readonly classicalSamples: number;
}

type Settings = Required<Pick<AmplitudeEstimationOptions, "epsilon" | "alpha" | "shots" | "interval">>;

function settingsOf(options: AmplitudeEstimationOptions): Settings {
  const { epsilon, alpha = 0.05, shots = 100, interval = "clopper-pearson" } = options;
  if (!(epsilon > 0 && epsilon <= 0.5))
    throw quantumError("QT_QUANTUM_BAD_PROBABILITY", `epsilon is ${epsilon}, not in (0, 1/2].`, "epsilon");
  if (!(alpha > 0 && alpha < 1))
    throw quantumError("QT_QUANTUM_BAD_PROBABILITY", `alpha is ${alpha}, not between 0 and 1.`, "alpha");
  checkWhole(shots, 1, "shots");
  return { epsilon, alpha, shots, interval };
}

/** The probability that all qubits are measured in the good part. */
function probabilityOf(good: GoodSubspace, prepare: Circuit): number {
  const { re, im } = runUnitary(prepare);
  const mask = typeof good === "function" ? 0 : good.reduce((bits, qubit) => bits | (1 << qubit), 0);
  const isGood = typeof good === "function" ? good : (basis: number) => (basis & mask) === mask;
  return re.reduce((sum, r, basis) => (isGood(basis) ? sum + r * r + im[basis]! ** 2 : sum), 0);
}

function countGood(probability: number, shots: number, random: Random): number {
  let good = 0;
  for (let shot = 0; shot < shots; shot++) if (random.next() < probability) good += 1;
  return good;
}

/** How many numbers of rotations there can be, each at least twice the one before in 4k + 2, until ±epsilon is reached. */
function greatestRounds(epsilon: number): number {
  return Math.floor(Math.log2(Math.PI / (4 * epsilon))) + 1;
}

const probabilities = (angles: Interval): Interval => [Math.sin(angles[0]) ** 2, Math.sin(angles[1]) ** 2];

/** Shots in batches until the interval of θ is narrow enough; batches of as many rotations count together. */
function narrow(exact: number, settings: Settings, control: RunControl): readonly EstimationRound[] {
  const random = createRandom(control.seed);
  const alpha = settings.alpha / greatestRounds(settings.epsilon);
  const rounds: EstimationRound[] = [];
  let angles: Interval = [0, Math.PI / 2];
  let now: NextRotations = { rotations: 0, rising: true };
  while (angles[1] - angles[0] > 2 * settings.epsilon && !control.signal?.aborted) {
    now = nextRotations(now, angles);
    const { rotations } = now;
    const before = rounds.at(-1)?.rotations === rotations ? rounds.pop()! : { shots: 0, good: 0 };
    const shots = before.shots + settings.shots;
    const good = before.good + countGood(goodProbability(exact, rotations), settings.shots, random);
    angles = anglesFrom(now, angles, confidenceInterval(settings.interval, good, shots, alpha));
    rounds.push({ rotations, shots, good, interval: probabilities(angles) });
    control.onProgress?.(progressAfter(rounds));
  }
  return rounds;
}

function progressAfter(rounds: readonly EstimationRound[]): RunProgress {
  return {
    stage: `${rounds.at(-1)!.rotations} rotations`,
    effort: effortOf(rounds),
    expectation: null,
    energy: null,
  };
}

function effortOf(rounds: readonly EstimationRound[]): RunEffort {
  return { evaluations: 0, gradients: 0, shots: rounds.reduce((sum, { shots }) => sum + shots, 0) };
}

/**
 * Iterative amplitude estimation: the probability of good in the state that `prepare` makes, to ±epsilon, from shots of
 * circuits with more and more Grover operators, at about 1/epsilon of them where classical sampling takes 1/epsilon².
 *
 * The prepared state is simulated; what Grover operators make of it follows exactly by a rotation, and the shots are
 * drawn from that. `amplify` has the circuits.
 * @throws QT_QUANTUM_BAD_PROBABILITY, QT_QUANTUM_BAD_SIZE, QT_QUANTUM_UNKNOWN_QUBIT, QT_QUANTUM_NOT_UNITARY
 * Source: Grinko, Gacon, Zoufal, Woerner, npj Quantum Inf. 7, 52 (2021), arXiv 1912.05559.
 */
export function runAmplitudeEstimation(
  options: AmplitudeEstimationOptions,
  control: RunControl,
): AmplitudeEstimationRun {
  const { prepare, good } = options;
  const settings = settingsOf(options);
  checkGood(good, prepare.qubits);
  const exact = Math.min(1, probabilityOf(good, prepare));
  const rounds = narrow(exact, settings, control);
  const interval = rounds.at(-1)?.interval ?? [0, 1];
  const halfWidth = (interval[1] - interval[0]) / 2;
  return {
    algorithm: "iterative-amplitude-estimation",
    qubits: prepare.qubits,
    effort: effortOf(rounds),
    stopped: control.signal?.aborted === true && halfWidth > settings.epsilon,
    estimate: (interval[0] + interval[1]) / 2,
    interval,
    rounds,
    oracleQueries: rounds.reduce((sum, { rotations, shots }) => sum + rotations * shots, 0),
    preparations: rounds.reduce((sum, { rotations, shots }) => sum + (2 * rotations + 1) * shots, 0),
    exact,
    classicalSamples: classicalSamples(settings.interval, exact, halfWidth, settings.alpha),
  };
}

function checkGood(good: GoodSubspace, qubits: number): void {
  if (typeof good === "function") return;
  for (const qubit of good)
    if (!Number.isInteger(qubit) || qubit < 0 || qubit >= qubits)
      throw quantumError("QT_QUANTUM_UNKNOWN_QUBIT", `Qubit ${qubit} is not one of ${qubits}.`, "good");
}
