import {
  type Evidence,
  type EvidenceControl,
  featuresOf,
  hashModel,
  type Model,
  successShare,
} from "@qtwin/model";
import type { QaoaRun } from "@qtwin/quantum";
import type { QaoaEffort } from "./qaoa.ts";

export interface Timed<T> {
  readonly value: T;
  readonly seconds: number;
}

interface Measured {
  /** Least energy found. */
  readonly energy: number;
  readonly seconds: number;
}

/** One neighbourhood as QAOA and its controls solved it. */
export interface QaoaTrial {
  /** Of the neighbourhood. */
  readonly model: Model;
  readonly run: QaoaRun;
  readonly compileS: number;
  /** Of the run. */
  readonly seconds: number;
  /** Energy of the incumbent. */
  readonly incumbent: number;
  readonly enumeration: Measured;
  readonly random: Measured;
  readonly annealing: Measured;
  readonly controlSweeps: number;
}

/** Neighbourhoods whose qubits lie within one such step share an entry. */
const qubitStep = 4;

/** What QAOA did in many neighbourhoods, as a few entries of evidence: sums of effort, means of objectives. */
export class QaoaLedger {
  private readonly effort: QaoaEffort;
  private readonly groups = new Map<number, QaoaTrial[]>();

  constructor(effort: QaoaEffort) {
    this.effort = effort;
  }

  add(trial: QaoaTrial): void {
    const group = Math.ceil(trial.run.qubits / qubitStep);
    const list = this.groups.get(group);
    if (list) list.push(trial);
    else this.groups.set(group, [trial]);
  }

  /** @param model the one whose neighbourhoods they are */
  evidence(model: Model, seed: number): readonly Evidence[] {
    if (this.groups.size === 0) return [];
    const identity = { name: model.name, hash: hashModel(model) };
    const problemClass = classOf(model);
    return [...this.groups.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, trials]) => ({
        problemClass,
        model: identity,
        sense: model.sense,
        variables: model.variables.count,
        seed,
        ...this.entry(trials),
      }));
  }

  private entry(
    trials: readonly QaoaTrial[],
  ): Omit<Evidence, "problemClass" | "model" | "sense" | "variables" | "seed"> {
    const shots = this.effort.shots * trials.length;
    const hits = sum(trials, ({ run }) => run.samples.optimal ?? 0);
    const compile = sum(trials, ({ compileS }) => compileS);
    const running = sum(trials, ({ seconds }) => seconds);
    const mean = (energyOf: (trial: QaoaTrial) => number): number => meanObjective(trials, energyOf);
    return {
      method: "qaoa",
      device: "simulator",
      qubits: Math.max(...trials.map(({ run }) => run.qubits)),
      layers: this.effort.layers,
      shots,
      evaluations: sum(trials, ({ run }) => run.effort.evaluations),
      gradients: sum(trials, ({ run }) => run.effort.gradients),
      seconds: {
        compile,
        angleSearch: running,
        sampling: 0,
        postProcessing: 0,
        queue: 0,
        total: compile + running,
        toBest: null,
      },
      objective: mean(({ run }) => run.best.energy),
      reference: {
        objective: mean(({ enumeration }) => enumeration.energy),
        certified: true,
        source: "enumeration of each neighbourhood",
      },
      postProcessing: `the incumbent where no sample is better; objectives are means over ${trials.length} neighbourhoods`,
      predictedSuccess: sum(trials, ({ run }) => run.successProbability ?? 0) / trials.length,
      observedSuccess: successShare(hits, shots),
      processedSuccess: null,
      timeToSolutionS: null,
      controls: controlsOf(trials),
      resources: null,
    };
  }
}

function controlsOf(trials: readonly QaoaTrial[]): readonly EvidenceControl[] {
  const control = (
    method: string,
    measuredOf: (trial: QaoaTrial) => Measured,
    evaluationUnit: string,
    evaluationsOf: (trial: QaoaTrial) => number,
  ): EvidenceControl => {
    const evaluations = sum(trials, evaluationsOf);
    return {
      method,
      objective: meanObjective(trials, (trial) => measuredOf(trial).energy),
      // Both begin with the model of the neighbourhood.
      seconds: sum(trials, (trial) => trial.compileS + measuredOf(trial).seconds),
      secondsToBest: null,
      evaluations,
      evaluationUnit,
      budget: { seconds: null, evaluations },
      success: successShare(
        trials.filter((trial) => measuredOf(trial).energy <= trial.enumeration.energy).length,
        trials.length,
      ),
      timeToSolutionS: null,
    };
  };
  return [
    control(
      "random-sampling",
      ({ random }) => random,
      "samples",
      ({ run }) => run.effort.shots,
    ),
    control(
      "annealing",
      (trial) => trial.annealing,
      "sweeps",
      (trial) => trial.controlSweeps,
    ),
    control(
      "enumeration",
      (trial) => trial.enumeration,
      "assignments",
      ({ run }) => 2 ** run.qubits,
    ),
  ];
}

/** Mean over the neighbourhoods, each of them no worse than its incumbent, in the model's own sense. */
function meanObjective(trials: readonly QaoaTrial[], energyOf: (trial: QaoaTrial) => number): number {
  const signed = (trial: QaoaTrial): number => {
    const energy = Math.min(energyOf(trial), trial.incumbent);
    return trial.model.sense === "minimize" ? energy : -energy;
  };
  return sum(trials, signed) / trials.length;
}

const sum = (trials: readonly QaoaTrial[], part: (trial: QaoaTrial) => number): number =>
  trials.reduce((total, trial) => total + part(trial), 0);

function classOf(model: Model): string {
  const beyond = [...featuresOf(model)].filter(
    (each) => each !== "maximize" && each !== "quadratic-objective",
  );
  return beyond.length > 0 ? beyond.sort().join("+") : "qubo";
}
