/** How often an optimum came: `hits` of `of` tries, with the 95 % interval of its probability (see `successShare`). */
export interface SuccessShare {
  readonly hits: number;
  readonly of: number;
  readonly probability: number;
  readonly low: number;
  readonly high: number;
}

/** A plain method beside a quantum run, with the same post-processing. */
export interface EvidenceControl {
  /** For example `random-sampling`, `annealing`, `tabu`, `enumeration`. */
  readonly method: string;
  /** In the model's own sense; null: no feasible solution. */
  readonly objective: number | null;
  /** End to end: with the compilation that it needs, also where it shares that of the run. */
  readonly seconds: number;
  /** From its start, with the compilation, to the first time it held its best solution. */
  readonly secondsToBest: number | null;
  readonly evaluations: number;
  /** What one of `evaluations` is. */
  readonly evaluationUnit: string;
  /** What it was allowed, whichever is used up first; null: not limited. */
  readonly budget: { readonly seconds: number | null; readonly evaluations: number | null };
  /** Share of its starts that ended at the reference; null without starts or reference. */
  readonly success: SuccessShare | null;
  /** Seconds to a success with 99 %, from the seconds and the success of one start; it compiles once. */
  readonly timeToSolutionS: number | null;
}

/** Wall time of a quantum run by part; `total` also holds what lies between the parts. */
export interface EvidenceSeconds {
  readonly compile: number;
  readonly angleSearch: number;
  readonly sampling: number;
  readonly postProcessing: number;
  /** Waiting for a device; 0 on the simulator. */
  readonly queue: number;
  readonly total: number;
  /** From the start to the first time it held its best solution. */
  readonly toBest: number | null;
}

/** What the circuit would take on fault-tolerant hardware, by an estimator's model of it. */
export interface ResourceEstimate {
  readonly logicalQubits: number;
  readonly physicalQubits: number;
  readonly tStates: number;
  /** Of one shot. */
  readonly runtimeS: number;
  readonly tool: string;
  readonly toolVersion: string;
  /** In sentences: qubit, code, error budget, what of the run was estimated. */
  readonly assumptions: readonly string[];
}

/** A trained circuit of QAOA, as a device would run it: its layers on this energy of variables that are 0 or 1. */
export interface TrainedQaoa {
  readonly offset: number;
  /** One entry a qubit. */
  readonly linear: readonly number[];
  /** Pairs i < j of qubits and the weight of their product. */
  readonly couplings: readonly (readonly [number, number, number])[];
  /** Groups of qubits of which one is 1: W states and the XY mixer on rings keep them. Absent: the X mixer on all. */
  readonly groups?: readonly (readonly number[])[];
  /** One entry a layer, rad per unit of energy. */
  readonly gammas: readonly number[];
  /** One entry a layer, rad. */
  readonly betas: readonly number[];
}

/** One quantum run beside its controls: facts as measured; what follows from them is `verdictOf`. */
export interface Evidence {
  /** Kind of problem under which runs are compared, for example `maxcut`, `qubo`, `no-overlap`. */
  readonly problemClass: string;
  readonly model: { readonly name: string; readonly hash: string };
  readonly sense: "minimize" | "maximize";
  /** Of the model as given. */
  readonly variables: number;
  readonly method: string;
  /** Where it ran: `simulator`, or the name of a device. */
  readonly device: string;
  readonly seed: number;
  readonly qubits: number;
  /** Null for methods without layers. */
  readonly layers: number | null;
  readonly shots: number;
  /** States prepared for a mean energy. */
  readonly evaluations: number;
  /** States prepared for a gradient, each counted once. */
  readonly gradients: number;
  readonly seconds: EvidenceSeconds;
  /** Best after post-processing, in the model's own sense; null: no feasible solution. */
  readonly objective: number | null;
  /** The optimum where it is certified, else the best known, and from whom; null: none is known. */
  readonly reference: {
    readonly objective: number;
    readonly certified: boolean;
    readonly source: string;
  } | null;
  /** What was done to each sample, of the run and of its controls alike. */
  readonly postProcessing: string;
  /** Probability of one shot to give the reference, from the state before measurement. */
  readonly predictedSuccess: number | null;
  /** Shots that gave the reference as measured. */
  readonly observedSuccess: SuccessShare | null;
  /** Shots that gave the reference after post-processing. */
  readonly processedSuccess: SuccessShare | null;
  /**
   * Seconds to a success with 99 %, all but the compilation being repeated:
   * `seconds.compile + timeToSolutionS(seconds.total - seconds.compile, runSuccess(…))`.
   */
  readonly timeToSolutionS: number | null;
  readonly controls: readonly EvidenceControl[];
  readonly resources: ResourceEstimate | null;
  /** Absent: it is none of QAOA, or one of many. */
  readonly circuit?: TrainedQaoa;
}

