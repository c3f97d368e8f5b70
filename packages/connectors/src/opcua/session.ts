import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { QtwinError } from "@qtwin/core";
import type { OpenContext } from "@qtwin/twin";
import {
  type ClientSession,
  type EndpointDescription,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  UserTokenType,
} from "node-opcua";
import { type IdentityName, type OpcuaConfig, readPassword, resolveEndpointUrl } from "./config.ts";
import { opcuaError } from "./errors.ts";
import { silenceLibrary } from "./library-log.ts";
import { chooseEndpoint, findCertificateFault } from "./server-identity.ts";
import { thumbprintOf } from "./trust.ts";

/** An activated session over a signed and encrypted channel to a trusted server. */
export interface SecureSession {
  readonly session: ClientSession;
  readonly endpointUrl: string;
  readonly user: string;
  /** Called once, when the connection is gone for a reason other than `close`. */
  readonly onLost: (listener: (reason: string) => void) => void;
  readonly close: () => Promise<void>;
}

/** Where the files of an identity are, below its pki folder. */
export const clientCertificateFile = (pkiDir: string): string => join(pkiDir, "own", "certs", "client.pem");

const retryNever = { maxRetry: 0, initialDelay: 100, maxDelay: 100 };

/**
 * Opens one session: discovers, checks the server's certificate ourselves, connects, logs in. Never falls back to
 * a weaker mode, and never reconnects by itself.
 * @throws QT_OPCUA_UNREACHABLE, QT_OPCUA_DOWNGRADED, QT_OPCUA_UNTRUSTED_CERTIFICATE, QT_OPCUA_CERTIFICATE_EXPIRED,
 * QT_OPCUA_WRONG_HOST, QT_OPCUA_INVALID_CERTIFICATE, QT_OPCUA_CLIENT_REFUSED, QT_OPCUA_LOGIN_REFUSED,
 * QT_OPCUA_NO_ENDPOINT, QT_OPCUA_NO_PASSWORD, QT_OPCUA_NOT_COMMISSIONED
 */
export async function openSession(
  config: OpcuaConfig,
  name: IdentityName,
  context: OpenContext,
): Promise<SecureSession> {
  silenceLibrary();
  const endpointUrl = resolveEndpointUrl(config);
  const password = readPassword(config, name, context.pkiDir);
  if (!existsSync(clientCertificateFile(context.pkiDir))) throw opcuaError.notCommissioned(context.pkiDir);
  const manager = new OPCUACertificateManager({
    rootFolder: context.pkiDir,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  });
  await manager.initialize();
  try {
    const attempt = { config, name, context, manager, endpointUrl };
    const endpoint = await findEndpoint(attempt);
    const client = await connect(attempt, endpoint);
    return await logIn(attempt, client, password);
  } catch (error) {
    await manager.dispose();
    throw error;
  }
}

interface Attempt {
  readonly config: OpcuaConfig;
  readonly name: IdentityName;
  readonly context: OpenContext;
  readonly manager: OPCUACertificateManager;
  readonly endpointUrl: string;
}

/** Asks the server for its endpoints; nothing secret crosses this unencrypted channel. */
async function findEndpoint(attempt: Attempt): Promise<EndpointDescription> {
  const { config, endpointUrl } = attempt;
  const client = newClient(attempt, {
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
  });
  let endpoints: EndpointDescription[];
  try {
    await client.connect(endpointUrl);
    endpoints = await client.getEndpoints({ endpointUrl });
  } catch (cause) {
    throw opcuaError.unreachable(endpointUrl, cause);
  } finally {
    await client.disconnect().catch(() => undefined);
  }
  const endpoint = await refusing(attempt, async () => chooseEndpoint(endpoints, config, endpointUrl));
  await refusing(attempt, async () => {
    const { siteId } = attempt.context;
    const der = endpoint.serverCertificate;
    const fault = await findCertificateFault(der, endpointUrl, siteId, attempt.name, attempt.manager);
    if (fault) throw fault;
  });
  return endpoint;
}

async function connect(attempt: Attempt, endpoint: EndpointDescription): Promise<OPCUAClient> {
  const client = newClient(attempt, {
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: SecurityPolicy[attempt.config.securityPolicy],
    serverCertificate: endpoint.serverCertificate,
  });
  try {
    await client.connect(attempt.endpointUrl);
    return client;
  } catch (cause) {
    await client.disconnect().catch(() => undefined);
    if (/ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH/.test(String(cause))) {
      throw opcuaError.unreachable(attempt.endpointUrl, cause);
    }
    const file = clientCertificateFile(attempt.context.pkiDir);
    const thumbprint = thumbprintOf(new X509Certificate(readFileSync(file)));
    return refusing(attempt, async () => {
      throw opcuaError.clientRefused(attempt.endpointUrl, thumbprint, cause);
    });
  }
}

async function logIn(attempt: Attempt, client: OPCUAClient, password: string): Promise<SecureSession> {
  const { endpointUrl, manager } = attempt;
  const user = attempt.config[attempt.name].user;
  const close = async () => {
    await client.disconnect().catch(() => undefined);
    await manager.dispose();
  };
  try {
    const session = await client.createSession({ type: UserTokenType.UserName, userName: user, password });
    return { session, endpointUrl, user, onLost: lossOf(client, session), close };
  } catch (cause) {
    await client.disconnect().catch(() => undefined);
    const status = /Bad(UserAccessDenied|IdentityToken\w+)/.exec(String(cause))?.[0];
    if (status === undefined) throw opcuaError.unreachable(endpointUrl, cause);
    return refusing(attempt, async () => {
      throw opcuaError.loginRefused(endpointUrl, user, status);
    });
  }
}

function newClient(
  attempt: Attempt,
  security: { securityMode: MessageSecurityMode; securityPolicy: SecurityPolicy; serverCertificate?: Buffer },
): OPCUAClient {
  const { config, manager, context } = attempt;
  return OPCUAClient.create({
    ...security,
    applicationName: config.applicationName,
    clientName: `${config.applicationName} ${attempt.name}`,
    clientCertificateManager: manager,
    certificateFile: clientCertificateFile(context.pkiDir),
    connectionStrategy: retryNever,
    endpointMustExist: false,
    keepSessionAlive: true,
    keepAliveInterval: 5000,
    requestedSessionTimeout: 60_000,
    transportTimeout: config.requestTimeoutMs,
    defaultTransactionTimeout: config.requestTimeoutMs,
  });
}

function lossOf(client: OPCUAClient, session: ClientSession): SecureSession["onLost"] {
  return (listener) => {
    let told = false;
    const tell = (reason: string) => {
      if (!told) listener(reason);
      told = true;
    };
    client.on("connection_lost", () => tell("connection lost"));
    client.on("close", () => tell("connection closed"));
    session.on("session_closed", () => tell("session closed by the server"));
    session.on("keepalive_failure", () => tell("no answer to keep-alive"));
  };
}

/** Runs a security decision; a refusal is reported before it is thrown. */
async function refusing<T>(attempt: Attempt, decide: () => Promise<T>): Promise<T> {
  try {
    return await decide();
  } catch (error) {
    const refusal = error as QtwinError;
    attempt.context.onSecurityEvent({
      action: refusal.code,
      subject: `${attempt.name}@${attempt.endpointUrl}`,
      detail: refusal.message,
    });
    throw refusal;
  }
}
