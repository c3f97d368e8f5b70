import { gridEndMs, hourMs, stepIndexAt, stepStartMs, type TimeGrid } from "@qtwin/core";
import type { Proposal } from "@qtwin/decide";
import type { Approval, CommandRecord, Store } from "@qtwin/store";
import { isCorrection, type Plan, type PlantDay, type ReportPeriod } from "@qtwin/usecases";

type Values = (number | null)[];

/** No horizon of a site is longer. */
const longestBaselineMs = 36 * hourMs;

/** A write that a plan in force asked for, and what became of it. */
export interface DueWrite {
  readonly asset: string;
  /** When it was due: the start of its time, or of the plan's where that began later. */
  readonly atMs: number;
  /** Null: it was never prepared. */
  readonly record: CommandRecord | null;
}

/** What the store has of past days: plans that were in force, baselines, and writes. */
export interface Recorded extends ReportPeriod {
  readonly approvals: readonly Approval[];
  readonly due: readonly DueWrite[];
  /** Every command of those plans, corrections included. */
  readonly commands: readonly CommandRecord[];
}

/** Values of all series of plans on one grid, filled stretch by stretch. */
function createSeriesTable(grid: TimeGrid) {
  const byId = new Map<string, Values>();
  return {
    /** Copies the steps of a plan for which `counts` holds. */
    fill: (plan: Plan, counts: (step: number) => boolean): void => {
      const first = Math.max(0, stepIndexAt(grid, plan.grid.startMs));
      const end = Math.min(grid.count, stepIndexAt(grid, gridEndMs(plan.grid) - 1) + 1);
      for (const { id, values } of plan.series) {
        const row = byId.get(id) ?? new Array<number | null>(grid.count).fill(null);
        byId.set(id, row);
        for (let step = first; step < end; step += 1)
          if (counts(step)) row[step] = values[stepIndexAt(plan.grid, stepStartMs(grid, step))] ?? null;
      }
    },
    values: (id: string): readonly (number | null)[] =>
      byId.get(id) ?? new Array<number | null>(grid.count).fill(null),
  };
}

/** Per step the approval that counted at its start, by its place in the list; -1 where the plant was on its own. */
export function stepsInForce(grid: TimeGrid, approvals: readonly Approval[]): readonly number[] {
  const inForce = new Array<number>(grid.count).fill(-1);
  approvals.forEach(({ sinceMs, untilMs }, place) => {
    for (let step = 0; step < grid.count; step += 1) {
      const atMs = stepStartMs(grid, step);
      const other = approvals[inForce[step]!];
      if (sinceMs <= atMs && atMs < untilMs && !(other && other.sinceMs > sinceMs)) inForce[step] = place;
    }
  });
  return inForce;
}

function dueWrites(proposal: Proposal, approval: Approval, records: readonly CommandRecord[]): DueWrite[] {
  const bySlot = new Map(records.map((record) => [`${record.pointId}:${record.slot}`, record]));
  return proposal.commands
    .filter(
      (slot) =>
        !isCorrection(proposal.plan, slot) &&
        slot.validFromMs < approval.untilMs &&
        slot.validUntilMs > approval.sinceMs,
    )
    .map((slot) => ({
      asset: slot.asset,
      atMs: Math.max(slot.validFromMs, approval.sinceMs),
      record: bySlot.get(`${slot.pointId}:${slot.slot}`) ?? null,
    }));
}

interface Foreseen {
  readonly withoutPlan: (id: string) => readonly (number | null)[];
  readonly proposed: (id: string) => readonly (number | null)[];
  /** Per step when its baseline was recorded; null where there is none. */
  readonly madeAtMs: Values;
}

/**
 * What was foreseen for each day at its start, by the newest proposal made until then that reaches so far; after its end, or on a day
 * without one, by the next. Later ones of the day begin with a plant whose course plans have changed already.
 */
async function foreseenOn(
  store: Pick<Store, "proposals">,
  siteId: string,
  grid: TimeGrid,
  days: readonly PlantDay[],
): Promise<Foreseen> {
  const baselines = createSeriesTable(grid);
  const plans = createSeriesTable(grid);
  const madeAtMs = new Array<number | null>(grid.count).fill(null);
  for (const { fromMs, untilMs } of days) {
    for (let atMs = fromMs; atMs < untilMs; ) {
      const [before] = await store.proposals.list(siteId, { beforeMs: atMs + 1, limit: 1 });
      const reaches = before && gridEndMs(before.proposal.baseline.grid) > atMs ? before : undefined;
      const next = { sinceMs: atMs + 1, beforeMs: untilMs, oldestFirst: true, limit: 1 };
      const { proposal } = reaches ?? (await store.proposals.list(siteId, next))[0] ?? {};
      if (!proposal) break;
      const { createdAtMs, baseline, plan } = proposal;
      const endMs = Math.min(untilMs, gridEndMs(baseline.grid));
      const counts = (step: number): boolean => {
        const stepMs = stepStartMs(grid, step);
        return stepMs >= Math.max(atMs, createdAtMs) && stepMs < endMs;
      };
      baselines.fill(baseline, counts);
      plans.fill(plan, counts);
      for (let step = 0; step < grid.count; step += 1) if (counts(step)) madeAtMs[step] = createdAtMs;
      if (endMs <= atMs) break;
      atMs = endMs;
    }
  }
  return { withoutPlan: baselines.values, proposed: plans.values, madeAtMs };
}

/** Reads back what was planned, foreseen and written on past days; one proposal is held at a time. */
export async function readRecorded(
  store: Pick<Store, "proposals" | "decisions" | "commands">,
  siteId: string,
  grid: TimeGrid,
  days: readonly PlantDay[],
): Promise<Recorded> {
  const [fromMs, untilMs] = [days[0]!.fromMs, days.at(-1)!.untilMs];
  // A baseline may have been recorded under a plan that ended before the first day.
  const sinceBaselines = await store.decisions.approvals(siteId, fromMs - longestBaselineMs, untilMs);
  const approvals = sinceBaselines.filter((approval) => approval.untilMs > fromMs);
  const inForce = stepsInForce(grid, approvals);
  const planned = createSeriesTable(grid);
  const due: DueWrite[] = [];
  const commands: CommandRecord[] = [];
  for (const [place, approval] of approvals.entries()) {
    const record = await store.proposals.get(approval.proposalId);
    if (!record) continue;
    const records = await store.commands.ofProposal(approval.proposalId);
    planned.fill(record.proposal.plan, (step) => inForce[step] === place);
    due.push(...dueWrites(record.proposal, approval, records));
    commands.push(...records);
  }
  const { withoutPlan, proposed, madeAtMs } = await foreseenOn(store, siteId, grid, days);
  const untouched = madeAtMs.map((madeMs, step) => {
    const endMs = stepStartMs(grid, step + 1);
    return madeMs !== null && !sinceBaselines.some((each) => each.sinceMs < endMs && each.untilMs > madeMs);
  });
  return {
    grid,
    days,
    planned: planned.values,
    withoutPlan,
    proposed,
    untouched,
    approvals,
    due: due.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs),
    commands,
  };
}