/** Normal quantile of 97.5 %. */
const z95 = 1.959963984540054;

/**
 * Share and its 95 % interval by Wilson's score, which stays within 0 and 1 and has width at 0 hits too.
 * Source: Wilson, J. Am. Stat. Assoc. 22, 209 (1927).
 */
export function successShare(hits: number, of: number): SuccessShare | null {
  if (of === 0) return null;
  const probability = hits / of;
  const spread = (z95 * z95) / of;
  const middle = (probability + spread / 2) / (1 + spread);
  const half = (z95 / (1 + spread)) * Math.sqrt((probability * (1 - probability)) / of + spread / of / 4);
  const low = hits === 0 ? 0 : Math.max(0, middle - half);
  const high = hits === of ? 1 : Math.min(1, middle + half);
  return { hits, of, probability, low, high };
}

/** Probability that at least one of so many independent shots succeeds. */
export const runSuccess = (probability: number, shots: number): number =>
  probability >= 1 ? 1 : -Math.expm1(shots * Math.log1p(-probability));

/** Probability of success that "solved" means. */
const solvedWith = 0.99;

/**
 * Seconds until a success has come with 99 %, when a run of `seconds` that succeeds with `probability` is repeated:
 * t·ln(0.01)/ln(1 − p), one run at least; null where it never succeeds.
 */
export function timeToSolutionS(seconds: number, probability: number): number | null {
  if (!(probability > 0)) return null;
  if (probability >= solvedWith) return seconds;
  return (seconds * Math.log(1 - solvedWith)) / Math.log1p(-probability);
}

/** What the facts of a run say about it. */
export interface Verdict {
  /**
   * `plain-faster`: a control was at least as good in no more time; `plain-better`: one was better, but later;
   * `quantum-faster`: one was as good, but later; `quantum-ahead`: no control was as good; `none`: nothing to compare.
   */
  readonly kind: "plain-faster" | "plain-better" | "quantum-faster" | "quantum-ahead" | "none";
  /** The control that speaks for it. */
  readonly control: string | null;
  readonly sentence: string;
}

/** Objectives this close, relative to max(1, |objective|), are the same. */
const sameObjective = 1e-9;

/** The verdict on a run, from its facts alone: which control was at least as good, and in what time; a tie is the control's. */
export function verdictOf({ sense, objective, controls, seconds }: Evidence): Verdict {
  const loss = (value: number | null): number =>
    value === null ? Infinity : sense === "minimize" ? value : -value;
  const own = loss(objective);
  const slack = sameObjective * Math.max(1, Math.abs(objective ?? 0));
  const ownS = seconds.toBest ?? seconds.total;
  const timeOf = (control: EvidenceControl): number => control.secondsToBest ?? control.seconds;
  const isBetter = (control: EvidenceControl): boolean => loss(control.objective) < own - slack;
  const solved = controls.filter((control) => control.objective !== null);
  if (solved.length === 0) return withoutControls(objective);
  const asGood = solved
    .filter((control) => loss(control.objective) <= own + slack)
    .sort((one, other) => timeOf(one) - timeOf(other));
  const faster = asGood.find((control) => timeOf(control) <= ownS);
  const chosen = faster ?? asGood.find(isBetter) ?? asGood[0];
  if (!chosen)
    return {
      kind: "quantum-ahead",
      control: null,
      sentence: "No control was as good within its budget.",
    };
  const kind = faster ? "plain-faster" : isBetter(chosen) ? "plain-better" : "quantum-faster";
  const quality = isBetter(chosen) ? "better" : "same";
  const sentence = `${chosen.method}: ${quality} objective in ${shownSeconds(timeOf(chosen))} (quantum: ${shownSeconds(ownS)})`;
  return { kind, control: chosen.method, sentence };
}

function withoutControls(objective: number | null): Verdict {
  const sentence =
    objective === null ? "Neither the run nor a control found a solution." : "No control to compare with.";
  return { kind: "none", control: null, sentence };
}

const shownSeconds = (seconds: number): string => `${Number(seconds.toPrecision(2))} s`;
