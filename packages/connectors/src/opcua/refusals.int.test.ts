import { X509Certificate } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import mqtt from "mqtt";
import {
  AttributeIds,
  DataType,
  EndpointDescription,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  UserTokenPolicy,
  UserTokenType,
} from "node-opcua";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { type FoundryPlant, startFoundryPlant } from "../testing/foundry-plant.ts";
import { type OpcuaConfig, opcuaConfig } from "./config.ts";
import { opcuaConnector } from "./connector.ts";
import {
  copyWithoutTrust,
  makeIdentity,
  recordingContext,
  startOtherServer,
  temporaryDir,
  trust,
  writePoint,
} from "./testing.ts";
import { listRejected, trustCertificate } from "./trust.ts";

let plant: FoundryPlant;
let dir: string;
let config: OpcuaConfig;

beforeAll(async () => {
  plant = await startFoundryPlant();
  dir = temporaryDir();
  config = opcuaConfig.parse({ endpointsFile: plant.endpointsFile });
});
afterAll(async () => {
  await plant.close();
  rmSync(dir, { recursive: true, force: true });
});

const clock = { nowMs: () => plant.nowMs(), speed: 10 };
const silent = { onBatch: async () => undefined, onStatus: () => undefined };

/** Tries to open a reading connection, which must fail; returns the error and what was reported. */
async function refusedRead(pkiDir: string, given: OpcuaConfig) {
  const { context, events } = recordingContext(pkiDir, clock);
  const error = await opcuaConnector.openRead(given, context, silent).then(
    async (link) => {
      await link.close();
      throw new Error("the connection was opened");
    },
    (thrown: unknown) => thrown as { code: string; kind: string; message: string; fix: string },
  );
  return { error, events };
}

const plantSaw = (action: string, text: string | RegExp) =>
  eventually(`the plant reports ${action}`, () =>
    plant
      .securityEvents()
      .some((event) => event.action === action && `${event.subject} ${event.detail}`.match(text) !== null),
  );

describe("Qtwin refuses a server", () => {
  test("whose certificate nobody trusted, keeps it in rejected/, and connects once it is trusted", async () => {
    const pkiDir = copyWithoutTrust(plant.pki("reader"), join(dir, "unknown"));
    const { error, events } = await refusedRead(pkiDir, config);
    expect(error).toMatchObject({ code: "QT_OPCUA_UNTRUSTED_CERTIFICATE", kind: "denied" });
    expect(error.fix).toContain("qtwin trust foundry");
    expect(events).toMatchObject([{ action: "QT_OPCUA_UNTRUSTED_CERTIFICATE" }]);

    const [rejected] = listRejected(pkiDir);
    expect(rejected?.hosts).toContain("127.0.0.1");
    expect(error.message).toContain(rejected!.thumbprint);
    trustCertificate(pkiDir, rejected!.thumbprint);
    expect(listRejected(pkiDir)).toEqual([]);
    const link = await opcuaConnector.openRead(config, recordingContext(pkiDir, clock).context, silent);
    expect(link.status().state).toBe("connected");
    await link.close();
  });

  test("whose certificate has expired, although it is trusted", async () => {
    const server = await startOtherServer({ startsInDays: -10, days: 5 });
    const pkiDir = join(dir, "expired");
    cpSync(plant.pki("reader"), pkiDir, { recursive: true });
    trust(pkiDir, server.certificateFile);
    const { error, events } = await refusedRead(
      pkiDir,
      opcuaConfig.parse({ endpointUrl: server.endpointUrl }),
    );
    expect(error).toMatchObject({ code: "QT_OPCUA_CERTIFICATE_EXPIRED", kind: "denied" });
    expect(events).toMatchObject([{ action: "QT_OPCUA_CERTIFICATE_EXPIRED" }]);
    expect(server.sessions()).toBe(0);
    await server.close();
  });

  test("whose certificate names another host, although it is trusted", async () => {
    const server = await startOtherServer({ dns: ["press-shop.example"], ip: ["192.0.2.7"] });
    const pkiDir = join(dir, "host");
    cpSync(plant.pki("reader"), pkiDir, { recursive: true });
    trust(pkiDir, server.certificateFile);
    const { error, events } = await refusedRead(
      pkiDir,
      opcuaConfig.parse({ endpointUrl: server.endpointUrl }),
    );
    expect(error).toMatchObject({ code: "QT_OPCUA_WRONG_HOST", kind: "denied" });
    expect(error.message).toContain("press-shop.example");
    expect(events).toMatchObject([{ action: "QT_OPCUA_WRONG_HOST" }]);
    expect(server.sessions()).toBe(0);
    await server.close();
  });

  test("that offers only signing or nothing", async () => {
    const server = await startOtherServer({}, [MessageSecurityMode.None, MessageSecurityMode.Sign]);
    const pkiDir = join(dir, "downgraded");
    cpSync(plant.pki("reader"), pkiDir, { recursive: true });
    trust(pkiDir, server.certificateFile);
    const { error, events } = await refusedRead(
      pkiDir,
      opcuaConfig.parse({ endpointUrl: server.endpointUrl }),
    );
    expect(error).toMatchObject({ code: "QT_OPCUA_DOWNGRADED", kind: "denied" });
    expect(error.message).toContain("Sign/Basic256Sha256");
    expect(events).toMatchObject([{ action: "QT_OPCUA_DOWNGRADED" }]);
    expect(server.sessions()).toBe(0);
    await server.close();
  });

  test("that is not there, in a way that says what to do", async () => {
    const { error, events } = await refusedRead(
      plant.pki("reader"),
      opcuaConfig.parse({ endpointUrl: "opc.tcp://127.0.0.1:9" }),
    );
    expect(error).toMatchObject({ code: "QT_OPCUA_UNREACHABLE", kind: "unavailable" });
    expect(events).toEqual([]);
  });
});

