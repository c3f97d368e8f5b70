import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { QtwinError } from "@qtwin/core";
import pg from "pg";
import { toStoreError } from "../database-error.ts";
import { storeErrors } from "../errors.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { ownerName, ownerPassword, prepareDataDir } from "./data-dir.ts";
import { freePort, isFree } from "./free-port.ts";
import type { PostgresOptions, RunningPostgres } from "./postgres.ts";
import { commandLineOf, isAlive } from "./process-of.ts";
import { postgresDir, type ServerUser, serverUser } from "./server-user.ts";

const run = promisify(execFile);
const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;
const database = "qtwin";

interface Place {
  readonly binaries: Binaries;
  readonly user: ServerUser | null;
  readonly dataDir: string;
  readonly logFile: string;
  readonly password: string;
  readonly port: number;
  readonly log: (message: string) => void;
}

/**
 * Starts the platform's own PostgreSQL, or takes over the one that runs already on the same files. It listens on
 * 127.0.0.1 only, with a password, runs as an unprivileged user, and outlives its parent.
 * @throws QT_STORE_NO_BINARIES, QT_STORE_DATA_VERSION, QT_STORE_PORT_BUSY, QT_STORE_DISK_FULL, QT_STORE_NOT_STARTED,
 * QT_STORE_WRONG_PASSWORD
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const homeDir = path.resolve(options.homeDir);
  const user = serverUser();
  const folder = await postgresDir(homeDir, user);
  const binaries = await findBinaries(user, folder);
  const password = await ownerPassword(homeDir);
  const dataDir = await prepareDataDir(folder, binaries, user, password);
  const logDir = path.join(homeDir, "logs");
  await mkdir(logDir, { recursive: true });
  const log = options.log ?? (() => undefined);
  const logFile = path.join(logDir, "postgres.log");
  const running = await runningServer(dataDir);
  const port = running?.port ?? (await keptPort(folder, options.port));
  const place: Place = { binaries, user, dataDir, logFile, password, port, log };
  const server = running ? adopt(running.pid) : await launch(place);
  await untilReady(place, server);
  await ensureDatabase(place);
  log(`PostgreSQL ${running ? "taken over" : "started"} on 127.0.0.1:${port} (pid ${server.pid})`);
  return {
    url: urlOf(place, database),
    pid: server.pid,
    port,
    adopted: running !== null,
    exited: server.exited,
    stop: () => stopServer(place, server.pid),
  };
}

interface Server {
  readonly pid: number;
  readonly exited: Promise<void>;
}

const urlOf = (place: Place, name: string): string =>
  `postgresql://${ownerName}:${place.password}@127.0.0.1:${place.port}/${name}`;

/** The server that holds the data folder; a lock file that a crash or a reboot left behind is removed. */
async function runningServer(dataDir: string): Promise<{ pid: number; port: number } | null> {
  const lockFile = path.join(dataDir, "postmaster.pid");
  const lines = (await readFile(lockFile, "utf8").catch(() => "")).split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  const command = isAlive(pid) ? commandLineOf(pid) : "";
  const ours = command === null || (command.includes("postgres") && command.includes(dataDir));
  if (ours && port > 0) return { pid, port };
  await rm(lockFile, { force: true });
  return null;
}

function adopt(pid: number): Server {
  const exited = (async () => {
    while (isAlive(pid)) await wait(500, undefined, { ref: false });
  })();
  return { pid, exited };
}

async function keptPort(folder: string, preferred: number | undefined): Promise<number> {
  const file = path.join(folder, "port");
  const kept = Number(await readFile(file, "utf8").catch(() => ""));
  if (Number.isInteger(kept) && kept > 0) {
    if (!(await becomesFree(kept))) throw storeErrors.portBusy(kept);
    return kept;
  }
  if (preferred !== undefined && !(await isFree(preferred))) throw storeErrors.portBusy(preferred);
  const port = preferred ?? (await freePort());
  await writeFile(`${file}.new`, String(port));
  await rename(`${file}.new`, file);
  return port;
}

/** What is left of a server that was killed lets go of its port within moments. */
async function becomesFree(port: number): Promise<boolean> {
  const deadline = performance.now() + 2_000;
  while (!(await isFree(port))) {
    if (performance.now() > deadline) return false;
    await wait(100);
  }
  return true;
}

