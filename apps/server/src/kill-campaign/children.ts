import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

export type JsonLine = Readonly<Record<string, unknown>>;

/** A child process that can be killed and started again, whose JSON lines are heard; one that dies by itself is restarted. */
export interface Child {
  /** How often it died without being killed. */
  readonly crashes: () => number;
  readonly start: () => void;
  /** SIGKILL; resolves when the process is gone. */
  readonly kill: () => Promise<void>;
}

const restartMs = 500;

/** @param logFile everything it prints, for a look after a failure */
export function createChild(
  args: readonly string[],
  logFile: string,
  onLine: (line: JsonLine) => void,
  env: Readonly<Record<string, string>> = {},
): Child {
  let child: ChildProcess | null = null;
  let crashes = 0;
  let restart: ReturnType<typeof setTimeout> | undefined;
  const start = (): void => {
    const started = spawn(process.execPath, [...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    started.stderr.on("data", (text) => appendFileSync(logFile, String(text)));
    createInterface({ input: started.stdout }).on("line", (text) => {
      appendFileSync(logFile, `${text}\n`);
      try {
        onLine(JSON.parse(text) as JsonLine);
      } catch {
        // A line cut off by SIGKILL.
      }
    });
    started.once("exit", () => {
      if (child !== started) return;
      crashes += 1;
      child = null;
      restart = setTimeout(start, restartMs);
    });
  };
  return {
    start,
    crashes: () => crashes,
    kill: async () => {
      clearTimeout(restart);
      const ending = child;
      child = null;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => ending.once("exit", () => resolve()));
      ending.kill("SIGKILL");
      await gone;
    },
  };
}