describe("the plant refuses", () => {
  test("a client certificate it does not know, and keeps it in rejected/", async () => {
    const pkiDir = join(dir, "stranger");
    await makeIdentity(pkiDir, { applicationUri: "urn:qtwin:stranger" });
    cpSync(join(plant.pki("reader"), "trusted"), join(pkiDir, "trusted"), { recursive: true });
    cpSync(join(plant.pki("reader"), "password"), join(pkiDir, "password"));
    const { error, events } = await refusedRead(pkiDir, config);
    expect(error).toMatchObject({ code: "QT_OPCUA_CLIENT_REFUSED", kind: "denied" });
    expect(events).toMatchObject([{ action: "QT_OPCUA_CLIENT_REFUSED" }]);
    await plantSaw("channel-refused", /certificate [0-9a-f]{40}/);
    expect(readdirSync(join(plant.dir, "pki", "rejected"))).toHaveLength(1);
  });

  test("an expired client certificate it once trusted", async () => {
    const pkiDir = join(dir, "late");
    const { file } = await makeIdentity(pkiDir, { startsInDays: -10, days: 5 });
    const before = plant.securityEvents().length;
    trust(join(plant.dir, "pki"), file);
    await restartPlant();
    cpSync(join(plant.pki("reader"), "trusted"), join(pkiDir, "trusted"), { recursive: true });
    cpSync(join(plant.pki("reader"), "password"), join(pkiDir, "password"));
    const { error } = await refusedRead(pkiDir, config);
    expect(error).toMatchObject({ code: "QT_OPCUA_CLIENT_REFUSED", kind: "denied" });
    await eventually("the plant reports it", () => plant.securityEvents().length > before);
  });

  test("an anonymous session", async () => {
    await withClient(MessageSecurityMode.SignAndEncrypt, async (client) => {
      pretendOffered(client, MessageSecurityMode.SignAndEncrypt, SecurityPolicy.Basic256Sha256);
      await expect(client.createSession()).rejects.toThrow(/BadIdentityToken/);
    });
    await plantSaw("login-refused", /anonymous.*BadIdentityToken/);
  });

  test("a session without security", async () => {
    await withClient(MessageSecurityMode.None, async (client) => {
      pretendOffered(client, MessageSecurityMode.None, SecurityPolicy.None);
      await expect(logIn(client, "reader")).rejects.toThrow(/Bad/);
    });
    await plantSaw("session-refused", "CreateSessionRequest: Bad");
  });

  test("a channel that is signed but not encrypted", async () => {
    const before = plant.securityEvents().length;
    await expect(withClient(MessageSecurityMode.Sign, async () => undefined)).rejects.toThrow();
    await eventually("the plant reports it", () =>
      plant
        .securityEvents()
        .slice(before)
        .some(({ action }) => action === "channel-refused"),
    );
  });

  test("a wrong password", async () => {
    const pkiDir = join(dir, "password");
    cpSync(plant.pki("reader"), pkiDir, { recursive: true });
    writeFileSync(join(pkiDir, "password"), "guess\n");
    const { error, events } = await refusedRead(pkiDir, config);
    expect(error).toMatchObject({ code: "QT_OPCUA_LOGIN_REFUSED", kind: "denied" });
    expect(error.fix).toContain("password");
    expect(events).toMatchObject([{ action: "QT_OPCUA_LOGIN_REFUSED" }]);
    await plantSaw("login-refused", "qtwin-reader");
  });

  test("the writer's password shown with the reader's certificate", async () => {
    const given = opcuaConfig.parse({
      endpointsFile: plant.endpointsFile,
      reader: { user: "qtwin-writer", passwordFile: join(plant.pki("writer"), "password") },
    });
    const { error } = await refusedRead(plant.pki("reader"), given);
    expect(error).toMatchObject({ code: "QT_OPCUA_LOGIN_REFUSED" });
    await plantSaw("login-refused", "qtwin-writer");
  });

  test("the reader who writes, keeps the lease or releases", async () => {
    const given = opcuaConfig.parse({ endpointsFile: plant.endpointsFile, writer: { user: "qtwin-reader" } });
    const link = await opcuaConnector.openWrite!(given, recordingContext(plant.pki("reader"), clock).context);
    const nowMs = plant.nowMs();
    const command = {
      id: "reader:1",
      value: 10,
      validFromMs: nowMs,
      validUntilMs: nowMs + 900_000,
      planId: "p",
    };
    for (const attempt of [
      () => link.send(writePoint("battery.power"), command),
      () => link.heartbeat(),
      () => link.release(),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "QT_OPCUA_WRITE_DENIED", kind: "denied" });
    }
    expect(await link.readAck(writePoint("battery.power"))).toBeNull();
    await link.close();
    await plantSaw("write-refused", /qtwin-reader.*battery\.power\.command/);
    await plantSaw("call-refused", /qtwin-reader.*qtwin\.heartbeat/);
    await plantSaw("call-refused", /qtwin-reader.*qtwin\.release/);
  });

  test("a command id that was used, with the same and with another value", async () => {
    const link = await opcuaConnector.openWrite!(
      config,
      recordingContext(plant.pki("writer"), clock).context,
    );
    const point = writePoint("pv.limit");
    const nowMs = plant.nowMs();
    const command = { validFromMs: nowMs - 1000, validUntilMs: nowMs + 3_600_000, planId: "p" };
    await link.send(point, { ...command, id: "once", value: 60 });
    const first = await link.readAck(point);
    expect(first).toMatchObject({ id: "once", state: "accepted", value: 60 });

    await link.send(point, { ...command, id: "once", value: 60 });
    expect(await link.readAck(point)).toEqual(first);
    await link.send(point, { ...command, id: "second", value: 70 });
    await link.send(point, { ...command, id: "once", value: 10 });
    expect(await link.readAck(point)).toMatchObject({ id: "once", state: "refused" });
    await eventually("the newer command stays in force", async () => (await shownAt("pv.limitPct")) === 70);
    await link.release(["pv"]);
    await link.close();
    await plantSaw("command-replayed", "once");
  });

  test("what is no command at all", async () => {
    await withClient(
      MessageSecurityMode.SignAndEncrypt,
      async (client) => {
        const session = await logIn(client, "writer");
        for (const text of ["", "null", "{}", '{"id":"x"}', "[1]", "x".repeat(100_000)]) {
          const status = await session.write({
            nodeId: writePoint("battery.power").commandNodeId,
            attributeId: AttributeIds.Value,
            value: { value: { dataType: DataType.String, value: text } },
          });
          expect(status.name).toBe("BadInvalidArgument");
        }
      },
      "writer",
    );
  });
});

