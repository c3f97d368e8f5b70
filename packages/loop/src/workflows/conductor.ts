import { hourMs, minuteMs, QtwinError } from "@qtwin/core";
import type { LoopContext } from "../context.ts";
import { finishPlans } from "../planning/raise-proposal.ts";
import { stepDownAssets } from "../planning/step-down.ts";
import { forecastMissed, lastWholeStepMs, type TriggerKind } from "../planning/triggers.ts";
import { dueGroups } from "../write/due-commands.ts";
import { syncOverrides } from "../write/overrides.ts";
import { type PlanInForce, planInForce } from "../write/plan-in-force.ts";
import { startDailyKpis } from "./daily-kpis.ts";
import { startDailyLearning } from "./daily-learning.ts";
import { createNominator } from "./nominate.ts";
import { pruneJournal } from "./prune.ts";
import { createTracker } from "./tracker.ts";
import { groupId, startWriteGroup } from "./write-group.ts";

/** How often the store and the twin are looked at, plant time, and at least so much wall time apart. */
const everyMs = 5_000;
const leastWallMs = 400;
const sweepAfterMs = 5 * minuteMs;
const importPoint = "meter.importKw";

/**
 * Looks at store and twin again and again and starts what is due: writes of the plan in force, triggers for new plans.
 * It remembers nothing that matters: all it does follows from the store, and starting twice is starting once.
 */
export function createConductor(context: LoopContext, trigger: (kind: TriggerKind) => void) {
  const { site, store, clock, log } = context;
  const started = new Set<string>();
  let comparedMs = 0;
  /** Data is judged only after it had an hour to come in. */
  let steppedMs = clock.nowMs() + hourMs;

  let daysLookedMs = 0;
  let lastFailure = "";
  const tracker = createTracker(context);
  const nominator = createNominator(context);

  async function startDueWrites(plan: PlanInForce): Promise<void> {
    const { proposal } = plan.record;
    const records = await store.commands.ofProposal(proposal.id);
    for (const group of dueGroups(proposal, records, clock.nowMs())) {
      if (started.has(groupId(group))) continue;
      await startWriteGroup(group);
      started.add(groupId(group));
    }
    if (started.size > 5000) started.clear();
  }

  /** What was never proven to the end is not left open: its time is over, and the plant's lease with it. */
  async function sweep(): Promise<void> {
    for (const record of await store.commands.underWay(site.id)) {
      if (clock.nowMs() < record.validUntilMs + sweepAfterMs) continue;
      const reason = "Its time ended before its effect was proven.";
      await store.commands.transition(record.id, { to: "expired", atMs: clock.nowMs(), reason });
    }
  }

  async function watchForecast(plan: PlanInForce): Promise<void> {
    const stepMs = lastWholeStepMs(plan.record.proposal.plan, clock.nowMs());
    if (stepMs === null || stepMs <= comparedMs || !site.pointById.has(importPoint)) return;
    comparedMs = stepMs;
    const grid = { startMs: stepMs, stepMin: plan.record.proposal.plan.grid.stepMin, count: 1 };
    const [measuredKw] = await store.history.reader(site.id, site.points).means(importPoint, grid);
    if (forecastMissed(plan.record.proposal.plan, stepMs, measuredKw ?? null)) trigger("forecast-miss");
  }

  async function look(): Promise<void> {
    const latest = await store.history.latest(site.id);
    await syncOverrides(context, latest);
    await finishPlans(context);
    const plan = await planInForce(context);
    if (plan) {
      await startDueWrites(plan);
      await watchForecast(plan);
      tracker.look(plan);
    }
    await nominator.look();
    if (clock.nowMs() - steppedMs > 15 * minuteMs) {
      steppedMs = clock.nowMs();
      await stepDownAssets(context, latest);
      await sweep();
    }
    if (clock.nowMs() - daysLookedMs > hourMs) {
      daysLookedMs = clock.nowMs();
      await startDailyKpis();
      await startDailyLearning();
      await pruneJournal();
    }
    lastFailure = "";
  }

  return {
    /** @param after called after each look, whatever came of it */
    run: async (signal: AbortSignal, after: () => void): Promise<void> => {
      while (!signal.aborted) {
        await look().catch((error: unknown) => {
          const { code, message } = QtwinError.from(error);
          if (code !== lastFailure) log("warn", `What is due could not be seen: ${message}`, { code });
          lastFailure = code;
        });
        after();
        await context.wait(Math.max(everyMs, leastWallMs * clock.speed));
      }
      await tracker.end();
    },
  };
}
