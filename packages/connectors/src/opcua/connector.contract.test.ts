import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectorContract, pointSpec } from "@qtwin/twin/testing";
import { afterAll, beforeAll } from "vitest";
import { type OpcuaConfig, opcuaConfig } from "./config.ts";
import { opcuaConnector } from "./connector.ts";
import {
  makeIdentity,
  type OtherServer,
  recordingContext,
  startOtherServer,
  temporaryDir,
  trust,
} from "./testing.ts";

let server: OtherServer;
const pkiDir = temporaryDir();
const clock = { nowMs: Date.now, speed: 1 };

beforeAll(async () => {
  server = await startOtherServer({});
  await makeIdentity(pkiDir);
  writeFileSync(join(pkiDir, "password"), "any\n");
  trust(pkiDir, server.certificateFile);
});
afterAll(async () => {
  await server.close();
  rmSync(pkiDir, { recursive: true, force: true });
});

const level = () =>
  pointSpec({ id: "tank.level", type: "number", source: { connector: "opcua", nodeId: server.nodeId } });
const contextWith = (points = [level()]) => ({ ...recordingContext(pkiDir, clock).context, points });
const configFor = (endpointUrl: string): OpcuaConfig =>
  opcuaConfig.parse({ endpointUrl, publishingIntervalMs: 50 });

connectorContract<OpcuaConfig>({
  connector: opcuaConnector,
  source: async () => ({
    config: configFor(server.endpointUrl),
    context: contextWith(),
    point: level(),
    emit: async (value, quality) => server.emit(value, quality),
    close: async () => undefined,
  }),
  wrong: [
    { title: "no address", config: {}, where: "connectors.opcua" },
    {
      title: "two addresses",
      config: { endpointUrl: "opc.tcp://plant:4840", endpointsFile: "endpoints.json" },
      where: "connectors.opcua",
    },
    { title: "not an OPC UA address", config: { endpointUrl: "http://plant" }, where: "endpointUrl" },
    {
      title: "no security",
      config: { endpointUrl: "opc.tcp://plant:4840", securityPolicy: "None" },
      where: "securityPolicy",
    },
    {
      title: "not a node id",
      config: { endpointUrl: "opc.tcp://plant:4840" },
      where: "points.tank.level.source.nodeId",
      points: [pointSpec({ id: "tank.level", source: { connector: "opcua", nodeId: "level" } })],
    },
    {
      title: "one node for two points",
      config: { endpointUrl: "opc.tcp://plant:4840" },
      where: "points.b.level.source.nodeId",
      points: ["a.level", "b.level"].map((id) =>
        pointSpec({ id, source: { connector: "opcua", nodeId: "ns=2;s=level" } }),
      ),
    },
  ],
  unreachable: async () => ({ config: configFor("opc.tcp://127.0.0.1:9"), context: contextWith() }),
});
