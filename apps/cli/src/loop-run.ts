import { setTimeout as wait } from "node:timers/promises";
import { checkAutoApproval } from "@qtwin/decide";
import {
  type ApproveMode,
  type CycleResult,
  decideOn,
  decisionKey,
  openSiteClock,
  runCycles,
  type Site,
  sitePaths,
} from "@qtwin/loop";
import { homeOf, startPlatform, withStore } from "@qtwin/server";
import { openStore, type ProposalRecord, type Store } from "@qtwin/store";
import { countsAt, isCorrection } from "@qtwin/usecases";

export interface LoopRun {
  readonly site: Site;
  readonly cycles: number;
  readonly approve: ApproveMode;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  readonly onCycle: (cycle: CycleResult, index: number) => void;
}

const twinTimeoutMs = 30_000;
const pollMs = 250;

/** Why automation may not approve on this site. @throws QT_DECIDE_AUTO_DENIED */
function refuseAuto({ site, approve }: LoopRun): void {
  if (approve === "ask") return;
  const refusal = checkAutoApproval({
    assets: [...new Set(site.writePoints.map((point) => point.asset))],
    isSimulated: () => site.simulated !== null,
    granted: site.approval.autoApprove,
  });
  if (refusal) throw refusal;
}

/** Waits until every point has been heard of, or no more come. */
async function untilTwinIsThere(store: Store, site: Site, signal: AbortSignal): Promise<number> {
  const deadline = performance.now() + twinTimeoutMs;
  for (;;) {
    const { size } = await store.history.latest(site.id);
    if (size >= site.points.length || performance.now() > deadline || signal.aborted) return size;
    await wait(pollMs);
  }
}

/**
 * Starts database, plant and ingest, turns the loop in this process, and ends them.
 * @throws QT_DECIDE_AUTO_DENIED, QT_SERVER_*, QT_STORE_*, QT_LOOP_*
 */
export async function loopAlone(run: LoopRun): Promise<readonly CycleResult[]> {
  refuseAuto(run);
  const { site, log, signal } = run;
  const platform = await startPlatform({ site, log, signal, roles: ["ingest"] });
  try {
    const store = await openStore({ url: platform.databaseUrl, nowMs: Date.now });
    try {
      const heard = await untilTwinIsThere(store, site, signal);
      log(`${heard} of ${site.points.length} points are live.`);
      let count = 0;
      return await runCycles({
        site,
        store,
        signal,
        homeDir: platform.home.dir,
        databaseUrl: platform.databaseUrl,
        clock: openSiteClock(site, sitePaths(platform.home.dir, site.id), Date.now, signal),
        log: (level, message) => {
          if (level !== "info") log(`${level}: ${message}`);
        },
        cycles: run.cycles,
        approve: run.approve,
        onCycle: (cycle) => run.onCycle(cycle, count++),
      });
    } finally {
      await store.close();
    }
  } finally {
    await platform.stop();
  }
}

/**
 * Has the running platform's worker turn the loop: asks for a plan, lets the policy approve it where that is granted,
 * and waits for its writes.
 * @throws QT_DECIDE_AUTO_DENIED, QT_STORE_*
 */
export async function loopWithPlatform(run: LoopRun): Promise<readonly CycleResult[]> {
  refuseAuto(run);
  const home = homeOf();
  const following = new AbortController();
  const signal = AbortSignal.any([run.signal, following.signal]);
  const clock = openSiteClock(run.site, sitePaths(home.dir, run.site.id), Date.now, signal);
  try {
    return await withStore(home, run.log, async ({ store }) => {
      const results: CycleResult[] = [];
      while (results.length < run.cycles && !run.signal.aborted) {
        const result = await oneCycle(run, store, clock.nowMs, decisionKey(home.dir));
        run.onCycle(result, results.length);
        results.push(result);
      }
      return results;
    });
  } finally {
    following.abort();
  }
}

const newestTimeoutMs = 120_000;
const writesTimeoutMs = 120_000;
const ended = new Set(["verified", "refused", "expired", "failed", "handed-back"]);

async function newest(store: Store, site: Site): Promise<ProposalRecord | null> {
  return (await store.proposals.list(site.id, { limit: 1 }))[0] ?? null;
}

async function askForPlan(run: LoopRun, store: Store, nowMs: number): Promise<ProposalRecord | null> {
  const before = (await newest(store, run.site))?.proposal.id;
  const payload = { kind: "request", by: "qtwin loop" };
  await store.events.notify({ siteId: run.site.id, topic: "trigger", atMs: Math.round(nowMs), payload });
  const deadline = performance.now() + newestTimeoutMs;
  while (performance.now() < deadline && !run.signal.aborted) {
    const record = await newest(store, run.site);
    if (record !== null && record.proposal.id !== before) return record;
    await wait(pollMs);
  }
  return null;
}

async function oneCycle(
  run: LoopRun,
  store: Store,
  nowMs: () => number,
  key: Uint8Array,
): Promise<CycleResult> {
  const record = await askForPlan(run, store, nowMs());
  if (record === null) return noProposal;
  const { proposal } = record;
  if (run.approve === "auto" && record.state === "open") {
    const actor = { name: "policy", kind: "policy", roles: [] } as const;
    const ports = { store, key, nowMs: Math.round(nowMs()), twoPerson: false, autoApproval: true };
    await decideOn(ports, {
      proposalId: proposal.id,
      verdict: "approve",
      actor,
      note: "qtwin loop --approve auto",
    });
  }
  const writes = await writesOf(run, store, proposal.id, nowMs);
  const { gap, seconds } = proposal.solve;
  return {
    proposalId: proposal.id,
    state: (await store.proposals.get(proposal.id))?.state ?? record.state,
    reason: proposal.trigger,
    baselineCostEur: proposal.baseline.cost.totalEur,
    planCostEur: proposal.plan.cost.totalEur,
    predictedSavingPct: proposal.predictedSavingPct,
    gapPct: gap === null ? null : 100 * gap,
    solveSeconds: seconds,
    ...writes,
  };
}

const noProposal: CycleResult = {
  proposalId: null,
  state: "kept",
  reason: `no new proposal within ${newestTimeoutMs / 1000} s: the present plan is kept`,
  baselineCostEur: 0,
  planCostEur: 0,
  predictedSavingPct: 0,
  gapPct: null,
  solveSeconds: 0,
  writesDone: 0,
  writesVerified: 0,
};

/** Waits until what is due of a plan in force has ended; what nobody approves is not waited for beyond the limit. */
async function writesOf(run: LoopRun, store: Store, proposalId: string, nowMs: () => number) {
  const deadline = performance.now() + writesTimeoutMs;
  for (;;) {
    const [record, written] = await Promise.all([
      store.proposals.get(proposalId),
      store.commands.ofProposal(proposalId),
    ]);
    const commands = written.filter((command) => record && !isCorrection(record.proposal.plan, command));
    const due = (record?.proposal.commands ?? []).filter((slot) => countsAt(slot, nowMs())).length;
    const settled =
      commands.length > 0 && commands.length >= due && commands.every(({ state }) => ended.has(state));
    const never = record === null || ["draft", "rejected", "expired", "superseded"].includes(record.state);
    if (settled || never || run.signal.aborted || performance.now() > deadline)
      return {
        writesDone: commands.filter((command) => command.sends > 0).length,
        writesVerified: commands.filter((command) => command.state === "verified").length,
      };
    await wait(pollMs);
  }
}
