import {
  dayMs,
  instantOfLocal,
  localTime,
  minuteMs,
  stepIndexAt,
  stepStartMs,
  type TimeGrid,
} from "@qtwin/core";
import type { CommandRecord, ProposalRecord } from "@qtwin/store";
import type { Plan } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";

/** A local calendar day of the plant: 23, 24 or 25 hours. */
export interface PlantDay {
  /** `2023-05-09`. */
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The last plant day that is over. */
export function lastDay(nowMs: number, timeZone: string): PlantDay {
  const { year, month, day } = localTime(nowMs, timeZone);
  const untilMs = instantOfLocal(timeZone, year, month, day);
  const before = localTime(untilMs - dayMs / 2, timeZone);
  const fromMs = instantOfLocal(timeZone, before.year, before.month, before.day);
  const name = new Date(Date.UTC(before.year, before.month - 1, before.day)).toISOString().slice(0, 10);
  return { name, fromMs, untilMs };
}

/** Values of a series on a grid, each step from the newest plan that covered it. */
export function fromPlansInForce(
  grid: TimeGrid,
  plans: readonly { readonly plan: Plan; readonly sinceMs: number }[],
  seriesId: string,
): readonly (number | null)[] {
  const newestFirst = plans.toSorted((left, right) => right.sinceMs - left.sinceMs);
  return Array.from({ length: grid.count }, (_, step) => {
    const atMs = stepStartMs(grid, step);
    for (const { plan, sinceMs } of newestFirst) {
      const index = stepIndexAt(plan.grid, atMs);
      if (sinceMs > atMs || index < 0 || index >= plan.grid.count) continue;
      return plan.series.find((item) => item.id === seriesId)?.values[index] ?? null;
    }
    return null;
  });
}

interface ApprovedPlan {
  readonly record: ProposalRecord;
  readonly sinceMs: number;
  readonly commands: readonly CommandRecord[];
}

/** Proposals that were approved and whose horizon touches the day. */
async function approvedPlans(context: LoopContext, day: PlantDay): Promise<readonly ApprovedPlan[]> {
  const { site, store } = context;
  const states = ["active", "superseded", "finished", "handed-back"] as const;
  const records = await store.proposals.list(site.id, { states, limit: 200, beforeMs: day.untilMs });
  const plans: ApprovedPlan[] = [];
  for (const record of records) {
    const { id, envelope } = record.proposal;
    if (envelope.untilMs <= day.fromMs) continue;
    const approval = (await store.decisions.ofProposal(id)).find((item) => item.verdict === "approve");
    if (!approval) continue;
    plans.push({ record, sinceMs: approval.decidedAtMs, commands: await store.commands.ofProposal(id) });
  }
  return plans;
}

/** Writes the figures of a past day: what it used and cost beside what was predicted, and how far plans were carried out. */
export async function recordKpis(context: LoopContext, day: PlantDay): Promise<number> {
  const { site, store, useCase, clock } = context;
  const plans = await approvedPlans(context, day);
  const stepMin = site.stepMin;
  const grid = {
    startMs: day.fromMs,
    stepMin,
    count: Math.round((day.untilMs - day.fromMs) / (stepMin * minuteMs)),
  };
  const series = (of: (record: ProposalRecord) => Plan) => (seriesId: string) =>
    fromPlansInForce(
      grid,
      plans.map(({ record, sinceMs }) => ({ plan: of(record), sinceMs })),
      seriesId,
    );
  const settled = useCase.settle
    ? await useCase.settle(
        await context.capture(),
        store.history.reader(site.id, site.points),
        context.parameters,
        {
          grid,
          planned: series((record) => record.proposal.plan),
          withoutPlan: series((record) => record.proposal.baseline),
        },
      )
    : [];
  const sent = plans
    .flatMap((plan) => plan.commands)
    .filter((item) => item.sentAtMs !== null && item.sentAtMs >= day.fromMs && item.sentAtMs < day.untilMs);
  const verified = sent.filter((item) => item.state === "verified").length;
  const overrides = await store.overrides.list(site.id, day.fromMs, day.untilMs);
  const own = [
    { id: "writes", value: sent.length, unit: "1" },
    { id: "writesVerified", value: verified, unit: "1" },
    { id: "writesRefused", value: sent.filter((item) => item.state === "refused").length, unit: "1" },
    { id: "overrides", value: overrides.length, unit: "1" },
  ];
  const base = { siteId: site.id, fromMs: day.fromMs, untilMs: day.untilMs, computedAtMs: clock.nowMs() };
  await store.kpis.put([...settled, ...own].map(({ id, value, unit }) => ({ ...base, id, value, unit })));
  const predictionErrorPct = settled.find((kpi) => kpi.id === "predictionErrorPct")?.value ?? null;
  for (const asset of new Set(site.writePoints.map((point) => point.asset))) {
    await store.assetModes.putEvidence({
      siteId: site.id,
      asset,
      day: day.name,
      predictionErrorPct,
      savingEur: null,
      overrides: overrides.filter((item) => item.asset === asset).length,
      refusals: sent.filter((item) => item.asset === asset && item.state === "refused").length,
    });
  }
  return settled.length + own.length;
}
