import { QtwinError } from "@qtwin/core";

/** Every failure of the MQTT connector, in one place: code, sentence, fix. */
export const mqttError = {
  noBroker: (what: string, cause?: unknown) =>
    new QtwinError({
      kind: cause === undefined ? "invalid-input" : "unavailable",
      code: "QT_MQTT_NO_BROKER",
      message: `${what}.`,
      fix: "Set 'url' to mqtts://host:port, or start the plant that writes the endpoints file.",
      where: "connectors.mqtt",
      cause,
      ...(cause === undefined ? {} : { retryAfterMs: 1000 }),
    }),

  plainText: (url: string) =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_MQTT_PLAIN_TEXT",
      message: `${url} is not encrypted: password and measurements would cross the network in the clear.`,
      fix: "Use mqtts://, with 'caFile' for the broker's certificate authority. Plain mqtt:// is for loopback only.",
      where: "connectors.mqtt.url",
    }),

  unreadableFile: (option: "caFile" | "passwordFile", file: string, cause?: unknown) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_MQTT_UNREADABLE_FILE",
      message: `The file ${file} is missing, empty or not readable.`,
      fix:
        option === "caFile"
          ? "Put the certificate of the broker's certificate authority there, in PEM form."
          : "Write the password of the MQTT user there, in one line (mode 0600).",
      where: `connectors.mqtt.${option}`,
      cause,
    }),

  unreachable: (url: string, reason: string, cause?: unknown) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_MQTT_UNREACHABLE",
      message: `No MQTT broker answers at ${url}: ${reason}.`,
      fix: "Check that the broker runs, that host and port are right, and that a firewall lets this port through.",
      where: "connectors.mqtt.url",
      retryAfterMs: 1000,
      cause,
    }),

  badLogin: (url: string, user: string, reason: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_MQTT_BAD_LOGIN",
      message: `The broker at ${url} refused the user '${user}': ${reason}.`,
      fix: "Check 'username' and the content of 'passwordFile' against the broker's user list.",
      where: "connectors.mqtt.passwordFile",
    }),

  refused: (url: string, reason: string) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_MQTT_REFUSED",
      message: `The broker at ${url} refused the connection: ${reason}.`,
      fix: "Read the broker's log; the protocol version and the client id must be ones it accepts.",
      where: "connectors.mqtt",
      retryAfterMs: 5000,
    }),

  unsupportedVersion: (url: string, version: 4 | 5) =>
    new QtwinError({
      kind: "unsupported",
      code: "QT_MQTT_VERSION",
      message: `The broker at ${url} does not speak MQTT ${version === 5 ? "5" : "3.1.1"}.`,
      fix: `Set 'protocolVersion' to ${version === 5 ? 4 : 5}.`,
      where: "connectors.mqtt.protocolVersion",
    }),

  untrusted: (url: string, reason: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_MQTT_UNTRUSTED_CERTIFICATE",
      message: `The certificate of the broker at ${url} is not trusted: ${reason}.`,
      fix: "Set 'caFile' to the certificate of the authority that issued it. Never switch the check off.",
      where: "connectors.mqtt.caFile",
    }),

  wrongHost: (url: string, reason: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_MQTT_WRONG_HOST",
      message: `The certificate shown at ${url} is not for this host: ${reason}.`,
      fix: "Use the host name the certificate names, or issue a certificate with this one.",
      where: "connectors.mqtt.url",
    }),

  expired: (url: string, reason: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_MQTT_CERTIFICATE_EXPIRED",
      message: `The certificate of the broker at ${url} is not valid now: ${reason}.`,
      fix: "Renew the broker's certificate, and check the clocks of both machines.",
      where: "connectors.mqtt.url",
    }),

  subscriptionRefused: (url: string, topics: readonly string[], user: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_MQTT_SUBSCRIPTION_REFUSED",
      message: `The broker at ${url} does not let '${user}' read ${topics.join(", ")}.`,
      fix: "Grant this user read access to these topics in the broker's ACL; it needs no write access.",
      where: "connectors.mqtt.username",
    }),

  takenOver: (url: string, clientId: string) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_MQTT_TAKEN_OVER",
      message: `Another client connected to ${url} with the client id '${clientId}'.`,
      fix: "Give each ingest process its own 'clientId', and use 'shared' to split the messages between them.",
      where: "connectors.mqtt.clientId",
      retryAfterMs: 5000,
    }),

  connectionLost: (url: string, clientId: string, reason: string) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_MQTT_CONNECTION_LOST",
      message: `The connection to the broker at ${url} was lost: ${reason}.`,
      fix: `It is being opened again; the broker keeps what was not acknowledged. If it keeps happening, look for another client with the client id '${clientId}'.`,
      where: "connectors.mqtt.url",
      retryAfterMs: 500,
    }),

  closed: () =>
    new QtwinError({
      kind: "conflict",
      code: "QT_MQTT_CLOSED",
      message: "The MQTT link was closed while this was under way.",
      fix: "Open it again; what was not acknowledged is delivered again.",
    }),
} as const;
