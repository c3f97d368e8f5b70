import { type CheckFinding, defineConnector, type PointSpec } from "@qtwin/twin";
import { isLoopback, type MqttConfig, mqttConfig } from "./config.ts";
import { type MqttReadLink, openLink } from "./link.ts";

export type { MqttConfig } from "./config.ts";
export type { MqttCounters, MqttReadLink } from "./link.ts";

const where = "connectors.mqtt";

function configFindings(config: MqttConfig): CheckFinding[] {
  const findings: CheckFinding[] = [];
  const error = (option: string, message: string, fix: string): void => {
    findings.push({ level: "error", where: `${where}.${option}`, message, fix });
  };
  if (config.url === undefined && config.endpointsFile === undefined)
    error(
      "url",
      "Neither 'url' nor 'endpointsFile' says where the broker is.",
      "Set 'url' to mqtts://host:port.",
    );
  if (config.url?.startsWith("mqtt://") && !isLoopback(config.url))
    error("url", `${config.url} is not encrypted.`, "Use mqtts://; plain mqtt:// is for loopback only.");
  if (config.shared !== undefined && config.protocolVersion !== 5)
    error("shared", "Shared subscriptions need MQTT 5.", "Set 'protocolVersion' to 5, or remove 'shared'.");
  if (config.username !== undefined && config.passwordFile === undefined)
    error("passwordFile", "There is a user but no password file.", "Set 'passwordFile'.");
  if (config.reconnectMaxMs < config.reconnectMinMs)
    error("reconnectMaxMs", "It is less than 'reconnectMinMs'.", "Give a larger value.");
  return findings;
}

function pointFindings(points: readonly PointSpec[]): CheckFinding[] {
  return points.flatMap((point) =>
    point.source.connector === "mqtt" && /[+#]/.test(point.source.topic)
      ? [
          {
            level: "error" as const,
            where: `points.${point.id}.source.topic`,
            message: `The topic '${point.source.topic}' of '${point.id}' has a wildcard.`,
            fix: "Name one topic: a point has one source.",
          },
        ]
      : [],
  );
}

/** MQTT 3.1.1 and 5, reading only: no command ever goes by MQTT. */
export const mqttConnector = defineConnector<MqttConfig>({
  id: "mqtt",
  title: "MQTT",
  delivery: "push",
  can: ["read"],
  config: mqttConfig,
  check: (config, points) => [...configFindings(config), ...pointFindings(points)],
  openRead: (config, context, handlers): Promise<MqttReadLink> => openLink(config, context, handlers),
});
