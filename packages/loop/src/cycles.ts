import { checkAutoApproval } from "@qtwin/decide";
import { isCorrection } from "@qtwin/usecases";
import type { ApproveMode, LoopContext } from "./context.ts";
import { waitWall } from "./wait.ts";
import { runWorker, type WorkerHandle, type WorkerOptions } from "./worker.ts";
import { runPlanCycle } from "./workflows/plan-cycle.ts";
import { writeGroupEnded } from "./workflows/write-group.ts";
import { dueGroups } from "./write/due-commands.ts";
import { planInForce } from "./write/plan-in-force.ts";

export interface CycleOptions extends WorkerOptions {
  readonly cycles: number;
  readonly approve: ApproveMode;
  /** Wall seconds to wait for the writes of a cycle, or with `ask` for a person; default 120. */
  readonly waitS?: number;
  readonly onCycle?: (cycle: CycleResult) => void;
}

/** One turn of the loop, from snapshot to verified write. */
export interface CycleResult {
  /** Null when no proposal was made; then `reason` says why and the numbers are 0. */
  readonly proposalId: string | null;
  readonly state: string;
  readonly reason: string;
  readonly baselineCostEur: number;
  readonly planCostEur: number;
  readonly predictedSavingPct: number;
  readonly gapPct: number | null;
  readonly solveSeconds: number;
  readonly writesDone: number;
  readonly writesVerified: number;
}

interface Writes {
  readonly done: number;
  readonly verified: number;
}

/** Waits until every group of the proposal that is due has come to its end: verified, handed back or withheld. */
async function writesOf(
  context: LoopContext,
  proposalId: string,
  waitS: number,
  signal: AbortSignal,
): Promise<Writes> {
  const { store, clock } = context;
  for (let waitedMs = 0; ; waitedMs += 250) {
    const inForce = (await planInForce(context))?.record.proposal;
    const groups = inForce?.id === proposalId ? dueGroups(inForce, [], clock.nowMs()) : [];
    const ended = await Promise.all(groups.map(writeGroupEnded));
    const settled = groups.length > 0 && ended.every(Boolean);
    if (settled || waitedMs >= waitS * 1000 || signal.aborted) {
      const plan = (await store.proposals.get(proposalId))?.proposal.plan;
      const records = (await store.commands.ofProposal(proposalId)).filter(
        (record) => plan && !isCorrection(plan, record),
      );
      return {
        done: records.filter((record) => record.sends > 0).length,
        verified: records.filter((record) => record.state === "verified").length,
      };
    }
    await waitWall(250, signal);
  }
}

async function oneCycle({ context }: WorkerHandle, options: CycleOptions): Promise<CycleResult> {
  const { waitS = 120, signal } = options;
  const outcome = await runPlanCycle(
    `cycle:${context.site.id}:${Math.round(context.clock.nowMs())}`,
    "request",
  );
  const none = { baselineCostEur: 0, planCostEur: 0, predictedSavingPct: 0, gapPct: null, solveSeconds: 0 };
  if (outcome.kind === "kept") {
    const state = "kept";
    return { proposalId: null, state, reason: outcome.reason, ...none, writesDone: 0, writesVerified: 0 };
  }
  const { proposalId, reason, baselineCostEur, planCostEur, predictedSavingPct, gap, solveSeconds } = outcome;
  const drafted = outcome.state === "draft";
  const writes = drafted ? { done: 0, verified: 0 } : await writesOf(context, proposalId, waitS, signal);
  const state = (await context.store.proposals.get(proposalId))?.state ?? outcome.state;
  return {
    proposalId,
    state,
    reason,
    baselineCostEur,
    planCostEur,
    predictedSavingPct,
    gapPct: gap === null ? null : 100 * gap,
    solveSeconds,
    writesDone: writes.done,
    writesVerified: writes.verified,
  };
}

/**
 * Turns the loop a number of times, without a server: snapshot, plan, approval, verified writes.
 * @throws QT_DECIDE_AUTO_DENIED when `approve` is `auto` and the site does not grant it, and what `runWorker` throws
 */
export async function runCycles(options: CycleOptions): Promise<readonly CycleResult[]> {
  const { site } = options;
  if (options.approve === "auto") {
    const refusal = checkAutoApproval({
      assets: [...new Set(site.writePoints.map((point) => point.asset))],
      isSimulated: () => site.simulated !== null,
      granted: site.approval.autoApprove,
    });
    if (refusal) throw refusal;
  }
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const results: CycleResult[] = [];
  let turning: Promise<unknown> | null = null;
  const turn = async (worker: WorkerHandle): Promise<void> => {
    while (results.length < options.cycles && !signal.aborted) {
      const result = await oneCycle(worker, { ...options, signal });
      results.push(result);
      options.onCycle?.(result);
    }
  };
  await runWorker({
    ...options,
    signal,
    planEveryMin: 0,
    onReady: (worker) => {
      options.onReady?.(worker);
      turning = turn(worker)
        .catch((error: unknown) => error ?? new Error("a cycle failed"))
        .finally(() => stop.abort());
    },
  });
  const failure = await turning;
  if (failure) throw failure;
  return results;
}
