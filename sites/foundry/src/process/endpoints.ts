import { createHash, randomInt } from "node:crypto";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJsonFile, writeFileAtomic } from "./files.ts";
import type { PlantEpoch } from "./plant-clock.ts";

/** Where a running plant can be reached: `endpoints.json`. */
export interface Endpoints {
  readonly pid: number;
  /** Wall time at which the process started, UTC ms. */
  readonly startedAtMs: number;
  readonly opcua: { readonly endpointUrl: string };
  readonly mqtt: {
    readonly url: string;
    readonly caFile: string;
    readonly username: string;
    readonly passwordFile: string;
  };
  readonly panelSocket: string;
  readonly clock: PlantEpoch;
  readonly priceSource: string;
}

export const endpointsFile = (plantDir: string): string => join(plantDir, "endpoints.json");

export const readEndpoints = (plantDir: string): Endpoints | null =>
  readJsonFile(endpointsFile(plantDir)) as Endpoints | null;

export const writeEndpoints = (plantDir: string, endpoints: Endpoints): void =>
  writeFileAtomic(endpointsFile(plantDir), `${JSON.stringify(endpoints, null, 2)}\n`);

/** The port in an address such as `opc.tcp://127.0.0.1:4840/foundry`. */
export const portOf = (url: string): number => Number(new URL(url).port);

/** The port to listen on: the one given, else the one of last time if it is free, else any. */
export async function choosePort(given: number | null, last: number | null): Promise<number> {
  if (given !== null) return given;
  if (last !== null && (await isFree(last))) return last;
  return freePort();
}

const isFree = (port: number): Promise<boolean> =>
  listenOnce(port).then(
    () => true,
    () => false,
  );

/**
 * A free port below those the system gives to outgoing connections: one of them could take a kept port while the
 * plant is down.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
  return listenOnce(0);
}

const listenOnce = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const bound = address !== null && typeof address === "object" ? address.port : port;
      server.close(() => resolve(bound));
    });
  });

/** Socket paths are limited to about 100 bytes by the system; a deep folder gets a short name elsewhere. */
const longestSocketPath = 100;

export function panelSocketPath(plantDir: string): string {
  const path = join(plantDir, "panel.sock");
  if (Buffer.byteLength(path) <= longestSocketPath) return path;
  return join(tmpdir(), `qtwin-panel-${createHash("sha1").update(path).digest("hex").slice(0, 12)}.sock`);
}

/** Whether a plant answers at a panel socket: its folder has an owner then. */
export const isServed = (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
