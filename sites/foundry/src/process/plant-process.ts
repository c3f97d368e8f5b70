import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { QtwinError } from "@qtwin/core";
import { createFoundry, restoreFoundry } from "../foundry.ts";
import { loadMarket } from "../market/load-market.ts";
import type { Market } from "../market/market.ts";
import { plant } from "../plant-data.ts";
import type { Foundry, SensorReading } from "../plant-model.ts";
import { type Endpoints, isServed, panelSocketPath, readEndpoints, writeEndpoints } from "./endpoints.ts";
import { openFaces } from "./faces.ts";
import { type HistoryArchive, openHistory, type QuarterMeans } from "./history-archive.ts";
import type { HistoryJob } from "./history-worker.ts";
import { createMarketSource } from "./meters.ts";
import { continueEpoch, type PlantEpoch, plantNowMs } from "./plant-clock.ts";
import { catchUp, startRunner } from "./runner.ts";
import { loadState, mismatchOf, type PlantIdentity, saveState } from "./state-file.ts";

export interface PlantSettings {
  /** The plant's own folder. */
  readonly dir: string;
  /** Where Qtwin's certificates and passwords are put at commissioning. */
  readonly clientPkiDir: string;
  readonly dataDir: string;
  readonly pricesFile: string | null;
  readonly identity: PlantIdentity;
  readonly speed: number;
  /** Days before the start that the historian knows; 0 for none. */
  readonly historyDays: number;
  readonly opcuaPort: number | null;
  readonly mqttPort: number | null;
}

/** What the process needs from outside. */
export interface PlantSurroundings {
  readonly wallNowMs: () => number;
  readonly pid: number;
  /** One line of the plant's log. */
  readonly log: (entry: object) => void;
}

export interface RunningPlant {
  readonly endpoints: Endpoints;
  /** Checkpoints and closes everything. */
  readonly stop: () => Promise<void>;
}

const checkpointEveryMs = 5000;
/** Two days: the state file stays small, billing peaks are in the state itself. */
const keptQuarters = 192;

/**
 * Runs the plant: goes on from its checkpoint or begins, lives through what it missed, then serves.
 * @throws QT_FOUNDRY_ALREADY_RUNNING, QT_FOUNDRY_OTHER_PLANT
 */
export async function runPlant(settings: PlantSettings, around: PlantSurroundings): Promise<RunningPlant> {
  const { dir, identity } = settings;
  const startedAtMs = around.wallNowMs();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const panelSocket = panelSocketPath(dir);
  if (await isServed(panelSocket)) throw alreadyRunning(dir);
  const previous = readEndpoints(dir);
  const market = openMarket(settings);
  const foundry = openFoundry(settings, market);
  let epoch = continueEpoch(previous?.clock ?? null, foundry.nowMs(), settings.speed, around.wallNowMs());
  await catchUp(foundry, () => plantNowMs(epoch, around.wallNowMs()));

  const survive = survivor(around.log);
  const checkpoint = () =>
    survive("The checkpoint", () =>
      saveState(dir, { identity, nowMs: foundry.nowMs(), foundry: foundry.checkpoint() }),
    );
  const history = openHistory(join(dir, "history.jsonl"));
  const plant = { foundry, history, epoch: () => epoch, checkpoint, previous };
  const faces = await openFaces(plant, settings, around, panelSocket);
  const marketNews = createMarketSource(market);
  const show = (readings: readonly SensorReading[]) => {
    faces.show(readings);
    faces.publish(marketNews(foundry));
    survive("The history", () => history.observe(foundry.nowMs(), readings));
    for (const event of foundry.events()) around.log({ event });
  };
  const endpoints = (): Endpoints => ({
    pid: around.pid,
    startedAtMs,
    ...faces.addresses,
    panelSocket,
    clock: epoch,
    priceSource: market.priceSource,
  });
  const rebase = (next: PlantEpoch) => {
    epoch = next;
    writeEndpoints(dir, endpoints());
  };

  show(foundry.readings());
  checkpoint();
  writeEndpoints(dir, endpoints());
  const runner = startRunner(foundry, epoch, around.wallNowMs, show, rebase);
  const saving = setInterval(checkpoint, checkpointEveryMs);
  const historyWorker = fillHistory(history, settings, around.log);
  return {
    endpoints: endpoints(),
    stop: async () => {
      runner.stop();
      clearInterval(saving);
      await historyWorker?.terminate();
      await faces.close();
      checkpoint();
    },
  };
}

/** A plant does not stop because a disk is full: what cannot be written is said, and tried again next time. */
const survivor =
  (log: PlantSurroundings["log"]) =>
  (what: string, write: () => void): void => {
    try {
      write();
    } catch (error) {
      log({ level: "error", message: `${what} cannot be written`, error: String(error) });
    }
  };

const openMarket = ({ dataDir, pricesFile, identity }: PlantSettings): Market =>
  loadMarket({
    dataDir,
    zone: identity.zone,
    ...(pricesFile === null ? {} : { pricesFile }),
    startMs: identity.startMs,
    days: 365,
    seed: identity.seed,
  });

/** After a stop every asset is under native control: nobody has kept the lease meanwhile. */
function openFoundry({ dir, identity }: PlantSettings, market: Market): Foundry {
  const saved = loadState(dir, identity);
  const { startMs, seed, controller } = identity;
  const mismatch = mismatchOf(identity);
  // The plant begins inside a billing period: under demand control its peak so far is what the controller allowed.
  const peakSoFarKw = controller === "b0" ? 0 : plant.demand.targetKw;
  const options = { startMs, seed, controller, market, keepQuarters: keptQuarters, peakSoFarKw, ...mismatch };
  if (saved === null) return createFoundry(options);
  const foundry = restoreFoundry(saved.foundry, options);
  // One second first: what was in force must have worked once before it is handed back without a bump.
  foundry.step(1);
  foundry.release();
  return foundry;
}

/** In a folder without history, simulates the four weeks before the start beside the running plant. */
function fillHistory(
  history: HistoryArchive,
  settings: PlantSettings,
  log: PlantSurroundings["log"],
): Worker | null {
  const { identity, dataDir, pricesFile, historyDays } = settings;
  if (historyDays === 0) return null;
  if ((history.oldestMs() ?? Number.POSITIVE_INFINITY) < identity.startMs) return null;
  const job: HistoryJob = { identity, dataDir, pricesFile, days: historyDays };
  const worker = new Worker(new URL("./history-worker.ts", import.meta.url), { workerData: job });
  worker.on("message", (quarters: readonly QuarterMeans[]) => {
    history.prepend(quarters);
    log({ history: { quarters: quarters.length } });
  });
  worker.on("error", (error) =>
    log({ level: "error", message: "The history could not be made", error: String(error) }),
  );
  return worker;
}

const alreadyRunning = (dir: string): QtwinError =>
  new QtwinError({
    kind: "conflict",
    code: "QT_FOUNDRY_ALREADY_RUNNING",
    message: `A plant already runs in ${dir}.`,
    fix: "Use that plant, stop it, or give another --dir.",
    where: "--dir",
  });
