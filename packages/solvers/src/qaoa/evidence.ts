import {
  type Evidence,
  type EvidenceControl,
  hashModel,
  runSuccess,
  type TrainedQaoa,
  timeToSolutionS,
} from "@qtwin/model";
import type { SolveContext } from "../contract.ts";
import { controlSolvers } from "./controls/control-solvers.ts";
import type { ControlTask } from "./controls/control-task.ts";
import { type Certified, enumeration } from "./controls/enumeration.ts";
import { randomSampling } from "./controls/random-sampling.ts";
import { solverControl } from "./controls/solver-control.ts";
import { classOf, type QaoaProblem } from "./problem.ts";
import type { QuantumOutcome, QuantumSettings } from "./quantum-run.ts";
import { oneHotProblem } from "./state.ts";

export interface EvidenceTask {
  readonly problem: QaoaProblem;
  readonly settings: QuantumSettings;
  readonly certified: Certified;
  readonly compileS: number;
  readonly quantum: QuantumOutcome;
}

/** The run beside its controls; null where there was no time left to give them as much as the run had. */
export async function evidenceOf(task: EvidenceTask, context: SolveContext): Promise<Evidence | null> {
  const { problem, settings, certified, compileS, quantum } = task;
  const controls = await runControls(task, context);
  if (!controls) return null;
  const { model, qubits } = problem;
  const reference = problem.solutionOf(certified.optimum.bits);
  const { processedSuccess } = quantum;
  const seconds = {
    ...quantum.seconds,
    compile: compileS,
    total: compileS + quantum.seconds.total,
    toBest: quantum.seconds.toBest === null ? null : compileS + quantum.seconds.toBest,
  };
  return {
    problemClass: classOf(problem),
    model: { name: model.name, hash: hashModel(model) },
    sense: model.sense,
    variables: model.variables.count,
    method: problem.groups ? "subspace-qaoa" : "qaoa",
    device: "simulator",
    seed: settings.seed,
    qubits,
    layers: quantum.layers,
    shots: settings.shots,
    evaluations: quantum.evaluations,
    gradients: quantum.gradients,
    seconds,
    objective: quantum.solution?.objective ?? null,
    reference: reference && { objective: reference.objective, certified: true, source: "enumeration" },
    postProcessing: problem.groups ? "descent by flips and other options" : "one-flip descent",
    predictedSuccess: reference && quantum.predictedSuccess,
    observedSuccess: reference && quantum.observedSuccess,
    processedSuccess: reference && processedSuccess,
    timeToSolutionS:
      reference &&
      processedSuccess &&
      repeated(compileS, quantum.seconds.total, runSuccess(processedSuccess.probability, settings.shots)),
    controls,
    resources: null,
    circuit: circuitOf(problem, quantum),
  };
}

function circuitOf(problem: QaoaProblem, { gammas, betas }: QuantumOutcome): TrainedQaoa {
  const { groups } = problem;
  const { offset, linear, couplings } = groups ? oneHotProblem(problem.cost, groups).cost : problem.cost;
  return {
    offset,
    linear: Array.from(linear),
    couplings: couplings.map(([one, other, weight]) => [one, other, weight] as const),
    ...(groups ? { groups } : {}),
    gammas,
    betas,
  };
}

/** Each gets the seconds that the run had for the same QUBO. */
async function runControls(
  { problem, settings, certified, compileS, quantum }: EvidenceTask,
  { now, stopRequested }: SolveContext,
): Promise<readonly EvidenceControl[] | null> {
  const seconds = quantum.seconds.total;
  const task: ControlTask = {
    problem,
    limit: certified.optimum.energy + problem.tolerance,
    starts: settings.shots,
    seconds,
    seed: settings.seed,
    now,
    stopRequested,
  };
  const outOfTime = (): boolean => stopRequested() || now() + seconds * 1000 > settings.deadlineMs;
  if (outOfTime()) return null;
  const controls = [randomSampling(task)];
  for (const solver of controlSolvers) {
    if (outOfTime()) return null;
    controls.push(await solverControl(solver, task));
  }
  if (stopRequested()) return null;
  return [...controls, enumeration(problem, certified)].map((control) => endToEnd(control, compileS));
}

/** Seconds to a solution: what is repeated starts from the QUBO, which is compiled once. */
function repeated(compileS: number, seconds: number, probability: number): number | null {
  const repeatedS = timeToSolutionS(seconds, probability);
  return repeatedS === null ? null : compileS + repeatedS;
}

/** All start from the same QUBO, so that its compilation counts for each control as it does for the run. */
function endToEnd(control: EvidenceControl, compileS: number): EvidenceControl {
  const from = (seconds: number | null): number | null => (seconds === null ? null : compileS + seconds);
  const { budget } = control;
  return {
    ...control,
    seconds: compileS + control.seconds,
    secondsToBest: from(control.secondsToBest),
    budget: { ...budget, seconds: from(budget.seconds) },
    timeToSolutionS: from(control.timeToSolutionS),
  };
}
