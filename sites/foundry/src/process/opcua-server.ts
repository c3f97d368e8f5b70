import { createHash } from "node:crypto";
import {
  type IUserManagerEx,
  LogLevel,
  MessageSecurityMode,
  makeRoles,
  OPCUACertificateManager,
  OPCUAServer,
  RegisterServerMethod,
  SecurityPolicy,
  type ServerSession,
  setDebugLogger,
  setErrorLogger,
  setLogLevel,
  setWarningLogger,
  WellKnownRoles,
} from "node-opcua";
import { type AddressSpaceBinding, buildAddressSpace, type PlantNodes, writerRole } from "./address-space.ts";
import type { Commissioned } from "./commissioning.ts";
import { watchRefusals } from "./refusal-watch.ts";
import type { ReportSecurity } from "./security-log.ts";
import type { UserDirectory } from "./users.ts";

export interface PlantServer extends PlantNodes {
  readonly endpointUrl: string;
  readonly close: () => Promise<void>;
}

/**
 * Starts the plant's OPC UA server on loopback: SignAndEncrypt only, named users only, unknown client certificates
 * to `rejected/`. Without security a client can ask which endpoints there are, and nothing else.
 */
export async function startOpcuaServer(
  port: number,
  commissioned: Commissioned,
  binding: AddressSpaceBinding,
  report: ReportSecurity,
): Promise<PlantServer> {
  silenceLibrary();
  const manager = new OPCUACertificateManager({
    rootFolder: commissioned.opcuaPkiDir,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  });
  await manager.initialize();
  const server = new OPCUAServer({
    port,
    host: "127.0.0.1",
    hostname: "127.0.0.1",
    resourcePath: "/foundry",
    serverInfo: { applicationUri: "urn:qtwin:foundry:plant", productUri: "urn:qtwin:foundry" },
    buildInfo: { productName: "Qtwin example foundry", manufacturerName: "Qtwin" },
    securityModes: [MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [SecurityPolicy.Basic256Sha256, SecurityPolicy.Aes256_Sha256_RsaPss],
    allowAnonymous: false,
    serverCertificateManager: manager,
    userCertificateManager: manager,
    certificateFile: commissioned.opcuaCertificateFile,
    privateKeyFile: manager.privateKey,
    registerServerMethod: RegisterServerMethod.HIDDEN,
    userManager: userManagerOf(commissioned.users),
    unresolvedPermissionPolicy: "deny",
    maxAllowedSessionNumber: 50,
    maxConnectionsPerEndpoint: 50,
  });
  watchRefusals(server, report);
  await server.initialize();
  const nodes = buildAddressSpace(server.engine.addressSpace!, binding);
  await server.start();
  return {
    ...nodes,
    endpointUrl: server.getEndpointUrl(),
    close: async () => {
      await server.shutdown(100);
      await manager.dispose();
    },
  };
}

function userManagerOf(users: UserDirectory): IUserManagerEx {
  const mayUseOpcua = (user: string) => ["reader", "writer"].includes(users.roleOf(user) ?? "");
  return {
    getUserRoles: (user) =>
      makeRoles(
        users.roleOf(user) === "writer"
          ? [WellKnownRoles.AuthenticatedUser, writerRole]
          : [WellKnownRoles.AuthenticatedUser],
      ),
    isValidUserAsync(this: ServerSession, user, password, callback) {
      const der = this.channel?.clientCertificate;
      const thumbprint = der ? createHash("sha1").update(der).digest("hex") : null;
      users.check(user, password, thumbprint).then(
        (known) => callback(null, known && mayUseOpcua(user)),
        (error: Error) => callback(error),
      );
    },
  };
}

/** The process speaks JSON lines on standard output; what the library prints is none. */
function silenceLibrary(): void {
  setLogLevel(LogLevel.Emergency);
  for (const setLogger of [setDebugLogger, setErrorLogger, setWarningLogger]) setLogger(() => undefined);
}
