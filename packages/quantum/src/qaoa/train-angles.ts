import { type MinimiseOptions, minimise } from "../optimise/minimise.ts";
import type { Objective } from "../optimise/objective.ts";
import type { RunLog } from "../run/run-log.ts";
import { type Angles, anglesOf, pointOf } from "./angles/angles.ts";
import { stretchByFourier } from "./angles/fourier.ts";
import { interpolate } from "./angles/interpolate.ts";
import { type AngleStart, startAngles } from "./angles/start-angles.ts";

export interface TrainingPlan {
  readonly layers: number;
  readonly start: AngleStart;
  /** How each number of layers is searched; null leaves the angles as they start. */
  readonly search: MinimiseOptions | null;
  /** Evaluations and gradients of all searches together. */
  readonly workLimit: number;
  readonly scale: number;
}

export interface Trained {
  readonly angles: Angles;
}

/** The numbers of layers that are searched one after the other. */
function schedule({ start, layers, search }: TrainingPlan): readonly number[] {
  // Without a search there is nothing to grow from.
  if (search === null) return [layers];
  if (start.kind === "interp") return Array.from({ length: layers }, (_, k) => k + 1);
  const steps = [layers];
  if (start.kind === "fourier") while (steps[0]! > 1) steps.unshift(Math.ceil(steps[0]! / 2));
  return steps;
}

function grown(start: AngleStart, angles: Angles, layers: number): Angles {
  return start.kind === "interp" ? interpolate(angles) : stretchByFourier(angles, layers);
}

function search(
  objective: Objective,
  angles: Angles,
  plan: TrainingPlan,
  limit: number,
  log: RunLog,
): Trained {
  const point = pointOf(angles);
  if (plan.search === null) {
    objective.value(point);
    return { angles };
  }
  const found = minimise(objective, point, { ...plan.search, maxEvaluations: limit }, { signal: log.signal });
  return { angles: anglesOf(found.point) };
}

/**
 * Searches the angles of a number of layers, growing them where the start says so. Each number of layers gets a fair
 * share of what is left of the limit, and where nothing is left the angles only grow; a run that is stopped while it
 * grows keeps what it has, of fewer layers.
 * @throws QT_QUANTUM_BAD_START
 */
export function trainAngles(objective: Objective, plan: TrainingPlan, log: RunLog): Trained {
  const steps = schedule(plan);
  let trained: Trained | undefined;
  steps.forEach((layers, step) => {
    if (trained !== undefined && log.poll()) return;
    log.stage(`${layers} ${layers === 1 ? "layer" : "layers"}`);
    const start = trained
      ? grown(plan.start, trained.angles, layers)
      : startAngles(plan.start, layers, plan.scale);
    const { evaluations, gradients } = log.effort;
    const share = Math.ceil((plan.workLimit - evaluations - gradients) / (steps.length - step));
    trained = share > 0 ? search(objective, start, plan, share, log) : { angles: start };
  });
  return trained!;
}
