import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../../sites/foundry/src/plant.ts", import.meta.url));
const startDeadlineMs = 60_000;

/** What a plant's `endpoints.json` says. */
export interface PlantEndpoints {
  readonly pid: number;
  readonly opcua: { readonly endpointUrl: string };
  readonly mqtt: {
    readonly url: string;
    readonly caFile: string;
    readonly username: string;
    readonly passwordFile: string;
  };
  readonly panelSocket: string;
  readonly clock: { readonly epochWallMs: number; readonly epochPlantMs: number; readonly speed: number };
}

export interface PlantSecurityEvent {
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

/** The example plant as its own process, in a folder of its own. */
export interface FoundryPlant {
  readonly dir: string;
  readonly endpointsFile: string;
  readonly pki: (identity: "reader" | "writer" | "mqtt") => string;
  readonly endpoints: () => PlantEndpoints;
  /** Plant time now, UTC ms. */
  readonly nowMs: () => number;
  readonly securityEvents: () => readonly PlantSecurityEvent[];
  /** One line to the operator panel, one line back. */
  readonly panel: (request: object) => Promise<Record<string, unknown>>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends the process and waits; `SIGKILL` as a crash. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again in the same folder. */
  readonly start: () => Promise<void>;
  /** Ends it and removes the folder. */
  readonly close: () => Promise<void>;
}

export interface FoundryPlantOptions {
  readonly speed?: number;
  /** Days of history to simulate; 0 unless given, since it takes a while. */
  readonly historyDays?: number;
  /** More flags of the plant's program. */
  readonly flags?: readonly string[];
}

/** Starts the example plant on free loopback ports and waits until it serves. */
export async function startFoundryPlant(options: FoundryPlantOptions = {}): Promise<FoundryPlant> {
  const root = mkdtempSync(join(tmpdir(), "qtwin-plant-"));
  const dir = join(root, "plant");
  const endpointsFile = join(dir, "endpoints.json");
  const flags = [
    "--dir",
    dir,
    "--speed",
    String(options.speed ?? 10),
    "--history-days",
    String(options.historyDays ?? 0),
  ];
  let child: ChildProcess | null = null;

  const start = async () => {
    child = await launch([...flags, ...(options.flags ?? [])]);
  };
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill(signal);
    await ended;
  };
  const endpoints = () => JSON.parse(readFileSync(endpointsFile, "utf8")) as PlantEndpoints;
  await start();
  let clock = endpoints().clock;
  return {
    dir,
    endpointsFile,
    pki: (identity) => join(root, "pki", identity),
    endpoints,
    nowMs: () => clock.epochPlantMs + (Date.now() - clock.epochWallMs) * clock.speed,
    securityEvents: () => readLines(join(dir, "security.jsonl")) as readonly PlantSecurityEvent[],
    panel: (request) => askPanel(endpoints().panelSocket, request),
    signal: (signal) => child?.kill(signal),
    stop,
    start: async () => {
      await start();
      clock = endpoints().clock;
    },
    close: async () => {
      await stop("SIGKILL");
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Resolves with the process when it has said that it is ready. */
function launch(flags: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString("utf8");
  });
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`The plant ${what}. ${errors}`));
    const deadline = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`was not ready within ${startDeadlineMs} ms`);
    }, startDeadlineMs);
    child.once("exit", (code, signal) => {
      clearTimeout(deadline);
      fail(`ended before it was ready (${code ?? signal})`);
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!line.startsWith('{"ready"')) return;
      clearTimeout(deadline);
      resolve(child);
    });
  });
}

const readLines = (file: string): readonly unknown[] =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as unknown)
    : [];

const askPanel = (socketPath: string, request: object): Promise<Record<string, unknown>> =>
  new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write(`${JSON.stringify(request)}\n`));
    socket.once("error", reject);
    createInterface({ input: socket }).once("line", (line) => {
      socket.end();
      resolve(JSON.parse(line) as Record<string, unknown>);
    });
  });
