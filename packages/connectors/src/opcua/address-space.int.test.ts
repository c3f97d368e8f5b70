import {
  AttributeIds,
  BrowseDirection,
  type ClientSession,
  DataType,
  NodeClass,
  StatusCodes,
  type Variant,
} from "node-opcua";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FoundryPlant, startFoundryPlant } from "../testing/foundry-plant.ts";
import { type BrowsedNode, browseAll, browseServer } from "./browse.ts";
import { type IdentityName, type OpcuaConfig, opcuaConfig } from "./config.ts";
import { openSession, type SecureSession } from "./session.ts";
import { catalogue, recordingContext } from "./testing.ts";

let plant: FoundryPlant;
let config: OpcuaConfig;
let sessions: Readonly<Record<IdentityName, SecureSession>>;
let nodes: readonly BrowsedNode[];

const clock = { nowMs: () => plant.nowMs(), speed: 10 };
const contextOf = (name: IdentityName) => recordingContext(plant.pki(name), clock).context;

beforeAll(async () => {
  plant = await startFoundryPlant();
  config = opcuaConfig.parse({ endpointsFile: plant.endpointsFile });
  sessions = {
    reader: await openSession(config, "reader", contextOf("reader")),
    writer: await openSession(config, "writer", contextOf("writer")),
  };
  nodes = await browseAll(sessions.writer.session);
});
afterAll(async () => {
  await sessions?.reader.close();
  await sessions?.writer.close();
  await plant.close();
});

const commandNodeIds = catalogue.writePoints.map((point) => point.commandNodeId).sort();

test("the whole address space is seen: every point, command, answer and method, and the standard's namespaces", () => {
  const ids = new Set(nodes.map((node) => node.nodeId));
  for (const point of catalogue.points) {
    if (point.source.connector === "opcua") expect(ids).toContain(point.source.nodeId);
  }
  for (const point of catalogue.writePoints) {
    expect(ids).toContain(point.commandNodeId);
    expect(ids).toContain(point.ackNodeId);
  }
  expect(ids).toContain("ns=2;s=qtwin.heartbeat");
  expect(ids).toContain("ns=2;s=base.powerKw");
  expect(nodes.filter((node) => node.nodeId.startsWith("ns=0")).length).toBeGreaterThan(1000);
});

describe("writing every node", () => {
  test("as writer succeeds for exactly the eight command nodes", async () => {
    expect(commandNodeIds).toHaveLength(8);
    expect(await writableBy(sessions.writer.session)).toEqual(commandNodeIds);
  });

  test("as reader succeeds nowhere", async () => {
    expect(await writableBy(sessions.reader.session)).toEqual([]);
  });

  test("no attribute but the value can be written, by nobody", async () => {
    const others = [
      AttributeIds.DisplayName,
      AttributeIds.Description,
      AttributeIds.WriteMask,
      AttributeIds.AccessLevel,
      AttributeIds.UserAccessLevel,
      AttributeIds.MinimumSamplingInterval,
      AttributeIds.Historizing,
      AttributeIds.Executable,
      AttributeIds.UserExecutable,
      AttributeIds.RolePermissions,
    ];
    for (const { session } of Object.values(sessions)) {
      for (const attributeId of others) {
        const own = nodes.filter((node) => node.nodeId.startsWith("ns=2"));
        const values = await session.read(own.map(({ nodeId }) => ({ nodeId, attributeId })));
        const results = await session.write(
          own.map(({ nodeId }, index) => ({ nodeId, attributeId, value: { value: values[index]!.value } })),
        );
        expect(results.filter((status) => status.isGood())).toEqual([]);
      }
    }
  });

  test("the server says itself which nodes each may write", async () => {
    const told = await browseServer(config, "writer", contextOf("writer"));
    expect(
      told
        .filter((node) => node.writable)
        .map((node) => node.nodeId)
        .sort(),
    ).toEqual(commandNodeIds);
    const levels = await sessions.reader.session.read(
      commandNodeIds.map((nodeId) => ({ nodeId, attributeId: AttributeIds.UserAccessLevel })),
    );
    expect(levels.map((level) => level.value.value & 2)).toEqual(commandNodeIds.map(() => 0));
  });
});

