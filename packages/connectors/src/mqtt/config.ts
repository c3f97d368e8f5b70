import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { PointSpec } from "@qtwin/twin";
import { z } from "zod";
import { mqttError } from "./errors.ts";

/** Options of the MQTT connector. */
export const mqttConfig = z.strictObject({
  /** `mqtts://host:port`; plain `mqtt://` is accepted for loopback only. Give this or `endpointsFile`. */
  url: z
    .string()
    .regex(/^mqtts?:\/\/[^/]+$/, "Give mqtts://host:port.")
    .optional(),
  /** `endpoints.json` of a simulated plant; read again at each connection, since ports may change. */
  endpointsFile: z.string().optional(),
  /** Certificate authority of the broker, PEM; the system's authorities where absent. */
  caFile: z.string().optional(),
  username: z.string().optional(),
  /** A relative path is below the client's pki folder, as that of `caFile`. */
  passwordFile: z.string().optional(),
  /** 4 is MQTT 3.1.1. */
  protocolVersion: z.union([z.literal(4), z.literal(5)]).default(5),
  /** The broker keeps the session under this name; `qtwin-<site>` where absent. One per process. */
  clientId: z.string().min(1).max(128).optional(),
  /** Splits these topic filters between all processes of the group (MQTT 5). Retained topics do not belong here. */
  shared: z
    .strictObject({
      group: z.string().regex(/^[^/+#]+$/, "No '/', '+' or '#' in a group name."),
      topics: z.array(z.string()).min(1),
    })
    .optional(),
  /** How long the broker keeps what we have not acknowledged while we are away (MQTT 5; 3.1.1 has no limit). */
  sessionExpiryS: z
    .number()
    .int()
    .min(60)
    .max(4_294_967_294)
    .default(7 * 86_400),
  /** Most messages taken but not yet acknowledged. */
  receiveMaximum: z.number().int().min(1).max(65_535).default(20_000),
  /** A batch is stored when it holds this many messages, or `lingerMs` after its first. */
  batchMessages: z.number().int().min(1).max(65_535).default(2_000),
  lingerMs: z.number().min(0).max(1_000).default(5),
  parallelBatches: z.number().int().min(1).max(8).default(2),
  maxPayloadBytes: z
    .number()
    .int()
    .min(128)
    .max(16 * 1024 * 1024)
    .default(1024 * 1024),
  keepaliveS: z.number().int().min(5).max(3_600).default(30),
  connectTimeoutMs: z.number().int().min(100).max(120_000).default(10_000),
  /** Wait before the first attempt to connect again; doubled up to the maximum. */
  reconnectMinMs: z.number().int().min(10).max(60_000).default(500),
  reconnectMaxMs: z.number().int().min(10).max(600_000).default(30_000),
});

export type MqttConfig = z.infer<typeof mqttConfig>;

/** Where to connect and as whom. */
export interface BrokerAddress {
  readonly url: string;
  readonly ca: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

const publishedSchema = z.object({
  mqtt: z.object({
    url: z.string(),
    caFile: z.string().optional(),
    username: z.string().optional(),
    passwordFile: z.string().optional(),
  }),
});

function publishedAddress(file: string): z.infer<typeof publishedSchema>["mqtt"] {
  try {
    return publishedSchema.parse(JSON.parse(readFileSync(file, "utf8"))).mqtt;
  } catch (cause) {
    throw mqttError.noBroker(`The endpoints file ${file} does not say where the broker is`, cause);
  }
}

function readSecret(option: "caFile" | "passwordFile", given: string, pkiDir: string): string {
  const file = isAbsolute(given) ? given : join(pkiDir, given);
  let text: string;
  try {
    text = readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    throw mqttError.unreadableFile(option, file, cause);
  }
  if (text === "") throw mqttError.unreadableFile(option, file);
  return text;
}

export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * The broker to connect to now; files are read at each call, so a renewed password or authority is taken up.
 * @throws QT_MQTT_NO_BROKER, QT_MQTT_PLAIN_TEXT, QT_MQTT_UNREADABLE_FILE
 */
export function resolveBroker(config: MqttConfig, pkiDir: string): BrokerAddress {
  const published = config.endpointsFile === undefined ? {} : publishedAddress(config.endpointsFile);
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const { url, caFile, username, passwordFile }: Partial<MqttConfig> = { ...published, ...given };
  if (url === undefined) throw mqttError.noBroker("Neither 'url' nor 'endpointsFile' is set");
  if (url.startsWith("mqtt://") && !isLoopback(url)) throw mqttError.plainText(url);
  return {
    url,
    ca: caFile === undefined ? undefined : readSecret("caFile", caFile, pkiDir),
    username,
    password: passwordFile === undefined ? undefined : readSecret("passwordFile", passwordFile, pkiDir),
  };
}

const matches = (filter: string, topic: string): boolean => {
  const wanted = filter.split("/");
  const levels = topic.split("/");
  for (const [index, part] of wanted.entries()) {
    if (part === "#") return true;
    if (index >= levels.length || (part !== "+" && part !== levels[index])) return false;
  }
  return wanted.length === levels.length;
};

/** The topic filters to subscribe to: the shared ones with their group, and each topic of a point they do not cover. */
export function subscriptionFilters(config: MqttConfig, points: readonly PointSpec[]): readonly string[] {
  const { shared } = config;
  const topics = new Set(
    points.flatMap((point) => (point.source.connector === "mqtt" ? [point.source.topic] : [])),
  );
  const plain = [...topics].filter((topic) => !shared?.topics.some((filter) => matches(filter, topic)));
  return [...(shared?.topics.map((filter) => `$share/${shared.group}/${filter}`) ?? []), ...plain];
}
