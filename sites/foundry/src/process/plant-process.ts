import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { QtwinError } from "@qtwin/core";
import { createFoundry, restoreFoundry } from "../foundry.ts";
import { loadMarket } from "../market/load-market.ts";
import type { Market } from "../market/market.ts";
import type { Foundry, SensorReading } from "../plant-model.ts";
import { type CommandDesk, createCommandDesk } from "./command-desk.ts";
import { commission } from "./commissioning.ts";
import {
  choosePort,
  type Endpoints,
  isServed,
  panelSocketPath,
  portOf,
  readEndpoints,
  writeEndpoints,
} from "./endpoints.ts";
import { type HistoryArchive, openHistory, type QuarterMeans } from "./history-archive.ts";
import type { HistoryJob } from "./history-worker.ts";
import { openJournal } from "./journal.ts";
import { createMarketSource, createMeterSource } from "./meters.ts";
import { startMeterBroker } from "./mqtt-broker.ts";
import { startOpcuaServer } from "./opcua-server.ts";
import { openPanel } from "./panel.ts";
import { continueEpoch, type PlantEpoch, plantNowMs } from "./plant-clock.ts";
import { readPlantPoints } from "./points.ts";
import { catchUp, startRunner } from "./runner.ts";
import { createSecurityLog } from "./security-log.ts";
import { loadState, type PlantIdentity, saveState } from "./state-file.ts";

export interface PlantSettings {
  /** The plant's own folder. */
  readonly dir: string;
  /** Where Qtwin's certificates and passwords are put at commissioning. */
  readonly clientPkiDir: string;
  readonly dataDir: string;
  readonly pricesFile: string | null;
  readonly identity: PlantIdentity;
  readonly speed: number;
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
  const commissioned = await commission(dir, settings.clientPkiDir, startedAtMs);
  const market = loadMarket({
    dataDir: settings.dataDir,
    zone: identity.zone,
    ...(settings.pricesFile === null ? {} : { pricesFile: settings.pricesFile }),
    startMs: identity.startMs,
    days: 365,
    seed: identity.seed,
  });
  const previous = readEndpoints(dir);
  const foundry = openFoundry(settings, market);
  const epoch = continueEpoch(previous?.clock ?? null, foundry.nowMs(), settings.speed, around.wallNowMs());
  await catchUp(foundry, () => plantNowMs(epoch, around.wallNowMs()));

  const checkpoint = () =>
    saveState(dir, { identity, nowMs: foundry.nowMs(), foundry: foundry.checkpoint() });
  const report = createSecurityLog(join(dir, "security.jsonl"), around.wallNowMs);
  const journal = openJournal(join(dir, "journal.jsonl"));
  const desk = createCommandDesk(foundry, journal, report, checkpoint);
  const history = openHistory(join(dir, "history.jsonl"));
  const catalogue = readPlantPoints();
  const clock = { current: epoch };

  const server = await startOpcuaServer(
    await choosePort(settings.opcuaPort, previous && portOf(previous.opcua.endpointUrl)),
    commissioned,
    {
      catalogue,
      history,
      epoch: () => clock.current,
      nowMs: () => plantNowMs(clock.current, around.wallNowMs()),
      ...commandsOf(foundry, desk, checkpoint),
    },
    report,
  );
  const broker = await startMeterBroker(
    await choosePort(settings.mqttPort, previous && portOf(previous.mqtt.url)),
    commissioned.mqtt,
    commissioned.users,
    report,
  );
  const panel = await openPanel(panelSocket, foundry, checkpoint);

  const metersOf = createMeterSource(catalogue.points);
  const marketOf = createMarketSource(market);
  const show = (readings: readonly SensorReading[]) => {
    server.show(readings);
    history.observe(foundry.nowMs(), readings);
    for (const message of [...metersOf(readings), ...marketOf(foundry)]) {
      broker.publish(message.topic, message.payload, message.retain);
    }
    for (const event of foundry.events()) around.log({ event });
  };
  show(foundry.readings());
  checkpoint();

  const endpoints = (): Endpoints => ({
    pid: around.pid,
    startedAtMs,
    opcua: { endpointUrl: server.endpointUrl },
    mqtt: {
      url: `mqtts://127.0.0.1:${broker.port}`,
      caFile: commissioned.mqtt.caFile,
      username: commissioned.mqtt.username,
      passwordFile: commissioned.mqtt.passwordFile,
    },
    panelSocket,
    clock: clock.current,
    priceSource: market.priceSource,
  });
  const onRebase = (next: PlantEpoch) => {
    clock.current = next;
    writeEndpoints(dir, endpoints());
  };
  const runner = startRunner(foundry, epoch, around.wallNowMs, show, onRebase);
  const saving = setInterval(checkpoint, checkpointEveryMs);
  const historyWorker = fillHistory(history, settings, around.log);
  writeEndpoints(dir, endpoints());

  return {
    endpoints: endpoints(),
    stop: async () => {
      runner.stop();
      clearInterval(saving);
      await historyWorker?.terminate();
      await Promise.all([server.close(), broker.close(), panel.close()]);
      checkpoint();
      journal.close();
    },
  };
}

/** After a stop every asset is under native control: nobody has kept the lease meanwhile. */
function openFoundry({ dir, identity }: PlantSettings, market: Market): Foundry {
  const saved = loadState(dir, identity);
  if (saved === null) return createFoundry({ ...identity, market, keepQuarters: keptQuarters });
  const foundry = restoreFoundry(saved.foundry, market);
  foundry.release();
  return foundry;
}

const commandsOf = (foundry: Foundry, desk: CommandDesk, checkpoint: () => void) => ({
  takeCommand: desk.take,
  lastAck: desk.lastAck,
  heartbeat: () => foundry.heartbeat(),
  release: (assets: readonly string[]) => {
    foundry.release(assets);
    checkpoint();
  },
});

/** In a folder without history, simulates the four weeks before the start beside the running plant. */
function fillHistory(
  history: HistoryArchive,
  settings: PlantSettings,
  log: PlantSurroundings["log"],
): Worker | null {
  const { identity, dataDir, pricesFile } = settings;
  if ((history.oldestMs() ?? Number.POSITIVE_INFINITY) < identity.startMs) return null;
  const job: HistoryJob = { identity, dataDir, pricesFile };
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
