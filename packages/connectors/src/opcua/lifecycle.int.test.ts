import type { LinkStatus, RawMeasurement, WriteLink } from "@qtwin/twin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { type FoundryPlant, startFoundryPlant } from "../testing/foundry-plant.ts";
import { opcuaConfig } from "./config.ts";
import { opcuaConnector } from "./connector.ts";
import { catalogue, recordingContext, writePoint } from "./testing.ts";

const speed = 20;
let plant: FoundryPlant;
beforeAll(async () => {
  plant = await startFoundryPlant({ speed });
});
afterAll(() => plant.close());

const clock = { nowMs: () => plant.nowMs(), speed };
const config = (more: object = {}) =>
  opcuaConfig.parse({
    endpointsFile: plant.endpointsFile,
    publishingIntervalMs: 200,
    watchdogIntervals: 15,
    requestTimeoutMs: 3000,
    ...more,
  });

async function openReader() {
  const values: RawMeasurement[] = [];
  const statuses: LinkStatus["state"][] = [];
  const link = await opcuaConnector.openRead(config(), recordingContext(plant.pki("reader"), clock).context, {
    onBatch: async (batch) => void values.push(...batch),
    onStatus: ({ state }) => void statuses.push(state),
  });
  return { link, values, statuses };
}
const openWriter = (): Promise<WriteLink> =>
  opcuaConnector.openWrite!(config(), recordingContext(plant.pki("writer"), clock).context);

const pointNamed = (id: string) => catalogue.points.find((point) => point.id === id)!;
const pvLimit = writePoint("pv.limit");
const command = (id: string, value: number) => ({
  id,
  value,
  validFromMs: plant.nowMs() - 1000,
  validUntilMs: plant.nowMs() + 3_600_000,
  planId: "test",
});
const isShown = async (writer: WriteLink, pointId: string, value: number) =>
  (await writer.readPoint(pointNamed(pointId))).value === value;

describe("reading", () => {
  test("every point arrives, good and bad alike, with its quality", async () => {
    const { link, values } = await openReader();
    await plant.panel({ do: "sensor", pointId: "air.flowM3min", fault: "dropout" });
    const ids = catalogue.points.filter(({ source }) => source.connector === "opcua").map(({ id }) => id);
    await eventually("every point arrived", () =>
      ids.every((id) => values.some((value) => value.pointId === id)),
    );
    await eventually("the dropout is told as bad", () =>
      values.some(({ pointId, quality }) => pointId === "air.flowM3min" && quality === "bad"),
    );
    await plant.panel({ do: "sensor", pointId: "air.flowM3min", fault: "none" });
    // Both clocks are the same here; the tolerance is one wall second of a busy machine.
    await eventually(
      "the clock offset is small",
      () => Math.abs(link.status().clockOffsetMs ?? 1e9) < speed * 1000,
    );
    for (const { sourceTimeMs, serverTimeMs } of values) {
      expect(Math.abs(serverTimeMs - sourceTimeMs)).toBeLessThan(7_200_000);
    }
    expect(await link.readNow()).toHaveLength(ids.length);
    await link.close();
    expect(link.status().state).toBe("down");
  });

  test("a batch that is not taken is given again, in order and whole", async () => {
    const taken: RawMeasurement[] = [];
    const refused: RawMeasurement[] = [];
    const link = await opcuaConnector.openRead(
      config(),
      recordingContext(plant.pki("reader"), clock).context,
      {
        onBatch: async (batch) => {
          if (refused.length === 0) {
            refused.push(...batch);
            throw new Error("the store is away");
          }
          taken.push(...batch);
        },
        onStatus: () => undefined,
      },
    );
    await eventually(
      "the refused batch came again",
      () => taken.length > refused.length && refused.length > 0,
    );
    expect(taken.slice(0, refused.length)).toEqual(refused);
    await link.close();
  });

  test("a plant that falls silent is noticed, and read again when it answers", async () => {
    const { link, values, statuses } = await openReader();
    await eventually("values flow", () => values.length > 0);
    plant.signal("SIGSTOP");
    await eventually("the silence is noticed", () => statuses.includes("reconnecting"));
    await expect(link.readNow()).rejects.toMatchObject({
      code: "QT_OPCUA_NOT_CONNECTED",
      kind: "unavailable",
    });
    plant.signal("SIGCONT");
    await eventually("the link is back", () => link.status().state === "connected", 30_000);
    const backMs = plant.nowMs();
    await eventually("fresh values flow", () => values.some(({ sourceTimeMs }) => sourceTimeMs > backMs));
    await link.close();
  });
});

