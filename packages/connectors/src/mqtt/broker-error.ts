import { QtwinError } from "@qtwin/core";
import type { BrokerAddress } from "./config.ts";
import { mqttError } from "./errors.ts";

const untrustedCodes = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "CERT_REVOKED",
]);
const expiredCodes = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);
/** CONNACK: 4 and 5 of MQTT 3.1.1; 134, 135 and 140 of MQTT 5. */
const loginCodes = new Set([4, 5, 134, 135, 140]);
/** CONNACK: unacceptable protocol version. */
const versionCodes = new Set([1, 132]);

const socketReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens on this port",
  ENOTFOUND: "there is no host of this name",
  EAI_AGAIN: "the name could not be looked up",
  ETIMEDOUT: "no answer in time",
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "there is no route to the network",
  ECONNRESET: "it dropped the connection",
};

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

function errorOfConnack(code: number, reason: string, broker: BrokerAddress, version: 4 | 5): QtwinError {
  if (loginCodes.has(code)) return mqttError.badLogin(broker.url, broker.username ?? "(anonymous)", reason);
  if (versionCodes.has(code)) return mqttError.unsupportedVersion(broker.url, version);
  return mqttError.refused(broker.url, `${reason} (code ${code})`);
}

/** Says what an error of the network, of TLS or of the broker means for the user. */
export function errorOfBroker(error: unknown, broker: BrokerAddress, version: 4 | 5): QtwinError {
  if (error instanceof QtwinError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (typeof code === "number") return errorOfConnack(code, reason, broker, version);
  const name = String(code);
  if (name === "ERR_TLS_CERT_ALTNAME_INVALID") return mqttError.wrongHost(broker.url, reason);
  if (expiredCodes.has(name)) return mqttError.expired(broker.url, reason);
  if (untrustedCodes.has(name)) return mqttError.untrusted(broker.url, reason);
  return mqttError.unreachable(broker.url, socketReasons[name] ?? reason, error);
}
