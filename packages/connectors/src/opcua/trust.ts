import { X509Certificate } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { opcuaError } from "./errors.ts";

/** A server certificate that was shown, refused, and waits for an administrator. */
export interface RejectedCertificate {
  /** SHA-1 over the DER form, lower-case hex: what OPC UA calls the thumbprint. */
  readonly thumbprint: string;
  readonly subject: string;
  readonly hosts: string;
  readonly validFromMs: number;
  readonly validToMs: number;
  readonly file: string;
}

export const thumbprintOf = (certificate: X509Certificate): string =>
  certificate.fingerprint.replaceAll(":", "").toLowerCase();

/** The certificates in `rejected/` of one identity's pki folder. */
export function listRejected(pkiDir: string): readonly RejectedCertificate[] {
  const folder = join(pkiDir, "rejected");
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith(".pem"))
    .sort()
    .map((name) => describe(join(folder, name)));
}

function describe(file: string): RejectedCertificate {
  const certificate = new X509Certificate(readFileSync(file));
  return {
    thumbprint: thumbprintOf(certificate),
    subject: certificate.subject.replaceAll("\n", ", "),
    hosts: certificate.subjectAltName ?? "",
    validFromMs: Date.parse(certificate.validFrom),
    validToMs: Date.parse(certificate.validTo),
    file,
  };
}

/**
 * Moves a refused certificate to the trust list; open connections pick it up at their next attempt.
 * @throws QT_OPCUA_UNKNOWN_THUMBPRINT
 */
export function trustCertificate(pkiDir: string, thumbprint: string): RejectedCertificate {
  const wanted = thumbprint.replaceAll(":", "").toLowerCase();
  const found = listRejected(pkiDir).find((rejected) => rejected.thumbprint === wanted);
  if (!found) throw opcuaError.unknownThumbprint(wanted, pkiDir);
  const trusted = join(pkiDir, "trusted", "certs");
  mkdirSync(trusted, { recursive: true });
  const file = join(trusted, `${found.thumbprint}.pem`);
  renameSync(found.file, file);
  return { ...found, file };
}
