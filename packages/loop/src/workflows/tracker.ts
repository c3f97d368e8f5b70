import { setTimeout } from "node:timers/promises";
import { minuteMs, QtwinError } from "@qtwin/core";
import type { LoopContext } from "../context.ts";
import type { PlanInForce } from "../write/plan-in-force.ts";
import { trackPlan } from "../write/track-plan.ts";

/** How often what is commanded is corrected, plant time, and at least so much wall time apart. */
const everyMs = minuteMs;
const leastWallMs = 2_000;
/** A correction under way at the end gets this much wall time to be noted. */
const lastWordMs = 1_000;

/** Corrects the plan in force now and then, beside the looks: what is due does not wait until a correction is verified. */
export function createTracker(context: LoopContext) {
  const { clock, log } = context;
  let lookedMs = 0;
  let underWay: Promise<void> | null = null;
  return {
    look: (plan: PlanInForce): void => {
      const periodMs = Math.max(everyMs, leastWallMs * clock.speed);
      if (underWay || clock.nowMs() - lookedMs < periodMs) return;
      lookedMs = clock.nowMs();
      underWay = trackPlan(context, plan)
        .catch((error: unknown) => {
          const { code, message } = QtwinError.from(error);
          log("warn", `The plan in force was not corrected: ${message}`, { code });
        })
        .finally(() => {
          underWay = null;
        });
    },
    end: async (): Promise<void> => {
      if (underWay) await Promise.race([underWay, setTimeout(lastWordMs)]);
    },
  };
}
