import { createRandom } from "@qtwin/core";
import { type Model, objectiveValue, parseModel, printModel } from "@qtwin/model";
import { changedDuration } from "./changed-duration.ts";
import { families } from "./families.ts";
import { meanOf } from "./gaps.ts";
import type { Instance } from "./instances.ts";
import { planOf, shareMoved, shareReordered } from "./plan-changes.ts";
import type { RowKey } from "./rows.ts";
import { type Conditions, solveInstance } from "./solve-instance.ts";

/** One duration that turned out longer, and what the new plan keeps of the old one. */
interface Change {
  /** Position over all jobs in the order of the file, from 0. */
  readonly operation: number;
  readonly durationBefore: number;
  readonly durationAfter: number;
  readonly objective: number | null;
  /** Share of the operations that start at another time or run on another machine; null: no new plan. */
  readonly movedShare: number | null;
  /** Share of the operations that overtook another one on a machine they share in both plans. */
  readonly reorderedShare: number | null;
}

export interface StabilityRow extends RowKey {
  readonly kind: "stability";
  readonly set: string;
  readonly objectiveBefore: number;
  /** Time for each new plan. */
  readonly repairS: number;
  readonly changes: readonly Change[];
  readonly movedShare: number | null;
  readonly reorderedShare: number | null;
}

const changesPerInstance = 3;

/** A tenth of the time for the first plan, at least a second: a plant that runs does not wait. */
const repairSeconds = (timeS: number): number => Math.max(1, timeS / 10);

/** Makes one operation 1 % longer, at least by 1, and solves again from the old plan; several times. */
export async function measureStability(
  key: RowKey & { readonly kind: "stability" },
  instance: Instance,
  model: Model,
  plan: Float64Array,
  conditions: Conditions,
): Promise<StabilityRow> {
  const random = createRandom(conditions.seed);
  const repairS = repairSeconds(conditions.timeS);
  const changes: Change[] = [];
  const { format } = families[instance.family];
  const before = planOf(model, plan);
  const text = String(printModel(model, format));
  while (changes.length < changesPerInstance && !conditions.signal?.aborted) {
    const { text: longer, ...change } = changedDuration(text, format, random);
    const { outcome, solution } = await solveInstance(
      parseModel(longer, instance.name, format),
      { ...conditions, timeS: repairS },
      plan,
    );
    const now = solution && planOf(model, solution);
    changes.push({
      ...change,
      objective: outcome.objective,
      movedShare: now && shareMoved(before, now),
      reorderedShare: now && shareReordered(before, now),
    });
  }
  const mean = (share: "movedShare" | "reorderedShare"): number | null =>
    meanOf(changes.flatMap((each) => each[share] ?? []));
  return {
    ...key,
    set: instance.set,
    objectiveBefore: objectiveValue(model, plan),
    repairS,
    changes,
    movedShare: mean("movedShare"),
    reorderedShare: mean("reorderedShare"),
  };
}