describe("commands", () => {
  test("a lease that nobody renews ends within 40 plant seconds, and not while it is renewed", async () => {
    const writer = await openWriter();
    await writer.heartbeat();
    await writer.send(pvLimit, command("lease:1", 40));
    await eventually("the command works", () => isShown(writer, "pv.limitPct", 40));
    const keptUntilMs = plant.nowMs() + 45_000;
    while (plant.nowMs() < keptUntilMs) {
      await writer.heartbeat();
      expect(await isShown(writer, "pv.limitPct", 40)).toBe(true);
    }
    const lastBeatMs = plant.nowMs();
    let backMs = 0;
    await eventually("native control is back", async () => {
      const shown = await writer.readPoint(pointNamed("pv.limitPct"));
      backMs = shown.sourceTimeMs;
      return shown.value === 100;
    });
    expect(backMs - lastBeatMs).toBeGreaterThan(20_000);
    expect(backMs - lastBeatMs).toBeLessThan(40_000);
    await writer.close();
  });

  test("release hands back at once; local at the panel refuses the next command", async () => {
    const writer = await openWriter();
    await writer.heartbeat();
    await writer.send(pvLimit, command("release:1", 30));
    await eventually("the command works", () => isShown(writer, "pv.limitPct", 30));
    await writer.release(["pv"]);
    await eventually("native again", () => isShown(writer, "pv.limitPct", 100), 2000);

    expect(await plant.panel({ do: "mode", asset: "pv", mode: "local" })).toMatchObject({ ok: true });
    await writer.send(pvLimit, command("release:2", 20));
    expect(await writer.readAck(pvLimit)).toMatchObject({ id: "release:2", state: "refused" });
    expect(await plant.panel({ do: "mode", asset: "pv", mode: "sideways" })).toMatchObject({ ok: false });
    await plant.panel({ do: "mode", asset: "pv", mode: "remote" });
    await writer.close();
  });
});

describe("a plant that is killed", () => {
  test("goes on where it was, under native control, at the same addresses, and never applies an id again", async () => {
    const reader = await openReader();
    const writer = await openWriter();
    await writer.heartbeat();
    await writer.send(pvLimit, command("kill:1", 25));
    await eventually("the command works", () => isShown(writer, "pv.limitPct", 25));
    const before = await writer.readPoint(pointNamed("meter.importKwh"));
    const endpoints = plant.endpoints();

    await plant.stop("SIGKILL");
    await eventually("the loss is noticed", () => reader.link.status().state !== "connected");
    await expect(writer.send(pvLimit, command("kill:2", 26))).rejects.toMatchObject({ kind: "unavailable" });
    await plant.start();
    expect(plant.endpoints()).toMatchObject({
      opcua: endpoints.opcua,
      mqtt: endpoints.mqtt,
      clock: endpoints.clock,
    });
    await eventually("both links are back", () =>
      [reader.link.status(), writer.status()].every(({ state }) => state === "connected"),
    );

    await eventually("native control", () => isShown(writer, "pv.limitPct", 100));
    const after = await writer.readPoint(pointNamed("meter.importKwh"));
    expect(after.value as number).toBeGreaterThan((before.value as number) - 5);
    expect(after.sourceTimeMs).toBeGreaterThan(before.sourceTimeMs);
    expect(await writer.readAck(pvLimit)).toMatchObject({ id: "kill:1", state: "accepted" });

    await writer.heartbeat();
    await writer.send(pvLimit, command("kill:1", 25));
    await writer.send(writePoint("hvac.setpoint"), command("kill:1", 19));
    expect(await writer.readAck(writePoint("hvac.setpoint"))).toMatchObject({
      id: "kill:1",
      state: "refused",
    });
    const untilMs = plant.nowMs() + 20_000;
    while (plant.nowMs() < untilMs) expect(await isShown(writer, "pv.limitPct", 100)).toBe(true);
    await reader.link.close();
    await writer.close();
  }, 90_000);
});
