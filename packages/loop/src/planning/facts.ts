import type { FactsResult } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { nominatedFacts } from "../nomination/nominated-facts.ts";

export interface Captured {
  readonly snapshotId: string;
  /** Plant time. */
  readonly takenAtMs: number;
  readonly passed: boolean;
  readonly worst: { readonly pointId: string; readonly sentence: string; readonly confidence: number } | null;
}

/** Takes and stores a snapshot; says whether it may be planned on. */
export async function captureSnapshot(context: LoopContext): Promise<Captured> {
  const snapshot = await context.capture();
  await context.store.snapshots.put(snapshot);
  const { passed, findings } = snapshot.gate;
  const worst = findings[0] ?? null;
  if (passed) context.status.set("data", "ok", "Good enough to plan on.");
  else
    context.status.set(
      "data",
      "degraded",
      `No new plan: ${worst?.sentence ?? "the quality gate is closed"}.`,
    );
  return { snapshotId: snapshot.id, takenAtMs: snapshot.takenAtMs, passed, worst };
}

/** The facts of the use case, read from a stored snapshot and the history; forecasts are made on the way. */
export async function readFacts(context: LoopContext, snapshotId: string): Promise<FactsResult<unknown>> {
  const snapshot = await context.store.snapshots.get(snapshotId);
  if (!snapshot) return { ok: false, missing: [`Snapshot ${snapshotId} is not stored.`] };
  const result = await nominatedFacts(context, snapshot);
  if (!result.ok) context.status.set("data", "degraded", `No new plan: ${result.missing.join(" ")}`);
  return result;
}
