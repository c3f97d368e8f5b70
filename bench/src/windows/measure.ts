import {
  checkFeasibility,
  compileQubo,
  type Evidence,
  type EvidenceControl,
  type Model,
  objectiveValue,
  verifyCertificates,
} from "@qtwin/model";
import { measuredRun, runInSubspace, type SubspaceOutcome } from "@qtwin/solvers";
import type { PlanWindow } from "@qtwin/usecases";

export interface MeasureOptions {
  readonly seed: number;
  readonly layers: number;
  readonly shots: number;
  /** States prepared in the search for angles, at most. */
  readonly evaluations: number;
}

/** What a window is as a QUBO. */
export interface QuboFacts {
  readonly heats: number;
  readonly qubits: number;
  /** Options of two heats that do not go together. */
  readonly conflicts: number;
  /** Ways to take one option of each heat, and those that the energy model allows. */
  readonly combinations: number;
  readonly feasible: number;
  /** The largest penalty weight, EUR; and whether each was found large enough again, by other arithmetic. */
  readonly penaltyEur: number;
  readonly isCertified: boolean;
  /** Of a whole number that can count every energy. */
  readonly rangeBits: number;
}

export interface MethodResult {
  readonly method: string;
  /** EUR against the plan; null: nothing feasible. */
  readonly objective: number | null;
  readonly seconds: number;
  /** Reached the certified optimum. */
  readonly isOptimal: boolean;
}

export interface WindowRow extends QuboFacts {
  readonly window: string;
  /** Certified, EUR against the plan. */
  readonly optimumEur: number;
  /** Enumeration and HiGHS, which prove it in ways of their own, agree. */
  readonly exactReached: boolean;
  readonly methods: readonly MethodResult[];
  /** Of one shot: from the state, and the share of shots that gave the optimum. */
  readonly predictedSuccess: number;
  readonly observedSuccess: number;
  /** In the feasible subspace; null: the QUBO has other variables than the options. */
  readonly subspace:
    | (Pick<SubspaceOutcome, "amplitudes" | "predictedSuccess"> & {
        readonly observedSuccess: number;
        readonly uniformSuccess: number;
        readonly isOptimal: boolean;
        readonly seconds: number;
      })
    | null;
  /** The optimum is better than the plan on the energy model as it is, and breaks no rule of it. */
  readonly isTaken: boolean;
  /** What the plan becomes cheaper there, EUR; 0 where it is not taken. */
  readonly gainEur: number;
  /** Largest distance of the window's objective from that of the energy model, at the solutions of all methods, EUR. */
  readonly errorEur: number;
}

export interface MeasuredWindow {
  readonly row: WindowRow;
  readonly evidence: Evidence;
  /** The plan after the window, as good or better. */
  readonly solution: Float64Array;
}

const timeLimitMs = 20_000;
/** Objectives this close are the same, EUR. */
const sameEur = 1e-6;

/**
 * One window of a plan by QAOA beside its five controls, and in the feasible subspace; what is best goes back into the plan if it is
 * better on the energy model itself. Null: QAOA or a control ran out of time.
 */
export async function measureWindow(
  window: PlanWindow,
  energyModel: Model,
  plan: Float64Array,
  { seed, layers, shots, evaluations }: MeasureOptions,
): Promise<MeasuredWindow | null> {
  const { model } = window;
  const run = await measuredRun(model, { seed, layers, shots, evaluations, timeLimitMs });
  if (!run?.evidence.reference) return null;
  const evidence = { ...run.evidence, problemClass: "energy-window" };
  const subspaceMs = performance.now();
  const subspace = await runInSubspace(model, { layers, shots, seed });
  const subspaceS = (performance.now() - subspaceMs) / 1000;
  const optimumEur = run.evidence.reference.objective;
  const isBest = (objective: number | null): boolean =>
    objective !== null && objective <= optimumEur + sameEur;
  const methods = methodsOf(evidence, isBest);
  const exact = methods.filter(({ method }) => method === "enumeration" || method === "highs");
  const placed = placedBest(window, energyModel, plan, [
    run.exact.solution,
    run.quantum.solution,
    subspace?.solution?.values ?? null,
    window.start,
  ]);
  const row: WindowRow = {
    window: model.name.replace("energy window ", ""),
    ...quboFacts(window),
    optimumEur,
    exactReached: exact.length === 2 && exact.every(({ isOptimal }) => isOptimal),
    methods,
    predictedSuccess: evidence.predictedSuccess ?? 0,
    observedSuccess: evidence.observedSuccess?.probability ?? 0,
    subspace: subspace && {
      amplitudes: subspace.amplitudes,
      predictedSuccess: subspace.predictedSuccess,
      observedSuccess: subspace.observedSuccess?.probability ?? 0,
      uniformSuccess: subspace.uniformSuccess?.probability ?? 0,
      isOptimal: isBest(subspace.solution?.objective ?? null),
      seconds: subspaceS,
    },
    isTaken: placed.isTaken,
    gainEur: placed.gainEur,
    errorEur: placed.errorEur,
  };
  return { row, evidence, solution: placed.solution };
}

function quboFacts({ model, combinations, feasible }: PlanWindow): QuboFacts {
  const { qubo, range, certificates, certified } = compileQubo(model);
  const checks = certified ? verifyCertificates(certified.model, certificates, certified.incumbent) : [];
  return {
    heats: model.variables.choices.length,
    qubits: qubo.count,
    conflicts: model.structures.length,
    combinations,
    feasible,
    penaltyEur: Math.max(0, ...certificates.map(({ weight }) => weight)),
    isCertified: checks.every(({ holds }) => holds),
    rangeBits: range.bits,
  };
}

function methodsOf(
  { objective, seconds, controls }: Evidence,
  isBest: (objective: number | null) => boolean,
): readonly MethodResult[] {
  const timed = (control: EvidenceControl): MethodResult => ({
    method: control.method,
    objective: control.objective,
    seconds: control.secondsToBest ?? control.seconds,
    isOptimal: isBest(control.objective),
  });
  const quantum = {
    method: "qaoa",
    objective,
    seconds: seconds.toBest ?? seconds.total,
    isOptimal: isBest(objective),
  };
  return [quantum, ...controls.map(timed)];
}

/** The best solution of the window on the energy model itself, if it is better there than the plan. */
function placedBest(
  { model, place }: PlanWindow,
  energyModel: Model,
  plan: Float64Array,
  found: readonly (Float64Array | null)[],
): {
  readonly solution: Float64Array;
  readonly isTaken: boolean;
  readonly gainEur: number;
  readonly errorEur: number;
} {
  const planned = objectiveValue(energyModel, plan);
  let best = { solution: plan, gainEur: 0 };
  let errorEur = 0;
  for (const values of found) {
    const placed = values && place(values);
    if (!placed) continue;
    const gainEur = planned - objectiveValue(energyModel, placed);
    errorEur = Math.max(errorEur, Math.abs(gainEur + objectiveValue(model, values)));
    if (gainEur > best.gainEur + sameEur && checkFeasibility(energyModel, placed).feasible)
      best = { solution: placed, gainEur };
  }
  return { ...best, isTaken: best.solution !== plan, errorEur };
}
