import { minuteMs, QtwinError } from "@qtwin/core";
import type { LoopContext } from "../context.ts";
import { nextScheduleMs, type TriggerKind } from "../planning/triggers.ts";
import { type CycleOutcome, runPlanCycle } from "./plan-cycle.ts";

/** Plans at most this often, plant time: a burst of events makes one plan. */
const leastGapMs = 2 * minuteMs;

export interface Planner {
  /** Asks for a new plan soon. */
  readonly trigger: (kind: TriggerKind) => void;
  /** Called often; starts a cycle when one is due and none runs. */
  readonly tick: () => void;
  /** Resolves when no cycle runs. */
  readonly idle: () => Promise<void>;
}

/**
 * Runs plan cycles one at a time: on schedule and on events.
 * @param everyMin plant minutes between scheduled plans; the first is due at once
 * @param cycle one durable cycle; another one only in tests
 */
export function createPlanner(
  context: Pick<LoopContext, "site" | "clock" | "log" | "status">,
  everyMin: number,
  cycle: (workflowId: string, trigger: string) => Promise<CycleOutcome> = runPlanCycle,
): Planner {
  const { clock, log, status } = context;
  let wanted: TriggerKind | null = "schedule";
  let dueMs = clock.nowMs();
  let running: Promise<unknown> | null = null;

  /** Without a plan (values still missing, the store or a solver away) the next tick after the gap tries again. */
  const tryAgainSoon = (): void => {
    dueMs = Math.min(dueMs, clock.nowMs() + leastGapMs);
  };

  const report = (outcome: CycleOutcome): void => {
    if (outcome.kind === "proposed") {
      log("info", `Proposal ${outcome.proposalId} is ${outcome.state}: ${outcome.reason}`);
      return;
    }
    log("info", `No new plan: ${outcome.reason}`);
    tryAgainSoon();
  };

  const start = (kind: TriggerKind): void => {
    const nowMs = clock.nowMs();
    wanted = null;
    dueMs = nextScheduleMs(nowMs, everyMin);
    running = cycle(`plan:${context.site.id}:${Math.round(nowMs)}`, kind)
      .then(report, (error: unknown) => {
        status.set(
          "solver",
          "degraded",
          `A plan cycle failed, what is in force stays: ${QtwinError.from(error).message}`,
        );
        tryAgainSoon();
      })
      .finally(() => {
        running = null;
      });
  };

  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    trigger: (kind) => {
      wanted ??= kind;
    },
    tick: () => {
      const nowMs = clock.nowMs();
      if (running || nowMs - lastMs < leastGapMs) return;
      if (!wanted && nowMs < dueMs) return;
      lastMs = nowMs;
      start(wanted ?? "schedule");
    },
    idle: async () => {
      await running;
    },
  };
}
