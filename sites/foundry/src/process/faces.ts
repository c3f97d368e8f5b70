import { join } from "node:path";
import type { Foundry, SensorReading } from "../plant-model.ts";
import { createCommandDesk } from "./command-desk.ts";
import { commission } from "./commissioning.ts";
import { choosePort, type Endpoints, portOf } from "./endpoints.ts";
import type { HistoryArchive } from "./history-archive.ts";
import { openJournal } from "./journal.ts";
import { createMeterSource, type Message } from "./meters.ts";
import { startMeterBroker } from "./mqtt-broker.ts";
import { startOpcuaServer } from "./opcua-server.ts";
import { openPanel } from "./panel.ts";
import { type PlantEpoch, plantNowMs } from "./plant-clock.ts";
import type { PlantSettings, PlantSurroundings } from "./plant-process.ts";
import { readPlantPoints } from "./points.ts";
import { createSecurityLog } from "./security-log.ts";

/** The plant behind its faces. */
export interface FacedPlant {
  readonly foundry: Foundry;
  readonly history: HistoryArchive;
  readonly epoch: () => PlantEpoch;
  readonly checkpoint: () => void;
  /** Where it listened last time. */
  readonly previous: Endpoints | null;
}

/** What the outside sees of the plant: OPC UA server, meter broker, operator panel. */
export interface Faces {
  readonly addresses: Pick<Endpoints, "opcua" | "mqtt">;
  readonly show: (readings: readonly SensorReading[]) => void;
  readonly publish: (messages: readonly Message[]) => void;
  readonly close: () => Promise<void>;
}

/** Commissions what is not yet, and opens all three. */
export async function openFaces(
  { foundry, history, epoch, checkpoint, previous }: FacedPlant,
  settings: PlantSettings,
  { wallNowMs, log }: PlantSurroundings,
  panelSocket: string,
): Promise<Faces> {
  const commissioned = await commission(settings.dir, settings.clientPkiDir, wallNowMs());
  const report = createSecurityLog(join(settings.dir, "security.jsonl"), wallNowMs, log);
  const journal = openJournal(join(settings.dir, "journal.jsonl"));
  const desk = createCommandDesk(foundry, journal, report, checkpoint);
  const catalogue = readPlantPoints();
  const server = await startOpcuaServer(
    await choosePort(settings.opcuaPort, previous && portOf(previous.opcua.endpointUrl)),
    commissioned,
    {
      catalogue,
      history,
      epoch,
      nowMs: () => plantNowMs(epoch(), wallNowMs()),
      takeCommand: desk.take,
      lastAck: desk.lastAck,
      heartbeat: () => foundry.heartbeat(),
      release: (assets) => {
        foundry.release(assets);
        checkpoint();
      },
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
  const meterNews = createMeterSource(catalogue.points);
  const publish: Faces["publish"] = (messages) => {
    for (const { topic, payload, retain } of messages) broker.publish(topic, payload, retain);
  };
  const { caFile, username, passwordFile } = commissioned.mqtt;
  return {
    addresses: {
      opcua: { endpointUrl: server.endpointUrl },
      mqtt: { url: `mqtts://127.0.0.1:${broker.port}`, caFile, username, passwordFile },
    },
    show: (readings) => {
      server.show(readings);
      publish(meterNews(readings));
    },
    publish,
    close: async () => {
      await Promise.all([server.close(), broker.close(), panel.close()]);
      journal.close();
    },
  };
}
