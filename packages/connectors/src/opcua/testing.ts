import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenContext, PointSpec, Quality, SiteClock, WritePoint } from "@qtwin/twin";
import {
  DataType,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAServer,
  RegisterServerMethod,
  SecurityPolicy,
  StatusCodes,
} from "node-opcua";
import { freePort } from "../testing/free-port.ts";
import { silenceLibrary } from "./library-log.ts";

/** The example site's catalogue. */
export const catalogue = JSON.parse(
  readFileSync(new URL("../../../../sites/foundry/points.json", import.meta.url), "utf8"),
) as { points: readonly PointSpec[]; writePoints: readonly WritePoint[] };

export const writePoint = (id: string): WritePoint => {
  const found = catalogue.writePoints.find((point) => point.id === id);
  if (!found) throw new Error(`no write point ${id}`);
  return found;
};

export interface Recorded {
  readonly context: OpenContext;
  readonly events: { action: string; subject: string; detail: string }[];
}

/** A context that records security events. */
export function recordingContext(pkiDir: string, clock: SiteClock): Recorded {
  const events: Recorded["events"] = [];
  const context: OpenContext = {
    siteId: "foundry",
    clock,
    points: catalogue.points,
    pkiDir,
    log: () => undefined,
    onSecurityEvent: (event) => void events.push(event),
  };
  return { context, events };
}

export interface CertificateWish {
  readonly name?: string;
  readonly applicationUri?: string;
  readonly dns?: readonly string[];
  readonly ip?: readonly string[];
  /** Days from now; negative: in the past. */
  readonly startsInDays?: number;
  readonly days?: number;
}

/** A pki folder with key and self-signed certificate `own/certs/<name>`. */
export async function makeIdentity(
  dir: string,
  wish: CertificateWish = {},
): Promise<{ dir: string; file: string }> {
  const manager = new OPCUACertificateManager({
    rootFolder: dir,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  });
  await manager.initialize();
  const file = join(dir, "own", "certs", wish.name ?? "client.pem");
  await manager.createSelfSignedCertificate({
    outputFile: file,
    subject: "/CN=Test/O=Qtwin tests",
    applicationUri: wish.applicationUri ?? "urn:qtwin:test",
    dns: [...(wish.dns ?? ["localhost"])],
    ip: [...(wish.ip ?? ["127.0.0.1"])],
    startDate: new Date(Date.now() + (wish.startsInDays ?? -1) * 86_400_000),
    validity: wish.days ?? 30,
  });
  await manager.dispose();
  return { dir, file };
}

/** Puts a certificate on the trust list of a pki folder. */
export function trust(pkiDir: string, certificateFile: string): void {
  const folder = join(pkiDir, "trusted", "certs");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${Math.random().toString(36).slice(2)}.pem`), readFileSync(certificateFile));
}

/** A copy of a pki folder whose trust list is empty. */
export function copyWithoutTrust(pkiDir: string, to: string): string {
  cpSync(pkiDir, to, { recursive: true });
  for (const part of ["trusted", "rejected"]) rmSync(join(to, part), { recursive: true, force: true });
  return to;
}

export const temporaryDir = (): string => mkdtempSync(join(tmpdir(), "qtwin-opcua-"));

export interface OtherServer {
  readonly endpointUrl: string;
  readonly certificateFile: string;
  /** Node of one number, which `emit` moves. */
  readonly nodeId: string;
  readonly emit: (value: number, quality: Quality) => void;
  /** Sessions somebody tried to create. */
  readonly sessions: () => number;
  readonly close: () => Promise<void>;
}

/** An OPC UA server that is not the plant: with another certificate, or with less security. */
export async function startOtherServer(
  certificate: CertificateWish,
  securityModes: readonly MessageSecurityMode[] = [MessageSecurityMode.SignAndEncrypt],
): Promise<OtherServer> {
  silenceLibrary();
  const dir = temporaryDir();
  const applicationUri = "urn:qtwin:other";
  const { file } = await makeIdentity(dir, { name: "server.pem", applicationUri, ...certificate });
  const manager = new OPCUACertificateManager({
    rootFolder: dir,
    automaticallyAcceptUnknownCertificate: true,
    disableFileWatchers: true,
  });
  await manager.initialize();
  const isOpen = securityModes.includes(MessageSecurityMode.None);
  const server = new OPCUAServer({
    port: await freePort(),
    host: "127.0.0.1",
    hostname: "127.0.0.1",
    serverInfo: { applicationUri },
    securityModes: [...securityModes],
    securityPolicies: [SecurityPolicy.Basic256Sha256, ...(isOpen ? [SecurityPolicy.None] : [])],
    serverCertificateManager: manager,
    userCertificateManager: manager,
    certificateFile: file,
    privateKeyFile: manager.privateKey,
    registerServerMethod: RegisterServerMethod.HIDDEN,
    userManager: { isValidUser: () => true },
  });
  await server.initialize();
  const variable = server.engine.addressSpace!.getOwnNamespace().addVariable({
    browseName: "level",
    nodeId: "s=level",
    organizedBy: "ObjectsFolder",
    dataType: "Double",
    minimumSamplingInterval: 0,
  });
  let sessions = 0;
  server.on("create_session", () => {
    sessions++;
  });
  await server.start();
  return {
    endpointUrl: server.getEndpointUrl(),
    certificateFile: file,
    nodeId: variable.nodeId.toString(),
    emit: (value, quality) =>
      variable.setValueFromSource({ dataType: DataType.Double, value }, statusOf[quality], new Date()),
    sessions: () => sessions,
    close: async () => {
      await server.shutdown(0);
      await manager.dispose();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const statusOf = {
  good: StatusCodes.Good,
  uncertain: StatusCodes.UncertainLastUsableValue,
  bad: StatusCodes.BadSensorFailure,
} as const;