describe("calling every method", () => {
  test("as reader succeeds nowhere", async () => {
    expect(await callableBy(sessions.reader.session)).toEqual([]);
  });

  test("as writer succeeds for heartbeat and release only", async () => {
    expect(await callableBy(sessions.writer.session)).toEqual([
      "ns=2;s=qtwin.heartbeat",
      "ns=2;s=qtwin.release",
    ]);
  });
});

test("numbers carry unit and range, and values the plant's time", async () => {
  const { session } = sessions.reader;
  const point = catalogue.points.find(({ id }) => id === "air.headerBar")!;
  const nodeId = point.source.connector === "opcua" ? point.source.nodeId : "";
  const { references } = await session.browse(nodeId);
  const property = async (name: string) => {
    const found = references?.find((reference) => reference.browseName.name === name);
    return (await session.read({ nodeId: found!.nodeId, attributeId: AttributeIds.Value })).value.value;
  };
  expect(await property("EURange")).toMatchObject({ low: point.range?.min, high: point.range?.max });
  expect((await property("EngineeringUnits")).displayName.text).toBe(point.unit);
  const data = await session.read({ nodeId, attributeId: AttributeIds.Value });
  expect(Math.abs(data.sourceTimestamp!.getTime() - plant.nowMs())).toBeLessThan(10_000);
});

const nodesPerRequest = 500;

/** Writes each node's own value back to it, and a valid command to the command nodes; tells where that was good. */
async function writableBy(session: ClientSession): Promise<string[]> {
  const good: string[] = [];
  for (let start = 0; start < nodes.length; start += nodesPerRequest) {
    const part = nodes.slice(start, start + nodesPerRequest).map(({ nodeId }) => nodeId);
    const values = await session.read(part.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })));
    const results = await session.write(
      part.map((nodeId, index) => ({
        nodeId,
        attributeId: AttributeIds.Value,
        value: {
          value: commandNodeIds.includes(nodeId) ? commandText(nodeId) : anyValue(values[index]?.value),
        },
      })),
    );
    for (const [index, status] of results.entries()) {
      if (status.isGood()) good.push(part[index]!);
      else expect(refusals, `${part[index]} ${status.name}`).toContain(status.name);
    }
  }
  return good.sort();
}

/** What a node that cannot be written says; the last two: it is no variable, or its session is gone. */
const refusals = ["BadNotWritable", "BadUserAccessDenied", "BadAttributeIdInvalid", "BadNodeIdUnknown"];

const anyValue = (value: Variant | undefined) =>
  value && value.dataType !== DataType.Null ? value : { dataType: DataType.String, value: "x" };

function commandText(nodeId: string) {
  const nowMs = plant.nowMs();
  const command = {
    id: `scan:${nodeId}`,
    value: 0,
    validFromMs: nowMs,
    validUntilMs: nowMs + 60_000,
    planId: "scan",
  };
  return { dataType: DataType.String, value: JSON.stringify(command) };
}

/** Calls each method on each object that has it, without arguments (release: with an empty list). */
async function callableBy(session: ClientSession): Promise<string[]> {
  const methods = nodes.filter((node) => node.nodeClass === "method").map(({ nodeId }) => nodeId);
  const owners = await session.browse(
    methods.map((nodeId) => ({
      nodeId,
      browseDirection: BrowseDirection.Inverse,
      referenceTypeId: "HasComponent",
      includeSubtypes: true,
      nodeClassMask: NodeClass.Object | NodeClass.ObjectType,
      resultMask: 63,
    })),
  );
  const calls = methods.flatMap((methodId, index) =>
    (owners[index]?.references ?? []).map((owner) => ({
      objectId: owner.nodeId.toString(),
      methodId,
      inputArguments: methodId.endsWith("release") ? [{ dataType: DataType.String, value: "[]" }] : [],
    })),
  );
  expect(calls.length).toBeGreaterThan(50);
  const good: string[] = [];
  for (let start = 0; start < calls.length; start += 100) {
    const part = calls.slice(start, start + 100);
    const results = await session.call(part);
    for (const [index, { statusCode }] of results.entries()) {
      if (statusCode.equals(StatusCodes.Good)) good.push(part[index]!.methodId);
    }
  }
  return good.sort();
}
