import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LinkStatus, PointSpec, RawMeasurement } from "@qtwin/twin";
import mqtt, { type MqttClient } from "mqtt";
import { afterEach, describe, expect, test } from "vitest";
import { freePort } from "../testing/free-port.ts";
import { hasMosquitto, type Mosquitto, type MosquittoOptions, startMosquitto } from "../testing/mosquitto.ts";
import { mqttConfig } from "./config.ts";
import { mqttConnector } from "./connector.ts";
import type { MqttReadLink } from "./link.ts";

const meter = (asset: string, path = "energyKwh"): PointSpec => ({
  id: `${asset}.${path}`,
  asset,
  title: asset,
  kind: "counter",
  type: "number",
  unit: "kWh",
  rollover: 1e9,
  periodS: 10,
  owner: "energy",
  source: { connector: "mqtt", topic: `plant/meters/${asset}`, path },
});
const prices: PointSpec = {
  id: "market.dayAhead",
  asset: "market",
  title: "prices",
  kind: "state",
  type: "json",
  unit: "EUR/MWh",
  periodS: 86_400,
  owner: "energy",
  source: { connector: "mqtt", topic: "plant/market/day-ahead", path: "" },
};
const points = [meter("f1"), meter("f1", "powerKw"), meter("f2"), prices];

const fixture = fileURLToPath(new URL("./fixtures/reader-that-never-commits.ts", import.meta.url));

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function broker(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const started = await startMosquitto(options);
  cleanups.push(started.close);
  return started;
}

