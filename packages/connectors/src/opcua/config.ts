import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { opcuaError } from "./errors.ts";

/** The only security policies Qtwin connects with; the mode is always SignAndEncrypt. */
export const securityPolicies = ["Basic256Sha256", "Aes256_Sha256_RsaPss"] as const;

const identity = (defaultUser: string) =>
  z
    .strictObject({
      user: z.string().min(1).default(defaultUser),
      /** Path of a file with the password; a relative path is below the identity's pki folder. */
      passwordFile: z.string().min(1).default("password"),
    })
    .prefault({});

/** Options of the OPC UA connector. */
export const opcuaConfig = z.strictObject({
  /** `opc.tcp://host:port`. Give this or `endpointsFile`. */
  endpointUrl: z.string().optional(),
  /** `endpoints.json` of a simulated plant; read again at each connection, since ports may change. */
  endpointsFile: z.string().optional(),
  securityPolicy: z.enum(securityPolicies).default("Basic256Sha256"),
  applicationName: z.string().min(1).default("Qtwin"),
  publishingIntervalMs: z.number().int().min(50).max(60_000).default(500),
  /** Re-create the subscription after this many publishing intervals without any notification. */
  watchdogIntervals: z.number().int().min(3).max(1000).default(30),
  /** Longest wait for one answer. */
  requestTimeoutMs: z.number().int().min(500).max(120_000).default(10_000),
  /** Node that tells the clock of the source; default: the standard's own, for a simulated plant its plant clock. */
  clockNodeId: z.string().optional(),
  /** Object with the methods `heartbeat` and `release`. */
  leaseObjectId: z.string().default("ns=2;s=qtwin"),
  heartbeatMethodId: z.string().default("ns=2;s=qtwin.heartbeat"),
  releaseMethodId: z.string().default("ns=2;s=qtwin.release"),
  reader: identity("qtwin-reader"),
  writer: identity("qtwin-writer"),
});

export type OpcuaConfig = z.infer<typeof opcuaConfig>;
export type IdentityName = "reader" | "writer";

/**
 * The address to connect to.
 * @throws QT_OPCUA_NO_ENDPOINT when neither address nor a readable endpoints file is there.
 */
export function resolveEndpointUrl(config: OpcuaConfig): string {
  if (config.endpointUrl !== undefined) return config.endpointUrl;
  const file = config.endpointsFile;
  if (file === undefined) throw opcuaError.noEndpoint("Neither 'endpointUrl' nor 'endpointsFile' is set");
  try {
    const endpoints = JSON.parse(readFileSync(file, "utf8")) as { opcua?: { endpointUrl?: unknown } };
    const url = endpoints.opcua?.endpointUrl;
    if (typeof url === "string") return url;
  } catch (cause) {
    throw opcuaError.noEndpoint(`The endpoints file ${file} cannot be read`, cause);
  }
  throw opcuaError.noEndpoint(`The endpoints file ${file} names no 'opcua.endpointUrl'`);
}

/** A simulated plant publishes its endpoints in a file, and has a clock of its own. */
export const isSimulated = (config: OpcuaConfig): boolean => config.endpointsFile !== undefined;

/** The node to measure the clock offset with. */
export const clockNodeOf = (config: OpcuaConfig): string =>
  config.clockNodeId ?? (isSimulated(config) ? "ns=2;s=plant.clock" : "i=2258");

/**
 * The password of an identity, without its line end.
 * @throws QT_OPCUA_NO_PASSWORD
 */
export function readPassword(config: OpcuaConfig, name: IdentityName, pkiDir: string): string {
  const given = config[name].passwordFile;
  const file = isAbsolute(given) ? given : join(pkiDir, given);
  let password: string;
  try {
    password = readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    throw opcuaError.noPassword(name, file, cause);
  }
  if (password === "") throw opcuaError.noPassword(name, file);
  return password;
}
