import { QtwinError } from "@qtwin/core";
import type { LoopContext } from "../context.ts";
import { planInForce } from "./plan-in-force.ts";

/** The plant gives up on us after 30 of its seconds; we renew at least six times as often. */
export const heartbeatEveryMs = 5_000;
const leastWallMs = 200;

/**
 * Renews the lease while a plan is in force, asking the store before each beat. With the store, the plan or this
 * process gone the beats stop, and the plant is back on native control 30 of its seconds later.
 */
export async function keepLease(context: LoopContext, signal: AbortSignal): Promise<void> {
  const { clock, status } = context;
  while (!signal.aborted) {
    try {
      if (await planInForce(context)) await beat(context);
      status.set("store", "ok", "Answers.");
    } catch (error) {
      status.set("store", "away", `Nothing is written and the lease ends: ${QtwinError.from(error).message}`);
    }
    await context.wait(Math.max(heartbeatEveryMs, leastWallMs * clock.speed));
  }
}

async function beat(context: LoopContext): Promise<void> {
  try {
    await context.link().heartbeat();
    context.status.set("plant", "ok", "Takes commands.");
  } catch (error) {
    context.status.set(
      "plant",
      "away",
      `The plan is held, the plant is on native control: ${QtwinError.from(error).message}`,
    );
  }
}