describe("the meters' broker refuses", () => {
  const connectMeters = (password: string, username = "qtwin") => {
    const { url, caFile } = plant.endpoints().mqtt;
    return mqtt.connectAsync(url, {
      username,
      password,
      ca: readFileSync(caFile),
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
  };
  const password = () => readFileSync(plant.endpoints().mqtt.passwordFile, "utf8").trim();

  test("a wrong password, an OPC UA user and nobody", async () => {
    await expect(connectMeters("guess")).rejects.toThrow(/bad username or password/i);
    const readerPassword = readFileSync(join(plant.pki("reader"), "password"), "utf8").trim();
    await expect(connectMeters(readerPassword, "qtwin-reader")).rejects.toThrow();
    await plantSaw("mqtt-login-refused", "qtwin-reader");
  });

  test("any message: no command ever comes by MQTT", async () => {
    const client = await connectMeters(password());
    client.on("error", () => undefined);
    client.publish("foundry/meters/f1", "{}", { qos: 0 });
    await plantSaw("mqtt-publish-refused", "foundry/meters/f1");
    client.end(true);
  });

  test("topics that are not the plant's", async () => {
    const client = await connectMeters(password());
    const [system] = await client.subscribeAsync("$SYS/#").catch(() => [{ qos: 128 }]);
    expect(system?.qos).toBe(128);
    const [meters] = await client.subscribeAsync("foundry/#", { qos: 1 });
    expect(meters?.qos).toBe(1);
    await plantSaw("mqtt-subscribe-refused", /\$SYS/);
    client.end(true);
  });
});

/** What the plant's own panel shows. */
async function shownAt(pointId: string): Promise<unknown> {
  const state = (await plant.panel({ do: "state" })) as { values: Record<string, unknown> };
  return state.values[pointId];
}

/** Makes a client believe that the server offered this, so that it really asks for it. */
function pretendOffered(
  client: OPCUAClient,
  securityMode: MessageSecurityMode,
  securityPolicyUri: SecurityPolicy,
) {
  const known = (client as unknown as { _serverEndpoints: EndpointDescription[] })._serverEndpoints;
  const tokens = [
    { policyId: "anonymous", tokenType: UserTokenType.Anonymous },
    ...(known[0]?.userIdentityTokens ?? []),
  ].map((token) => new UserTokenPolicy(token));
  for (const endpoint of known) endpoint.userIdentityTokens = tokens;
  known.push(
    new EndpointDescription({ ...known[0]!, securityMode, securityPolicyUri, userIdentityTokens: tokens }),
  );
}

async function restartPlant() {
  await plant.stop();
  await plant.start();
}

/** A client with the identity of reader or writer that does what it should not. */
async function withClient(
  securityMode: MessageSecurityMode,
  use: (client: OPCUAClient) => Promise<unknown>,
  identity: "reader" | "writer" = "reader",
) {
  const manager = new OPCUACertificateManager({
    rootFolder: plant.pki(identity),
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  });
  await manager.initialize();
  const client = OPCUAClient.create({
    securityMode,
    securityPolicy:
      securityMode === MessageSecurityMode.None ? SecurityPolicy.None : SecurityPolicy.Basic256Sha256,
    clientCertificateManager: manager,
    certificateFile: join(plant.pki(identity), "own", "certs", "client.pem"),
    serverCertificate: new X509Certificate(readFileSync(join(plant.dir, "pki", "own", "certs", "plant.pem")))
      .raw,
    connectionStrategy: { maxRetry: 0 },
    endpointMustExist: false,
  });
  try {
    await client.connect(plant.endpoints().opcua.endpointUrl);
    await use(client);
  } finally {
    await client.disconnect().catch(() => undefined);
    await manager.dispose();
  }
}

const logIn = (client: OPCUAClient, identity: "reader" | "writer") =>
  client.createSession({
    type: UserTokenType.UserName,
    userName: `qtwin-${identity}`,
    password: readFileSync(join(plant.pki(identity), "password"), "utf8").trim(),
  });
