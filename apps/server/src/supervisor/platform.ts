import { mkdirSync } from "node:fs";
import { type Site, sitePaths } from "@qtwin/loop";
import { ensureFirstUser, type FirstUser } from "../auth/first-user.ts";
import { fileFailure, serverError } from "../errors.ts";
import { type Home, homeOf, makeHome } from "../home.ts";
import { writeSecret } from "../secrets.ts";
import { databaseUrlFile, useStore } from "../with-store.ts";
import { leftRunning } from "./child.ts";
import { plantSpec, type RoleName, roleSpec, type SpecOptions } from "./child-specs.ts";
import { keepDatabase } from "./database.ts";
import { type KeepPorts, type KeptChild, keepRunning } from "./keep-running.ts";
import { type OwnerLock, ownHome } from "./owner-lock.ts";
import { freePort, usualPort } from "./port.ts";

export interface PlatformOptions {
  readonly site: Site;
  readonly home?: Home;
  /** 0: any free one. Absent: the usual one, or the next free. */
  readonly port?: number;
  /** Plant seconds per second, instead of the site file's. */
  readonly speed?: number;
  /** Day-ahead prices instead of the public data. */
  readonly pricesFile?: string;
  /** Default: all. */
  readonly roles?: readonly RoleName[];
  /** What a person waiting for it should see. */
  readonly log: (message: string) => void;
  /** Ends the platform, also while it is starting. */
  readonly signal?: AbortSignal;
}

/** The platform, running. */
export interface Platform {
  readonly home: Home;
  readonly databaseUrl: string;
  /** Where browsers find it; null without the role `api`. */
  readonly url: string | null;
  /** Who may sign in first. */
  readonly firstUser: FirstUser;
  readonly children: readonly KeptChild[];
  /** Ends everything in order; nothing it started is left. */
  readonly stop: () => Promise<void>;
}

/** Things to end, last started first ended; what is added after the end began is ended at once. */
function stopStack(log: (message: string) => void) {
  const stops: (() => Promise<void>)[] = [];
  let done: Promise<void> | null = null;
  const end = (stop: () => Promise<void>): Promise<void> =>
    stop().catch((error: unknown) => log(`while stopping: ${String(error)}`));
  const endAll = async (): Promise<void> => {
    for (const stop of stops.reverse()) await end(stop);
  };
  return {
    add: async (stop: () => Promise<void>): Promise<void> => {
      if (done === null) stops.push(stop);
      else await end(stop);
    },
    run: (): Promise<void> => (done ??= endAll()),
  };
}

/**
 * Starts the database, the simulated plant and the roles, and keeps them running until stopped.
 * @throws QT_SERVER_*, QT_STORE_*: the first thing that cannot start; what ran by then is ended
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const home = options.home ?? homeOf();
  const { site, log } = options;
  makeHome(home);
  const lock = ownHome(home, site.id);
  const stops = stopStack(log);
  await stops.add(async () => lock.release());
  options.signal?.addEventListener("abort", () => void stops.run(), { once: true });
  try {
    return await startParts(options, home, lock, stops);
  } catch (error) {
    await stops.run();
    throw options.signal?.aborted ? serverError.stoppedWhileStarting() : error;
  }
}

async function startParts(
  options: PlatformOptions,
  home: Home,
  lock: OwnerLock,
  stops: ReturnType<typeof stopStack>,
): Promise<Platform> {
  const { site, log } = options;
  const roles = options.roles ?? ["ingest", "worker", "api"];
  const ports: KeepPorts = { home, log, nowMs: () => performance.now() };
  const withApi = roles.includes("api");
  const port = withApi ? await choosePort(options.port, home) : 0;
  const keep = (spec: Parameters<typeof keepRunning>[0]): KeptChild => {
    const child = keepRunning(spec, ports);
    void stops.add(child.stop);
    return child;
  };

  log("Starting PostgreSQL and the plant …");
  const plant = startPlant(options, home, keep);
  const plantReady = Promise.all(plant.map((child) => child.ready));
  const opening = keepDatabase(home, log).then(async (database) => {
    await stops.add(database.stop);
    return database;
  });
  // Whichever cannot start says so at once; the other is ended by the caller.
  const [database] = await Promise.all([opening, plantReady]);
  writeSecret(home, databaseUrlFile, database.url);
  const firstUser = await useStore(database.url, (store) => ensureFirstUser(store, home, Date.now()));

  log("Starting Qtwin …");
  const specs: SpecOptions = { site, home, databaseUrl: database.url, port, nowMs: Date.now };
  const children = roles.map((role) => keep(roleSpec(role, specs)));
  await Promise.all(children.map((child) => child.ready));
  const url = withApi ? `http://127.0.0.1:${port}` : null;
  if (url !== null) lock.publish(url);
  const { url: databaseUrl } = database;
  return { home, databaseUrl, url, firstUser, children: [...plant, ...children], stop: stops.run };
}

/** The port of an API that still runs, so that it can be taken over; else a free one. */
async function choosePort(wanted: number | undefined, home: Home): Promise<number> {
  const args = leftRunning("api", home) ?? [];
  const left = Number(args[args.indexOf("--port") + 1]);
  if (left > 0 && (wanted === undefined || wanted === 0 || wanted === left)) return left;
  return wanted === undefined ? usualPort() : freePort(wanted);
}

function startPlant(
  options: PlatformOptions,
  home: Home,
  keep: (spec: Parameters<typeof keepRunning>[0]) => KeptChild,
): readonly KeptChild[] {
  const { site, speed, pricesFile } = options;
  if (site.simulated === null) return [];
  const { plantDir } = sitePaths(home.dir, site.id);
  try {
    mkdirSync(plantDir, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw fileFailure(thrown, plantDir);
  }
  const plant = { ...site.simulated, speed: speed ?? site.simulated.speed };
  return [keep(plantSpec(site, plant, home, pricesFile))];
}
