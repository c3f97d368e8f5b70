import type { QtwinError } from "@qtwin/core";
import mqtt, { type IPublishPacket, type ISubscriptionGrant, type MqttClient } from "mqtt";
import { errorOfBroker } from "./broker-error.ts";
import type { BrokerAddress, MqttConfig } from "./config.ts";
import { mqttError } from "./errors.ts";
import type { Acknowledger } from "./intake.ts";

export interface ConnectionOptions {
  readonly broker: BrokerAddress;
  readonly config: MqttConfig;
  readonly clientId: string;
  readonly filters: readonly string[];
  /** False: the broker keeps nothing for this client. */
  readonly persistent: boolean;
  /** Takes a message; calls `proceed` when the next may come. The acknowledgement is a matter of its own. */
  readonly onMessage: (connection: Connection, packet: IPublishPacket, proceed: () => void) => void;
}

/** One network connection, from CONNECT to its end; it never reconnects. */
export interface Connection extends Acknowledger {
  readonly url: string;
  /** Did the broker still have our session, with what it kept for us? */
  readonly sessionPresent: boolean;
  /** Resolves with the reason when the connection has ended. */
  readonly ended: Promise<QtwinError>;
  /** Resolves when the broker has answered a ping: all it had sent before has arrived. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** mqtt.js sends no PUBACK for a message whose handler reports an error, and goes on: ours follows the commit. */
const acknowledgedLater = new Error("acknowledged after commit");

function createClient({ broker, config, clientId, persistent }: ConnectionOptions): MqttClient {
  const version5 = {
    receiveMaximum: config.receiveMaximum,
    maximumPacketSize: config.maxPayloadBytes + 65_536,
    ...(persistent && { sessionExpiryInterval: config.sessionExpiryS }),
  };
  return mqtt.connect(broker.url, {
    clientId,
    clean: !persistent,
    protocolVersion: config.protocolVersion,
    keepalive: config.keepaliveS,
    connectTimeout: config.connectTimeoutMs,
    reconnectPeriod: 0,
    resubscribe: false,
    rejectUnauthorized: true,
    ...(config.protocolVersion === 5 && { properties: version5 }),
    ...(broker.username !== undefined && { username: broker.username }),
    ...(broker.password !== undefined && { password: broker.password }),
    ...(broker.ca !== undefined && { ca: broker.ca }),
  });
}

/** PUBACK is the same four bytes in MQTT 3.1.1 and, for success, in MQTT 5 (section 3.4.2.1). */
function pubacks(messageIds: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(messageIds.length * 4);
  for (const [index, id] of messageIds.entries()) {
    bytes.writeUInt16BE(0x4002, index * 4);
    bytes.writeUInt16BE(id, index * 4 + 2);
  }
  return bytes;
}

function subscribe(client: MqttClient, options: ConnectionOptions): Promise<void> {
  const { broker, filters } = options;
  const refused = (topics: readonly string[]): QtwinError =>
    mqttError.subscriptionRefused(broker.url, topics, broker.username ?? "(anonymous)");
  if (filters.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    client.subscribe([...filters], { qos: options.persistent ? 1 : 0 }, (error, granted) => {
      const denied = (granted ?? []).filter((grant: ISubscriptionGrant) => grant.qos >= 128);
      if (denied.length > 0) reject(refused(denied.map((grant) => grant.topic)));
      else if (error) reject(refused(filters));
      else resolve();
    });
  });
}

interface Life {
  readonly connected: Promise<boolean>;
  readonly ended: Promise<QtwinError>;
}

/** Follows a client to its end: the last error it reported before it closed is the reason. */
function follow(client: MqttClient, { broker, config, clientId }: ConnectionOptions): Life {
  let last: QtwinError | null = null;
  const explain = (error: unknown): QtwinError => errorOfBroker(error, broker, config.protocolVersion);
  client.on("error", (error) => {
    last ??= explain(error);
  });
  client.on("disconnect", (packet) => {
    last ??=
      packet.reasonCode === 142
        ? mqttError.takenOver(broker.url, clientId)
        : mqttError.connectionLost(
            broker.url,
            clientId,
            `the broker ended it with reason code ${packet.reasonCode}`,
          );
  });
  const connected = new Promise<boolean>((resolve, reject) => {
    client.once("connect", (packet) => resolve(packet.sessionPresent));
    client.once("error", (error) => reject(explain(error)));
    client.once("close", () =>
      reject(last ?? mqttError.refused(broker.url, "it closed the connection without an answer")),
    );
  });
  const ended = new Promise<QtwinError>((resolve) => {
    client.once("close", () =>
      resolve(last ?? mqttError.connectionLost(broker.url, clientId, "the network connection was closed")),
    );
  });
  return { connected, ended };
}

const end = (client: MqttClient, force: boolean): Promise<void> =>
  new Promise((resolve) => {
    client.end(force, {}, () => resolve());
  });

/**
 * Connects, takes up the session and subscribes.
 * @throws QT_MQTT_UNREACHABLE, QT_MQTT_BAD_LOGIN, QT_MQTT_REFUSED, QT_MQTT_VERSION, QT_MQTT_UNTRUSTED_CERTIFICATE,
 * QT_MQTT_WRONG_HOST, QT_MQTT_CERTIFICATE_EXPIRED, QT_MQTT_SUBSCRIPTION_REFUSED
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const client = createClient(options);
  const { stream } = client;
  const life = follow(client, options);
  let sessionPresent = false;
  const connection: Connection = {
    url: options.broker.url,
    get sessionPresent() {
      return sessionPresent;
    },
    ended: life.ended,
    acknowledge(messageIds) {
      if (messageIds.length > 0 && client.connected && !stream.destroyed) stream.write(pubacks(messageIds));
    },
    ping: () =>
      new Promise((resolve) => {
        const onPacket = (packet: { cmd: string }): void => {
          if (packet.cmd !== "pingresp") return;
          client.off("packetreceive", onPacket);
          resolve();
        };
        client.on("packetreceive", onPacket);
        client.sendPing();
      }),
    close: () => end(client, false),
  };
  client.handleMessage = (packet, done) =>
    options.onMessage(connection, packet, () => done(acknowledgedLater));
  try {
    sessionPresent = await life.connected;
    await Promise.race([subscribe(client, options), life.ended.then((reason) => Promise.reject(reason))]);
    return connection;
  } catch (thrown) {
    await end(client, true);
    throw thrown;
  }
}
