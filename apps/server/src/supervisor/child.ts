import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { fileFailure } from "../errors.ts";
import { type Home, writeFileAtomic } from "../home.ts";
import type { Health } from "./child-health.ts";
import { identityOf, isRunning, type ProcessIdentity } from "./process-identity.ts";

/** A program the supervisor keeps running. */
export interface ChildSpec {
  /** Also the name of its pid and log files. */
  readonly name: string;
  /** For the Node that runs us. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly health: (pid: number) => Promise<Health>;
  readonly startTimeoutMs: number;
}

/** A running process: started here, or by a supervisor before us. */
export interface RunningChild {
  readonly pid: number;
  readonly adopted: boolean;
  /** Resolves with how it ended, in words. */
  readonly exited: Promise<string>;
  /** Asks it to end; after the grace period it is killed. */
  readonly end: (graceMs: number) => Promise<void>;
}

const pidSchema = z.object({ pid: z.number().int(), start: z.string(), args: z.array(z.string()) });

const pidFile = (home: Home, name: string): string => join(home.runDir, `${name}.pid`);
export const logFile = (home: Home, name: string): string => join(home.logsDir, `${name}.log`);

const maxLogBytes = 20_000_000;
const pollMs = 100;

/** A log over its limit moves aside, once: two files a process, never more. */
function openLog(file: string): number {
  try {
    if (statSync(file).size > maxLogBytes) renameSync(file, `${file}.1`);
  } catch {
    // There is no log yet.
  }
  try {
    return openSync(file, "a", 0o600);
  } catch (thrown) {
    throw fileFailure(thrown, file);
  }
}

/**
 * Starts a child in a process group of its own, so that Ctrl-C reaches only its supervisor, which ends it in order.
 * @throws QT_SERVER_DISK_FULL, QT_SERVER_NOT_WRITABLE
 */
export function startChild(spec: ChildSpec, home: Home): RunningChild {
  const log = openLog(logFile(home, spec.name));
  let child: ChildProcess;
  try {
    child = spawn(process.execPath, spec.args, {
      env: { ...process.env, ...spec.env },
      stdio: ["ignore", log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  if (child.pid === undefined) return { pid: 0, adopted: false, exited, end: async () => undefined };
  const identity = identityOf(child.pid) ?? { pid: child.pid, start: "" };
  try {
    writeFileAtomic(pidFile(home, spec.name), JSON.stringify({ ...identity, args: spec.args }));
  } catch (thrown) {
    child.kill("SIGKILL");
    throw thrown;
  }
  return running(identity, exited, false, () => forget(home, spec.name, identity));
}

function forget(home: Home, name: string, { pid }: ProcessIdentity): void {
  if (readPid(home, name)?.pid === pid) rmSync(pidFile(home, name), { force: true });
}

function readPid(home: Home, name: string): z.infer<typeof pidSchema> | null {
  try {
    return pidSchema.parse(JSON.parse(readFileSync(pidFile(home, name), "utf8")));
  } catch {
    return null;
  }
}

function running(
  identity: ProcessIdentity,
  exited: Promise<string>,
  adopted: boolean,
  onEnd: () => void,
): RunningChild {
  const ended = exited.then((how) => {
    onEnd();
    return how;
  });
  return {
    pid: identity.pid,
    adopted,
    exited: ended,
    end: async (graceMs) => {
      // A timer of our own keeps this process until the child has ended: one taken over is no handle that would.
      const grace = setTimeout(() => signal(identity, "SIGKILL"), graceMs);
      signal(identity, "SIGTERM");
      await ended;
      clearTimeout(grace);
    },
  };
}

/** Only ever signals the very process it means, never a later one with its pid. */
function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch {
    // It ended in between.
  }
}

/** Arguments of the child that an earlier supervisor left running; null when there is none. */
export function leftRunning(name: string, home: Home): readonly string[] | null {
  const known = readPid(home, name);
  return known !== null && isRunning(known) ? known.args : null;
}

async function watchExit(identity: ProcessIdentity): Promise<string> {
  while (isRunning(identity)) await wait(pollMs, undefined, { ref: false });
  return "ended";
}

/**
 * Takes over the child that an earlier supervisor left: the same process, the same arguments, and healthy. Any other
 * that it left is ended. Null when there is none to take over.
 */
export async function adoptChild(spec: ChildSpec, home: Home): Promise<RunningChild | null> {
  const known = readPid(home, spec.name);
  if (known === null || !isRunning(known)) return null;
  const child = running(known, watchExit(known), true, () => forget(home, spec.name, known));
  const sameProgram = JSON.stringify(known.args) === JSON.stringify(spec.args);
  const health = sameProgram ? await spec.health(known.pid) : { state: "silent" };
  if (health.state === "ready") return child;
  await child.end(3_000);
  return null;
}
