import { enumerateFeasible } from "@qtwin/kernel";
import {
  checkFeasibility,
  compileQubo,
  type Evidence,
  type Model,
  objectiveValue,
  verifyCertificates,
} from "@qtwin/model";
import { type MeasuredRun, measuredRun } from "@qtwin/solvers";
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

/** One circuit for the window, beside its controls. */
export interface CircuitResult {
  /** QAOA and its five controls. */
  readonly methods: readonly MethodResult[];
  /** Of one shot: from the state, and the share of shots that gave the optimum. */
  readonly predictedSuccess: number;
  readonly observedSuccess: number;
}

export interface WindowRow extends QuboFacts {
  readonly window: string;
  /** Certified, EUR against the plan. */
  readonly optimumEur: number;
  /** Enumeration of the QUBO and HiGHS, which prove it in ways of their own, agree wherever they ran. */
  readonly exactReached: boolean;
  /** X mixer on the penalised QUBO; null: too many qubits to train it here. */
  readonly penalised: CircuitResult | null;
  /** XY mixer among the ways to take one option of each heat. */
  readonly subspace: CircuitResult;
  /** Of one such way drawn uniformly. */
  readonly uniformSuccess: number;
  /** The optimum is better than the plan on the energy model as it is, and breaks no rule of it. */
  readonly isTaken: boolean;
  /** What the plan becomes cheaper there, EUR; 0 where it is not taken. */
  readonly gainEur: number;
  /** Largest distance of the window's objective from that of the energy model, at the solutions of all methods, EUR. */
  readonly errorEur: number;
}

export interface MeasuredWindow {
  readonly row: WindowRow;
  /** Of each circuit. */
  readonly evidence: readonly Evidence[];
  /** The plan after the window, as good or better. */
  readonly solution: Float64Array;
}

const timeLimitMs = 20_000;
/** Objectives this close are the same, EUR. */
const sameEur = 1e-6;

/** Larger penalised QUBOs take a minute or more to train; see the QAOA solver. */
const mostPenalisedQubits = 16;

/**
 * One window of a plan by QAOA in the feasible subspace, and penalised up to 16 qubits, each beside its five controls; what is best
 * goes back into the plan if it is better on the energy model itself. Null: a circuit or a control ran out of time.
 */
export async function measureWindow(
  window: PlanWindow,
  energyModel: Model,
  plan: Float64Array,
  { seed, layers, shots, evaluations }: MeasureOptions,
): Promise<MeasuredWindow | null> {
  const { model } = window;
  const facts = quboFacts(window);
  const run = (subspaceFrom: number): Promise<MeasuredRun | null> =>
    measuredRun(model, { seed, layers, shots, evaluations, timeLimitMs, subspaceFrom });
  const isSmall = facts.qubits <= mostPenalisedQubits;
  const [subspace, penalised] = [await run(1), isSmall ? await run(facts.qubits + 1) : null];
  if (!subspace?.evidence.reference || (isSmall && !penalised)) return null;
  const runs = penalised ? [penalised, subspace] : [subspace];
  const optimumEur = subspace.evidence.reference.objective;
  const resultOf = ({ evidence }: MeasuredRun): CircuitResult => circuitResult(evidence, optimumEur);
  const results = runs.map(resultOf);
  const found = runs.flatMap(({ exact, quantum }) => [exact.solution, quantum.solution]);
  const { solution, ...placed } = placedBest(window, energyModel, plan, [...found, window.start]);
  const row: WindowRow = {
    window: model.name.replace("energy window ", ""),
    ...facts,
    optimumEur,
    exactReached: results.every(({ methods }) => exactAgree(methods)),
    penalised: penalised && resultOf(penalised),
    subspace: resultOf(subspace),
    uniformSuccess: await uniformSuccess(subspace.evidence),
    ...placed,
  };
  const evidence = runs.map((each) => ({ ...each.evidence, problemClass: "energy-window" }));
  return { row, evidence, solution };
}

function exactAgree(methods: readonly MethodResult[]): boolean {
  const exact = methods.filter(({ method }) => method === "enumeration" || method === "highs");
  return exact.length === 2 && exact.every(({ isOptimal }) => isOptimal);
}

/** The share of optima among the ways to take one option of each choice: all are looked at. */
async function uniformSuccess({ circuit }: Evidence): Promise<number> {
  const { groups = [], ...cost } = circuit!;
  const { minimisers } = await enumerateFeasible(groups, { kind: "quadratic", ...cost });
  return minimisers / groups.reduce((count, { length }) => count * length, 1);
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

function circuitResult(evidence: Evidence, optimumEur: number): CircuitResult {
  const { method, objective, seconds, controls, predictedSuccess, observedSuccess } = evidence;
  const result = (name: string, reached: number | null, spentS: number): MethodResult => ({
    method: name,
    objective: reached,
    seconds: spentS,
    isOptimal: reached !== null && reached <= optimumEur + sameEur,
  });
  const methods = controls.map((control) =>
    result(control.method, control.objective, control.secondsToBest ?? control.seconds),
  );
  return {
    methods: [result(method, objective, seconds.toBest ?? seconds.total), ...methods],
    predictedSuccess: predictedSuccess ?? 0,
    observedSuccess: observedSuccess?.probability ?? 0,
  };
}

/** The best solution of the window on the energy model itself, if it is better there than the plan. */
function placedBest(
  { model, place }: PlanWindow,
  energyModel: Model,
  plan: Float64Array,
  found: readonly (Float64Array | null)[],
): Pick<WindowRow, "isTaken" | "gainEur" | "errorEur"> & Pick<MeasuredWindow, "solution"> {
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