const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "shared_buffers=128MB",
  "max_connections=100",
  "fsync=on",
  "synchronous_commit=on",
  "full_page_writes=on",
  "wal_compression=on",
  "max_wal_size=2GB",
  "work_mem=32MB",
  "max_parallel_workers_per_gather=0",
  "password_encryption=scram-sha-256",
  "log_line_prefix=%m [%p] ",
  "log_timezone=UTC",
  "timezone=UTC",
];

/** Starts the server; one that finds the remains of a killed one still ending is started again. */
async function launch(place: Place): Promise<Server> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const child = spawnServer(place);
    const ended = await endedEarly(child);
    if (ended === null) return childServer(child);
    const text = await logTail(place.logFile);
    if (!stillEnding(text) || performance.now() > deadline) throw startError(place, text);
    await wait(200);
  }
}

function spawnServer(place: Place): ChildProcess {
  const log = openSync(place.logFile, "a");
  try {
    return spawn(
      place.binaries.postgres,
      ["-D", place.dataDir, "-p", String(place.port), ...settings.flatMap((each) => ["-c", each])],
      {
        ...(place.user ?? {}),
        detached: true,
        stdio: ["ignore", log, log],
        env: { PATH: process.env.PATH ?? "" },
        cwd: place.dataDir,
      },
    );
  } finally {
    closeSync(log);
  }
}

/** The exit code when it ends within the first moments, null when it lives on to be asked over its port. */
function endedEarly(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), 300);
    const end = (code: number) => {
      clearTimeout(timer);
      resolve(code);
    };
    child.once("error", () => end(-1));
    child.once("exit", (code) => end(code ?? -1));
  });
}

function childServer(child: ChildProcess): Server {
  child.unref();
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
  return { pid: child.pid!, exited };
}

const stillEnding = (log: string): boolean =>
  log.includes("pre-existing shared memory block") ||
  log.includes('lock file "postmaster.pid" already exists');

async function logTail(logFile: string): Promise<string> {
  const text = await readFile(logFile, "utf8").catch(() => "");
  return text.slice(-2_000).split("\n").slice(-12).join("\n");
}

function startError(place: Place, log: string): QtwinError {
  if (log.includes("No space left on device")) return storeErrors.diskFull(place.dataDir);
  if (/could not bind|Address already in use/.test(log)) return storeErrors.portBusy(place.port);
  const lines = log.trim().split("\n");
  const line = lines.findLast((each) => /FATAL|PANIC|error while loading/.test(each)) ?? lines.at(-1) ?? "";
  return storeErrors.notStarted(line.replace(/^.*?(FATAL|PANIC):\s*/, ""), place.logFile);
}

/** Waits through crash recovery. */
async function untilReady(place: Place, server: Server): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const found = await ask(place, "postgres", "select 1").catch(QtwinError.from);
    if (!(found instanceof QtwinError)) return;
    if (found.kind !== "unavailable") throw found;
    if (!isAlive(server.pid)) throw startError(place, await logTail(place.logFile));
    if (performance.now() > deadline) {
      throw storeErrors.notStarted(`no answer within ${startTimeoutMs / 1000} s`, place.logFile);
    }
    await wait(50);
  }
}

async function ensureDatabase(place: Place): Promise<void> {
  const rows = await ask(place, "postgres", `select 1 from pg_database where datname = '${database}'`);
  if (rows.length === 0) await ask(place, "postgres", `create database ${database}`);
}

async function ask(place: Place, name: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: urlOf(place, name), connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } catch (thrown) {
    throw toStoreError(thrown, `127.0.0.1:${place.port}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopServer(place: Place, pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  if (process.platform === "win32") {
    await run(place.binaries.pgCtl, ["stop", "-D", place.dataDir, "-m", "fast"]).catch(() => undefined);
  } else {
    process.kill(pid, "SIGINT");
  }
  const deadline = performance.now() + stopTimeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) {
      process.kill(pid, "SIGQUIT");
      return;
    }
    await wait(20);
  }
  place.log("PostgreSQL stopped");
}
