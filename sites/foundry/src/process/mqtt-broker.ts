import { readFileSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:tls";
import type { Json } from "@qtwin/core";
import { Aedes, type AuthenticateError, type Client } from "aedes";
import type { Commissioned } from "./commissioning.ts";
import type { ReportSecurity } from "./security-log.ts";
import type { UserDirectory } from "./users.ts";

/** The meters' broker: MQTT 3.1.1 over TLS, one user, who may only listen. */
export interface MeterBroker {
  readonly port: number;
  readonly publish: (topic: string, payload: Json, retain: boolean) => void;
  readonly close: () => Promise<void>;
}

const topicRoot = "foundry/";
/** MQTT 3.1.1 connection return code. */
const badUserNameOrPassword = 4;

export async function startMeterBroker(
  port: number,
  commissioned: Commissioned["mqtt"],
  users: UserDirectory,
  report: ReportSecurity,
): Promise<MeterBroker> {
  const broker = await Aedes.createBroker(accessRules(users, report));
  const server = createServer(
    {
      key: readFileSync(commissioned.keyFile),
      cert: readFileSync(commissioned.certificateFile),
      minVersion: "TLSv1.2",
    },
    broker.handle,
  );
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => undefined);
  broker.on("clientError", () => undefined);
  broker.on("connectionError", () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    publish: (topic, payload, retain) =>
      broker.publish(
        { cmd: "publish", topic, payload: JSON.stringify(payload), qos: 1, retain, dup: false },
        () => undefined,
      ),
    close: async () => {
      await new Promise<void>((resolve) => broker.close(resolve));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const accessRules = (
  users: UserDirectory,
  report: ReportSecurity,
): ConstructorParameters<typeof Aedes>[0] => ({
  authenticate: async (client, username, password, done) => {
    const user = username ?? "";
    const allowed =
      users.roleOf(user) === "meters" && (await users.check(user, password?.toString("utf8") ?? "", null));
    if (allowed) return done(null, true);
    report({ action: "mqtt-login-refused", subject: user || "anonymous", detail: `Client ${client.id}.` });
    const error = new Error("Bad user name or password") as AuthenticateError;
    error.returnCode = badUserNameOrPassword;
    done(error, false);
  },
  authorizePublish: (client, packet, done) => {
    if (client === null) return done(null);
    report({ action: "mqtt-publish-refused", subject: client.id, detail: `Publishing to ${packet.topic}.` });
    done(new Error("This broker takes no messages"));
  },
  authorizeSubscribe: (client: Client, subscription, done) => {
    if (subscription.topic.startsWith(topicRoot)) return done(null, subscription);
    report({
      action: "mqtt-subscribe-refused",
      subject: client.id,
      detail: `Subscribing to ${subscription.topic}.`,
    });
    done(null, null);
  },
});
