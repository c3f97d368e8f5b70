import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { readPlantEndpoints, type SimulatedPlant, type Site, sitePaths } from "@qtwin/loop";
import { serverError } from "../errors.ts";
import type { Home } from "../home.ts";
import type { ChildSpec } from "./child.ts";
import { type Health, healthFromFile } from "./child-health.ts";

const repoDir = resolve(import.meta.dirname, "../../../..");
const roleProgram = resolve(import.meta.dirname, "../role.ts");

export const roleNames = ["ingest", "worker", "api"] as const;
export type RoleName = (typeof roleNames)[number];

export const roleHealthFile = (home: Home, role: RoleName): string =>
  join(home.runDir, `${role}.health.json`);

export interface SpecOptions {
  readonly site: Site;
  readonly home: Home;
  readonly databaseUrl: string;
  /** Port of the API. */
  readonly port: number;
  /** Wall clock. */
  readonly nowMs: () => number;
}

/** One role of the platform as a process: the same program, told which part to play. */
export function roleSpec(role: RoleName, options: SpecOptions): ChildSpec {
  const { site, home, databaseUrl, port, nowMs } = options;
  const args = [roleProgram, "--role", role, "--site", site.file, "--home", home.dir];
  return {
    name: role,
    args: role === "api" ? [...args, "--port", String(port)] : args,
    env: { QTWIN_DATABASE_URL: databaseUrl },
    health: async (pid) => healthFromFile(roleHealthFile(home, role), pid, nowMs()),
    startTimeoutMs: 120_000,
  };
}

/**
 * The simulated plant as a process of its own; it keeps its files apart from ours.
 * @throws QT_SERVER_NO_PLANT
 */
export function plantSpec(site: Site, plant: SimulatedPlant, home: Home, pricesFile?: string): ChildSpec {
  const program = join(repoDir, "sites", plant.plant, "src", "plant.ts");
  if (!existsSync(program)) throw serverError.noPlant(plant.plant, program);
  const paths = sitePaths(home.dir, site.id);
  const options = {
    dir: paths.plantDir,
    speed: plant.speed,
    zone: plant.zone,
    start: plant.start,
    controller: plant.controller,
    seed: plant.seed,
    ...(plant.mismatch === undefined ? {} : { mismatch: plant.mismatch }),
    ...(pricesFile === undefined ? {} : { prices: pricesFile }),
  };
  return {
    name: "plant",
    args: [program, ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])],
    env: {},
    health: (pid) => plantHealth(paths, pid),
    startTimeoutMs: 120_000,
  };
}

async function plantHealth(paths: ReturnType<typeof sitePaths>, pid: number): Promise<Health> {
  try {
    const endpoints = readPlantEndpoints(paths);
    if (endpoints.pid !== pid) return { state: "starting" };
    const url = URL.parse(String(endpoints.opcua.endpointUrl));
    return { state: url !== null && (await listens(url.hostname, Number(url.port))) ? "ready" : "silent" };
  } catch {
    return { state: "starting" };
  }
}

const connectTimeoutMs = 2_000;

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectTimeoutMs });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}