async function publisher(on: Mosquitto): Promise<MqttClient> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${on.port}`, {
    protocolVersion: 5,
    reconnectPeriod: 50,
  });
  cleanups.push(() => client.endAsync(true));
  return client;
}

/** Polls until a condition holds. */
async function until(condition: () => boolean, what: string, deadlineMs = 10_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

interface Opened {
  readonly link: MqttReadLink;
  /** Everything `onBatch` was given and took. */
  readonly stored: RawMeasurement[];
  readonly statuses: LinkStatus[];
  readonly security: string[];
}

interface OpenOptions {
  readonly config: Record<string, unknown>;
  readonly store?: (batch: readonly RawMeasurement[]) => Promise<void>;
}

async function open({ config, store }: OpenOptions): Promise<Opened> {
  const pkiDir = mkdtempSync(join(tmpdir(), "qtwin-mqtt-"));
  cleanups.push(() => rmSync(pkiDir, { recursive: true, force: true }));
  writeFileSync(join(pkiDir, "good"), "right\n");
  writeFileSync(join(pkiDir, "bad"), "wrong\n");
  const opened = { stored: [] as RawMeasurement[], statuses: [] as LinkStatus[], security: [] as string[] };
  const link = (await mqttConnector.openRead(
    mqttConfig.parse({ reconnectMinMs: 20, reconnectMaxMs: 100, ...config }),
    {
      siteId: "test",
      clock: { nowMs: () => Date.now(), speed: 1 },
      points,
      pkiDir,
      log: () => {},
      onSecurityEvent: (event) => opened.security.push(`${event.action} ${event.subject}`),
    },
    {
      onBatch: async (batch) => {
        await store?.(batch);
        opened.stored.push(...batch);
      },
      onStatus: (status) => opened.statuses.push(status),
    },
  )) as MqttReadLink;
  cleanups.push(link.close);
  return { ...opened, link };
}

const send = (client: MqttClient, asset: string, energyKwh: number) =>
  client.publishAsync(`plant/meters/${asset}`, JSON.stringify({ ts: Date.now(), status: "ok", energyKwh }), {
    qos: 1,
  });
const values = (stored: readonly RawMeasurement[], pointId: string) =>
  stored.filter((one) => one.pointId === pointId).map((one) => one.value);

describe.skipIf(!hasMosquitto()).each([4, 5] as const)(
  "MQTT protocol version %i with mosquitto",
  (protocolVersion) => {
    test("one message becomes the values of its points; retained ones come too", async () => {
      const on = await broker();
      const client = await publisher(on);
      await client.publishAsync("plant/market/day-ahead", JSON.stringify({ ts: 1_000, days: [] }), {
        qos: 1,
        retain: true,
      });
      const { link, stored, statuses } = await open({ config: { url: on.url, protocolVersion } });
      await client.publishAsync(
        "plant/meters/f1",
        JSON.stringify({ ts: 2_000, status: "suspect", energyKwh: 5, powerKw: 7 }),
        { qos: 1 },
      );
      await until(() => stored.length === 3, "three values");
      expect(stored.find((one) => one.pointId === "market.dayAhead")).toMatchObject({
        value: { ts: 1_000, days: [] },
        sourceTimeMs: 1_000,
        source: "mqtt:plant/market/day-ahead",
      });
      expect(stored.filter((one) => one.sourceTimeMs === 2_000)).toMatchObject([
        { pointId: "f1.energyKwh", value: 5, unit: "kWh", quality: "uncertain", qualityCode: "suspect" },
        { pointId: "f1.powerKw", value: 7 },
      ]);
      expect(statuses.at(-1)).toMatchObject({ state: "connected" });
      expect((await link.readNow()).map((one) => one.pointId)).toEqual(["market.dayAhead"]);
    });

    test("a message is acknowledged only after its commit: a link that dies before gets it again", async () => {
      const on = await broker();
      const client = await publisher(on);
      const config = { url: on.url, protocolVersion };
      const reader = spawn(process.execPath, [fixture, JSON.stringify(config), JSON.stringify(points)]);
      cleanups.push(() => reader.kill("SIGKILL"));
      let said = "";
      reader.stdout.on("data", (text) => {
        said += text;
      });
      await until(() => said.includes("ready"), "the reader is connected");
      await send(client, "f1", 1);
      await send(client, "f2", 2);
      await until(() => said.includes("took"), "the reader holds a message");
      reader.kill("SIGKILL");
      await new Promise((resolve) => reader.once("exit", resolve));

      const second = await open({ config: { url: on.url, protocolVersion } });
      await until(() => second.stored.length === 2, "both messages again");
      expect(values(second.stored, "f1.energyKwh")).toEqual([1]);
      expect(values(second.stored, "f2.energyKwh")).toEqual([2]);
      await second.link.close();

      const third = await open({ config: { url: on.url, protocolVersion } });
      await send(client, "f1", 3);
      await until(() => third.stored.length > 0, "the next message");
      expect(values(third.stored, "f1.energyKwh"), "what was stored does not come again").toEqual([3]);
    });

    test("what arrives while we are away is kept for us", async () => {
      const on = await broker();
      const client = await publisher(on);
      const first = await open({ config: { url: on.url, protocolVersion } });
      await first.link.close();
      for (let value = 1; value <= 50; value += 1) await send(client, "f1", value);
      const second = await open({ config: { url: on.url, protocolVersion } });
      await until(() => second.stored.length === 50, "fifty messages");
      expect(values(second.stored, "f1.energyKwh")).toEqual(
        Array.from({ length: 50 }, (_, index) => index + 1),
      );
    });

    test("a store that is away holds the messages back and loses none", async () => {
      const on = await broker();
      const client = await publisher(on);
      let away = true;
      const { link, stored, statuses } = await open({
        config: { url: on.url, protocolVersion, batchMessages: 10, receiveMaximum: 30 },
        store: async () => {
          if (away) throw new Error("database away");
        },
      });
      for (let value = 1; value <= 200; value += 1) await send(client, "f1", value);
      await until(
        () => statuses.some((status) => status.detail.includes("database away")),
        "the trouble is told",
      );
      expect(link.counters().messages).toBeLessThanOrEqual(31);
      expect(stored).toEqual([]);
      away = false;
      await until(() => stored.length === 200, "all two hundred");
      expect(new Set(values(stored, "f1.energyKwh")).size).toBe(200);
      expect(statuses.at(-1)?.detail).not.toContain("database away");
    });

    test("a broker restart is survived, and no acknowledged message is lost", async () => {
      const on = await broker();
      const client = await publisher(on);
      const { stored, statuses } = await open({ config: { url: on.url, protocolVersion } });
      const sent: number[] = [];
      const pump = (async () => {
        for (let value = 1; value <= 300; value += 1) {
          await send(client, "f1", value);
          sent.push(value);
        }
      })();
      await until(() => stored.length > 20, "the first messages");
      await on.stop("SIGTERM");
      await until(() => statuses.at(-1)?.state === "reconnecting", "the loss is noticed");
      expect(statuses.at(-1)?.detail).toMatch(/No MQTT broker answers|was lost/);
      await on.start();
      await pump;
      await until(() => new Set(values(stored, "f1.energyKwh")).size === 300, "all three hundred");
      expect(new Set(values(stored, "f1.energyKwh"))).toEqual(new Set(sent));
      expect(statuses.at(-1)?.state).toBe("connected");
    });

    test("a payload that cannot be read is recorded as bad, reported once, and stops nothing", async () => {
      const on = await broker();
      const client = await publisher(on);
      const { link, stored, security } = await open({ config: { url: on.url, protocolVersion } });
      for (const payload of ["{", "[]", Buffer.from([0xff, 0xfe]), '{"energyKwh":"five"}'])
        await client.publishAsync("plant/meters/f2", payload, { qos: 1 });
      await send(client, "f2", 9);
      await until(() => values(stored, "f2.energyKwh").includes(9), "the good one");
      expect(stored.filter((one) => one.pointId === "f2.energyKwh").map((one) => one.qualityCode)).toEqual([
        "malformed",
        "field-missing",
        "malformed",
        "wrong-type",
        "ok",
      ]);
      expect(link.counters()).toMatchObject({ messages: 5, malformed: 4 });
      expect(security).toEqual(["mqtt.malformed plant/meters/f2"]);
    });
  },
);

describe.skipIf(!hasMosquitto())("MQTT security and sharing with mosquitto", () => {
  const users = [
    { name: "qtwin", password: "right", acl: ["topic read plant/meters/#"] },
    { name: "plant", password: "plant" },
  ];
  const login = { username: "qtwin", passwordFile: "good" };

  test("a shared subscription splits the messages between two processes, each comes once", async () => {
    const on = await broker();
    const client = await publisher(on);
    const shared = { group: "ingest", topics: ["plant/meters/#"] };
    const one = await open({ config: { url: on.url, clientId: "one", shared } });
    const two = await open({ config: { url: on.url, clientId: "two", shared } });
    for (let value = 1; value <= 100; value += 1) await send(client, "f1", value);
    await until(() => one.stored.length + two.stored.length >= 100, "a hundred messages");
    const all = [...values(one.stored, "f1.energyKwh"), ...values(two.stored, "f1.energyKwh")];
    expect(all.toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
    expect(one.stored.length).toBeGreaterThan(10);
    expect(two.stored.length).toBeGreaterThan(10);
  });

  test("a wrong password or none is said so, with what to do; what the ACL does not grant is not delivered", async () => {
    const on = await broker({ users });
    await expect(
      open({ config: { url: on.url, username: "qtwin", passwordFile: "bad" } }),
    ).rejects.toMatchObject({
      code: "QT_MQTT_BAD_LOGIN",
      kind: "denied",
      fix: expect.stringContaining("passwordFile"),
    });
    await expect(open({ config: { url: on.url } })).rejects.toMatchObject({ code: "QT_MQTT_BAD_LOGIN" });
    const { stored } = await open({ config: { url: on.url, ...login } });
    const plant = await mqtt.connectAsync(on.url, { username: "plant", password: "plant" });
    cleanups.push(() => plant.endAsync(true));
    await plant.publishAsync("plant/market/day-ahead", "{}", { qos: 1 });
    await send(plant, "f1", 1);
    await until(() => stored.length > 0, "what is granted");
    expect(stored.map((one) => one.pointId)).toEqual(["f1.energyKwh"]);
  });

  test("TLS: the right authority is accepted; wrong authority, wrong host and an expired certificate are refused", async () => {
    const on = await broker({ tls: { hosts: ["localhost"] }, users: [{ name: "qtwin", password: "right" }] });
    const other = await broker({ tls: { hosts: ["elsewhere.example"] } });
    const tls = { ...login, caFile: on.caFile };
    const { statuses } = await open({ config: { url: on.url, ...tls } });
    expect(statuses.at(-1)).toMatchObject({ state: "connected" });
    const refused = (config: Record<string, unknown>) =>
      expect(open({ config: { ...tls, ...config } })).rejects;
    await refused({ url: on.url, caFile: other.caFile }).toMatchObject({
      code: "QT_MQTT_UNTRUSTED_CERTIFICATE",
    });
    await refused({ url: on.url, caFile: undefined }).toMatchObject({
      code: "QT_MQTT_UNTRUSTED_CERTIFICATE",
    });
    await refused({ url: `mqtts://localhost:${other.port}`, caFile: other.caFile }).toMatchObject({
      code: "QT_MQTT_WRONG_HOST",
    });
    const old = await broker({ tls: { hosts: ["localhost"], days: -1 } });
    await refused({ url: old.url, caFile: old.caFile }).toMatchObject({
      code: "QT_MQTT_CERTIFICATE_EXPIRED",
    });
    await refused({ url: "mqtt://broker.example:1883" }).toMatchObject({ code: "QT_MQTT_PLAIN_TEXT" });
    await refused({ url: on.url, passwordFile: "absent" }).toMatchObject({ code: "QT_MQTT_UNREADABLE_FILE" });
  });

  test("a subscription the broker refuses is said so", async () => {
    const connack = Buffer.from([0x20, 2, 0, 0]);
    const suback = (packet: Buffer) => Buffer.from([0x90, 6, packet[2]!, packet[3]!, 0, 0, 0x80, 0]);
    const server = createServer((socket) => {
      socket.once("data", () => {
        socket.write(connack);
        socket.once("data", (packet) => socket.write(suback(Buffer.from(packet))));
      });
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    cleanups.push(() => server.close());
    await expect(
      open({ config: { url: `mqtt://127.0.0.1:${port}`, protocolVersion: 4 } }),
    ).rejects.toMatchObject({
      code: "QT_MQTT_SUBSCRIPTION_REFUSED",
      message: expect.stringContaining("plant/market/day-ahead"),
    });
  });

  test("a port where nothing listens is said so", async () => {
    const port = await freePort();
    await expect(open({ config: { url: `mqtt://127.0.0.1:${port}` } })).rejects.toMatchObject({
      code: "QT_MQTT_UNREACHABLE",
      kind: "unavailable",
      message: expect.stringContaining("nothing listens"),
    });
  });

  test("two processes with one client id: the one that loses is told what to look for", async () => {
    const on = await broker();
    const first = await open({ config: { url: on.url, reconnectMinMs: 5_000, reconnectMaxMs: 5_000 } });
    const second = await open({ config: { url: on.url } });
    await until(() => first.statuses.at(-1)?.state === "reconnecting", "the first is told");
    expect(first.statuses.at(-1)?.detail).toContain("client id 'qtwin-test'");
    await second.link.close();
  });
});
