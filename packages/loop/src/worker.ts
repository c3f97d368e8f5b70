import type { Store } from "@qtwin/store";
import type { SiteClock, WriteLink } from "@qtwin/twin";
import type { AnyUseCase, ApproveMode, Log, LoopContext, Solve } from "./context.ts";
import { takeSnapshot } from "./planning/capture.ts";
import { decisionKey } from "./planning/decision-key.ts";
import { improveByWindow, keepIn } from "./planning/improve-by-window.ts";
import { modelText, solveInThread } from "./planning/solving.ts";
import { grantSiteModes } from "./planning/step-down.ts";
import { triggerOf } from "./planning/triggers.ts";
import { loadUseCase, useCaseParameters } from "./planning/use-case.ts";
import type { Site } from "./site/index.ts";
import { createStatusBoard, type PartStatus } from "./status.ts";
import { waitWall } from "./wait.ts";
import { wakeDecision } from "./workflows/await-decision.ts";
import { createConductor } from "./workflows/conductor.ts";
import { createPlanner, type Planner } from "./workflows/planner.ts";
import { launchWorkflows, stopWorkflows } from "./workflows/runtime.ts";
import { keepLease } from "./write/lease.ts";
import { keepWriter, openWriter } from "./write/writer-link.ts";

export interface WorkerOptions {
  readonly site: Site;
  readonly store: Store;
  /** The data directory (`QTWIN_HOME`). */
  readonly homeDir: string;
  /** Server of the store; the workflows keep their journal there, in schema `dbos`. */
  readonly databaseUrl: string;
  /** Plant time. */
  readonly clock: SiteClock;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Wall seconds one solve may take; default 30. */
  readonly solveTimeS?: number;
  /** The same after an event that may have broken the plan in force; default 5, at most `solveTimeS`. */
  readonly replanTimeS?: number;
  /** Plant minutes between planned re-plans; default 30. 0: only events make plans. */
  readonly planEveryMin?: number;
  /** `auto`: the policy approves, where the site allows it; default `ask`. */
  readonly approve?: ApproveMode;
  /** Told once the workflows run. */
  readonly onReady?: (worker: WorkerHandle) => void;
  /** What stands in for the site's own, for tests. */
  readonly parts?: {
    readonly useCase?: AnyUseCase;
    readonly parameters?: unknown;
    readonly solve?: Solve;
    readonly openWriter?: () => Promise<WriteLink>;
  };
}

/** What a running worker tells and can be asked. */
export interface WorkerHandle {
  readonly status: () => readonly PartStatus[];
  readonly context: LoopContext;
  readonly planner: Planner;
}

/** Plant time in whole milliseconds, as the store keeps it. */
const wholeMs = (clock: SiteClock): SiteClock => ({
  nowMs: () => Math.round(clock.nowMs()),
  get speed() {
    return clock.speed;
  },
});

function deadlinesOf({ solveTimeS = 30, replanTimeS = 5 }: WorkerOptions) {
  return { plannedS: solveTimeS, urgentS: Math.min(replanTimeS, solveTimeS) };
}

async function contextOf(options: WorkerOptions): Promise<LoopContext & { close: () => Promise<void> }> {
  const { site, store, log, signal, parts } = options;
  const clock = wholeMs(options.clock);
  const useCase = parts?.useCase ?? (await loadUseCase(site.useCase));
  const status = createStatusBoard(site.id, store, clock, log);
  const open = parts?.openWriter ?? (() => openWriter({ site, store, clock, log, homeDir: options.homeDir }));
  const writer = keepWriter(open, status, (wallMs) => waitWall(wallMs, signal), signal);
  return {
    site,
    store,
    clock,
    log,
    status,
    useCase,
    key: decisionKey(options.homeDir),
    parameters: parts?.parameters ?? useCaseParameters(useCase, site),
    solve:
      parts?.solve ??
      solveInThread(deadlinesOf(options), signal, store.experience, (cause) =>
        log("warn", `What this solve taught is not kept: ${String(cause)}`),
      ),
    ...(parts?.solve ? {} : { improve: improveByWindow(log, keepIn(store.evidence, log)) }),
    capture: () => takeSnapshot(site, store, clock),
    toMps: modelText,
    approve: options.approve ?? "ask",
    link: writer.current,
    wait: (plantMs) => waitWall(plantMs / clock.speed, signal),
    close: writer.close,
  };
}

/** Wakes what waits for a decision and plans anew when something happened. */
async function listen(context: LoopContext, planner: Planner): Promise<{ close: () => Promise<void> }> {
  return context.store.events.listen(
    async ({ topic, payload }) => {
      const { proposalId, verdict } = (payload ?? {}) as Record<string, unknown>;
      const trigger = triggerOf(topic, payload);
      if (trigger) planner.trigger(trigger);
      if (topic === "proposal" && verdict && typeof proposalId === "string") await wakeDecision(proposalId);
    },
    { siteId: context.site.id, topics: ["trigger", "change", "proposal"] },
  );
}

/**
 * Runs the loop of a site until the signal: plans on schedule and on events, waits for decisions, writes what is
 * approved, keeps the lease. Every piece of state that matters is in the store: a worker that dies is replaced by
 * the next one. Rejects when it cannot start; once it runs it degrades instead.
 * @throws QT_LOOP_ALREADY_RUNNING, QT_LOOP_NO_USE_CASE, QT_LOOP_BAD_KEY, QT_STORE_*
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { signal, databaseUrl, planEveryMin = 30 } = options;
  const context = await contextOf(options);
  try {
    await grantSiteModes(context);
    await launchWorkflows(context, databaseUrl);
    const planner = createPlanner(context, planEveryMin);
    const listener = await listen(context, planner);
    const conductor = createConductor(context, planner.trigger);
    options.onReady?.({ status: context.status.all, context, planner });
    await Promise.all([
      keepLease(context, signal),
      conductor.run(signal, planEveryMin > 0 ? planner.tick : () => undefined),
    ]);
    await listener.close();
  } finally {
    await stopWorkflows();
    await context.close();
  }
}
