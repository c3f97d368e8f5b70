import {
  type Evidence,
  type EvidenceControl,
  featuresOf,
  hashModel,
  type Model,
  type SuccessShare,
  successShare,
} from "@qtwin/model";

/** One neighbourhood as QAOA and its controls solved it. */
export interface QaoaTrial {
  /** Of the neighbourhood as a model of its own. */
  readonly evidence: Evidence;
  /** Objective of the incumbent, which every method already has; null: it may break a rule. */
  readonly incumbent: number | null;
}

/** Neighbourhoods whose qubits lie within one such step share an entry. */
const qubitStep = 4;

/**
 * What QAOA did in many neighbourhoods, as a few entries of evidence: objectives are means, effort and seconds sums. The
 * time to solution of a sum of problems is the sum of theirs, and none where one of them was never solved.
 */
export class QaoaLedger {
  private readonly groups = new Map<number, QaoaTrial[]>();

  add(trial: QaoaTrial): void {
    const group = Math.ceil(trial.evidence.qubits / qubitStep);
    const list = this.groups.get(group);
    if (list) list.push(trial);
    else this.groups.set(group, [trial]);
  }

  /** @param model the one whose neighbourhoods they are */
  evidence(model: Model, seed: number): readonly Evidence[] {
    if (this.groups.size === 0) return [];
    const whole = {
      problemClass: classOf(model),
      model: { name: model.name, hash: hashModel(model) },
      sense: model.sense,
      variables: model.variables.count,
      seed,
    };
    return [...this.groups.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, trials]) => ({ ...pooled(trials), ...whole }));
  }
}

function pooled(trials: readonly QaoaTrial[]): Evidence {
  const runs = trials.map(({ evidence }) => evidence);
  // The circuit of one of many says nothing about the others.
  const { circuit: _, ...first } = runs[0]!;
  const shots = total(runs, (run) => run.shots);
  const reference = meanObjective(trials, (run) => run.reference?.objective ?? null);
  const predicted = totalOrNull(runs, (run) => run.predictedSuccess);
  return {
    ...first,
    qubits: Math.max(...runs.map(({ qubits }) => qubits)),
    shots,
    evaluations: total(runs, (run) => run.evaluations),
    gradients: total(runs, (run) => run.gradients),
    seconds: pooledSeconds(runs),
    objective: meanObjective(trials, (run) => run.objective),
    reference: runs.every((run) => run.reference !== null)
      ? { objective: reference!, certified: true, source: "enumeration of each neighbourhood" }
      : null,
    postProcessing: `${first.postProcessing}, and the incumbent where that is better; objectives are means, seconds sums over ${runs.length} neighbourhoods`,
    predictedSuccess: predicted === null ? null : predicted / runs.length,
    observedSuccess: pooledShare(runs.map((run) => run.observedSuccess)),
    processedSuccess: pooledShare(runs.map((run) => run.processedSuccess)),
    timeToSolutionS: totalOrNull(runs, (run) => run.timeToSolutionS),
    controls: first.controls.map((_, at) => pooledControl(trials, at)),
  };
}

function pooledSeconds(runs: readonly Evidence[]): Evidence["seconds"] {
  const of = (part: Exclude<keyof Evidence["seconds"], "toBest">): number =>
    total(runs, ({ seconds }) => seconds[part]);
  return {
    compile: of("compile"),
    angleSearch: of("angleSearch"),
    sampling: of("sampling"),
    postProcessing: of("postProcessing"),
    queue: of("queue"),
    total: of("total"),
    // One that found nothing of its own has looked to its end.
    toBest: total(runs, ({ seconds }) => seconds.toBest ?? seconds.total),
  };
}

/** @param at its place among the controls, the same in each trial */
function pooledControl(trials: readonly QaoaTrial[], at: number): EvidenceControl {
  const controls = trials.map(({ evidence }) => evidence.controls[at]!);
  const { method, evaluationUnit } = controls[0]!;
  return {
    method,
    objective: meanObjective(trials, (run) => run.controls[at]!.objective),
    seconds: total(controls, (control) => control.seconds),
    secondsToBest: total(controls, (control) => control.secondsToBest ?? control.seconds),
    evaluations: total(controls, (control) => control.evaluations),
    evaluationUnit,
    budget: {
      seconds: totalOrNull(controls, ({ budget }) => budget.seconds),
      evaluations: totalOrNull(controls, ({ budget }) => budget.evaluations),
    },
    success: pooledShare(controls.map((control) => control.success)),
    timeToSolutionS: totalOrNull(controls, (control) => control.timeToSolutionS),
  };
}

/** Mean over the neighbourhoods, each of them no worse than its incumbent; null where one has no solution at all. */
function meanObjective(
  trials: readonly QaoaTrial[],
  objectiveOf: (run: Evidence) => number | null,
): number | null {
  const sum = totalOrNull(trials, ({ evidence, incumbent }) => {
    const own = objectiveOf(evidence);
    if (own === null || incumbent === null) return own ?? incumbent;
    return evidence.sense === "minimize" ? Math.min(own, incumbent) : Math.max(own, incumbent);
  });
  return sum === null ? null : sum / trials.length;
}

function pooledShare(shares: readonly (SuccessShare | null)[]): SuccessShare | null {
  const known = shares.filter((share) => share !== null);
  if (known.length < shares.length) return null;
  return successShare(
    total(known, ({ hits }) => hits),
    total(known, ({ of }) => of),
  );
}

const total = <T>(list: readonly T[], part: (each: T) => number): number =>
  list.reduce((sum, each) => sum + part(each), 0);

/** Null where one part is. */
function totalOrNull<T>(list: readonly T[], part: (each: T) => number | null): number | null {
  const parts = list.map(part).filter((each) => each !== null);
  return parts.length < list.length ? null : total(parts, (each) => each);
}

function classOf(model: Model): string {
  const beyond = [...featuresOf(model)].filter(
    (each) => each !== "maximize" && each !== "quadratic-objective",
  );
  return beyond.length > 0 ? beyond.sort().join("+") : "qubo";
}
