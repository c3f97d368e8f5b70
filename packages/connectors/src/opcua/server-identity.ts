import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { QtwinError } from "@qtwin/core";
import { type EndpointDescription, MessageSecurityMode, type OPCUACertificateManager } from "node-opcua";
import type { OpcuaConfig } from "./config.ts";
import { opcuaError } from "./errors.ts";
import { thumbprintOf } from "./trust.ts";

const policyUriPrefix = "http://opcfoundation.org/UA/SecurityPolicy#";

/**
 * The endpoint with SignAndEncrypt and the configured policy.
 * @throws QT_OPCUA_DOWNGRADED when the server offers only less
 */
export function chooseEndpoint(
  endpoints: readonly EndpointDescription[],
  config: OpcuaConfig,
  endpointUrl: string,
): EndpointDescription {
  const found = endpoints.find(
    (endpoint) =>
      endpoint.securityMode === MessageSecurityMode.SignAndEncrypt &&
      endpoint.securityPolicyUri === policyUriPrefix + config.securityPolicy,
  );
  if (found) return found;
  const offered = endpoints.map(
    (endpoint) =>
      `${MessageSecurityMode[endpoint.securityMode]}/${endpoint.securityPolicyUri?.replace(policyUriPrefix, "")}`,
  );
  throw opcuaError.downgraded(
    endpointUrl,
    config.securityPolicy,
    [...new Set(offered)].join(", ") || "nothing",
  );
}

/**
 * Says why the certificate a server shows must be refused; null when it is good. An unknown certificate is
 * recorded in `rejected/`. Host name first, then validity, then trust: a trusted certificate of another host is
 * still the wrong server.
 */
export async function findCertificateFault(
  der: Buffer,
  endpointUrl: string,
  siteId: string,
  identity: string,
  manager: OPCUACertificateManager,
): Promise<QtwinError | null> {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(der);
  } catch {
    return opcuaError.invalidCertificate(endpointUrl, "it cannot be parsed", "unknown");
  }
  const thumbprint = thumbprintOf(certificate);
  const host = hostOf(endpointUrl);
  if (!namesHost(certificate, host)) {
    return opcuaError.wrongHost(endpointUrl, host, certificate.subjectAltName ?? certificate.subject);
  }
  const status = (await manager.checkCertificate(der)).name;
  if (status === "Good") return null;
  if (status === "BadCertificateTimeInvalid" || status === "BadCertificateIssuerTimeInvalid") {
    return opcuaError.expired(endpointUrl, thumbprint, certificate.validFrom, certificate.validTo);
  }
  if (status === "BadCertificateUntrusted") {
    return opcuaError.untrusted(endpointUrl, siteId, thumbprint, identity);
  }
  return opcuaError.invalidCertificate(endpointUrl, status, thumbprint);
}

const hostOf = (endpointUrl: string): string => new URL(endpointUrl).hostname.replace(/^\[|\]$/g, "");

const namesHost = (certificate: X509Certificate, host: string): boolean =>
  isIP(host) === 0
    ? certificate.checkHost(host, { subject: "never" }) !== undefined
    : certificate.checkIP(host) !== undefined;
