import { setTimeout as wait } from "node:timers/promises";
import { serverError } from "../errors.ts";
import type { Home } from "../home.ts";
import { healthyAfterMs, restartDelayMs } from "./backoff.ts";
import { adoptChild, type ChildSpec, logFile, type RunningChild, startChild } from "./child.ts";
import { lastWords } from "./child-health.ts";

export interface KeptChild {
  readonly name: string;
  /** Resolves when it works for the first time; rejects when it cannot start. */
  readonly ready: Promise<void>;
  /** Pid of the process that runs now; null between two. */
  readonly pid: () => number | null;
  readonly restarts: () => number;
  readonly stop: () => Promise<void>;
}

export interface KeepPorts {
  readonly home: Home;
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  readonly log: (message: string) => void;
}

const readyPollMs = 100;
const watchPollMs = 2_000;
/** Chances in a row to answer that a silent child gets, each `watchPollMs` apart. */
const silentLimit = 3;
const graceMs = 10_000;

/** Waits until a child works. @throws why it does not: its own words, or that it ended or was late */
async function untilReady(child: RunningChild, spec: ChildSpec, ports: KeepPorts): Promise<void> {
  const deadline = ports.nowMs() + spec.startTimeoutMs;
  const log = logFile(ports.home, spec.name);
  let ended: string | null = null;
  void child.exited.then((how) => {
    ended = how;
  });
  for (;;) {
    const health = await spec.health(child.pid);
    if (health.state === "ready") return;
    if (health.state === "failed") throw health.error;
    if (ended !== null) throw lastWords(log) ?? serverError.childFailed(spec.name, log, ended);
    if (ports.nowMs() > deadline) throw serverError.childLate(spec.name, spec.startTimeoutMs / 1000, log);
    await wait(readyPollMs);
  }
}

/** Resolves when a child stopped answering, so that it is replaced. */
async function untilSilent(child: RunningChild, spec: ChildSpec, signal: AbortSignal): Promise<string> {
  let silent = 0;
  while (silent < silentLimit) {
    await wait(watchPollMs, undefined, { signal, ref: false });
    silent = (await spec.health(child.pid)).state === "silent" ? silent + 1 : 0;
  }
  return "no longer answered";
}

/** Starts a child or takes over the one that runs, and starts it again whenever it ends, until told to stop. */
export function keepRunning(spec: ChildSpec, ports: KeepPorts): KeptChild {
  const stopping = new AbortController();
  let current: RunningChild | null = null;
  let restarts = 0;
  let tellReady = (): void => undefined;
  let tellFailed = (_error: unknown): void => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    tellReady = resolve;
    tellFailed = reject;
  });
  ready.catch(() => undefined);

  const runOnce = async (first: boolean): Promise<string> => {
    const child = (await adoptChild(spec, ports.home)) ?? startChild(spec, ports.home);
    current = child;
    if (stopping.signal.aborted) await child.end(graceMs);
    try {
      await untilReady(child, spec, ports);
    } catch (error) {
      if (first) tellFailed(error);
      await child.end(graceMs);
      return error instanceof Error ? error.message : String(error);
    }
    tellReady();
    ports.log(`${spec.name} ${child.adopted ? "taken over" : "started"} (pid ${child.pid})`);
    const watch = new AbortController();
    const silent = untilSilent(child, spec, watch.signal).catch(() => child.exited);
    const how = await Promise.race([child.exited, silent]);
    watch.abort();
    await child.end(graceMs);
    return how;
  };

  const loop = async (): Promise<void> => {
    let failures = 0;
    for (let first = true; !stopping.signal.aborted; first = false) {
      const startedAt = ports.nowMs();
      const how = await runOnce(first).catch((error: unknown) => {
        if (first) tellFailed(error);
        return error instanceof Error ? error.message : String(error);
      });
      current = null;
      if (stopping.signal.aborted) return;
      failures = ports.nowMs() - startedAt > healthyAfterMs ? 1 : failures + 1;
      restarts += 1;
      const delayMs = restartDelayMs(failures);
      ports.log(`${spec.name} is away (${how}); started again in ${delayMs / 1000} s`);
      await wait(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const done = loop();

  return {
    name: spec.name,
    ready,
    pid: () => current?.pid ?? null,
    restarts: () => restarts,
    stop: async () => {
      stopping.abort();
      await current?.end(graceMs);
      await done;
    },
  };
}
