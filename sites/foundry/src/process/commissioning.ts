import { randomBytes, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OPCUACertificateManager } from "node-opcua";
import { openUsers, type PlantRole, type UserDirectory } from "./users.ts";

/** What a plant is given once, before it is first used. */
export interface Commissioned {
  readonly users: UserDirectory;
  /** OPC UA certificate, key, trusted and rejected certificates of the plant. */
  readonly opcuaPkiDir: string;
  readonly opcuaCertificateFile: string;
  readonly mqtt: {
    readonly keyFile: string;
    readonly certificateFile: string;
    readonly username: string;
    /** Handed to the client. */
    readonly caFile: string;
    readonly passwordFile: string;
  };
}

const validDays = 3650;
const opcuaUsers = { reader: "qtwin-reader", writer: "qtwin-writer" } as const;
const mqttUser = "qtwin";

/**
 * The commissioning step of the simulated site: certificates of the plant and of Qtwin's two identities, users,
 * passwords, and mutual trust. At a real plant two administrators do this by hand. What exists stays; trust is
 * given only together with a newly made certificate, so a trust taken away stays away.
 * @param plantDir the plant's own folder
 * @param clientPkiDir Qtwin's folder with `reader/`, `writer/` and `mqtt/`
 * @param nowMs wall time, from which the certificates are valid
 */
export async function commission(
  plantDir: string,
  clientPkiDir: string,
  nowMs: number,
): Promise<Commissioned> {
  mkdirSync(plantDir, { recursive: true, mode: 0o700 });
  const users = openUsers(join(plantDir, "users.json"));
  const plant = await openIdentity(
    join(plantDir, "pki"),
    "plant.pem",
    "Foundry plant",
    "urn:qtwin:foundry:plant",
    nowMs,
  );
  for (const role of ["reader", "writer"] as const) {
    const client = await openIdentity(
      join(clientPkiDir, role),
      "client.pem",
      `Qtwin ${role}`,
      `urn:qtwin:foundry:${role}`,
      nowMs,
    );
    if (client.isNew) await plant.manager.trustCertificate(client.certificate.raw);
    if (client.isNew || plant.isNew) await client.manager.trustCertificate(plant.certificate.raw);
    givePassword(users, opcuaUsers[role], role, join(clientPkiDir, role), thumbprintOf(client.certificate));
    await client.manager.dispose();
  }
  await plant.manager.dispose();
  return {
    users,
    opcuaPkiDir: join(plantDir, "pki"),
    opcuaCertificateFile: plant.certificateFile,
    mqtt: await commissionMqtt(users, plantDir, join(clientPkiDir, "mqtt"), nowMs),
  };
}

async function commissionMqtt(users: UserDirectory, plantDir: string, clientDir: string, nowMs: number) {
  mkdirSync(clientDir, { recursive: true, mode: 0o700 });
  const broker = await openIdentity(
    join(plantDir, "mqtt-pki"),
    "broker.pem",
    "Foundry meters",
    "urn:qtwin:foundry:mqtt",
    nowMs,
  );
  await broker.manager.dispose();
  const caFile = join(clientDir, "ca.pem");
  if (broker.isNew || !existsSync(caFile)) writeFileSync(caFile, broker.certificate.toString());
  givePassword(users, mqttUser, "meters", clientDir, null);
  return {
    keyFile: broker.manager.privateKey,
    certificateFile: broker.certificateFile,
    username: mqttUser,
    caFile,
    passwordFile: join(clientDir, "password"),
  };
}

interface Identity {
  readonly manager: OPCUACertificateManager;
  readonly certificate: X509Certificate;
  readonly certificateFile: string;
  readonly isNew: boolean;
}

/** Key and self-signed certificate in a pki folder, made when missing. */
async function openIdentity(
  dir: string,
  name: string,
  title: string,
  applicationUri: string,
  nowMs: number,
): Promise<Identity> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const manager = new OPCUACertificateManager({
    rootFolder: dir,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
    keySize: 2048,
  });
  await manager.initialize();
  const certificateFile = join(dir, "own", "certs", name);
  const isNew = !existsSync(certificateFile);
  if (isNew) {
    await manager.createSelfSignedCertificate({
      outputFile: certificateFile,
      subject: `/CN=${title}/O=Qtwin example foundry`,
      applicationUri,
      dns: ["localhost"],
      ip: ["127.0.0.1"],
      startDate: new Date(nowMs - 3_600_000),
      validity: validDays,
    });
  }
  return { manager, certificate: new X509Certificate(readFileSync(certificateFile)), certificateFile, isNew };
}

/** Gives a user a new password when either side has none, or when its certificate is another. */
function givePassword(
  users: UserDirectory,
  user: string,
  role: PlantRole,
  clientDir: string,
  certificateThumbprint: string | null,
): void {
  const file = join(clientDir, "password");
  if (users.has(user) && users.certificateOf(user) === certificateThumbprint && existsSync(file)) return;
  const password = randomBytes(24).toString("base64url");
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  users.set(user, role, password, certificateThumbprint);
}

/** SHA-1 over the DER form, lower-case hex. */
export const thumbprintOf = (certificate: X509Certificate): string =>
  certificate.fingerprint.replaceAll(":", "").toLowerCase();
