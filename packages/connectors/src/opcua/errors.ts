import { QtwinError } from "@qtwin/core";

/** Every failure of the OPC UA connector, in one place: code, sentence, fix. */
export const opcuaError = {
  noEndpoint: (what: string, cause?: unknown) =>
    new QtwinError({
      kind: cause === undefined ? "invalid-input" : "unavailable",
      code: "QT_OPCUA_NO_ENDPOINT",
      message: `${what}.`,
      fix: "Set 'endpointUrl' to opc.tcp://host:port, or start the plant that writes the endpoints file.",
      where: "connectors.opcua",
      cause,
    }),

  noPassword: (identity: string, file: string, cause?: unknown) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_OPCUA_NO_PASSWORD",
      message: `The password file of the ${identity} identity, ${file}, is missing or empty.`,
      fix: "Write the password the plant's OPC UA administrator gave you into that file (mode 0600).",
      where: `connectors.opcua.${identity}.passwordFile`,
      cause,
    }),

  unreachable: (endpointUrl: string, cause?: unknown) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_OPCUA_UNREACHABLE",
      message: `No OPC UA server answers at ${endpointUrl}.`,
      fix: "Check that the server runs, that the address is right, and that a firewall lets this port through.",
      where: "connectors.opcua.endpointUrl",
      retryAfterMs: 1000,
      cause,
    }),

  untrusted: (endpointUrl: string, siteId: string, thumbprint: string, identity: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_OPCUA_UNTRUSTED_CERTIFICATE",
      message: `The server at ${endpointUrl} shows a certificate nobody has trusted (thumbprint ${thumbprint}).`,
      fix: `Compare the thumbprint with the plant's, then run: qtwin trust ${siteId} ${thumbprint} (${identity} identity).`,
      where: "connectors.opcua.endpointUrl",
    }),

  expired: (endpointUrl: string, thumbprint: string, validFrom: string, validTo: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_OPCUA_CERTIFICATE_EXPIRED",
      message: `The certificate of ${endpointUrl} (thumbprint ${thumbprint}) is valid from ${validFrom} to ${validTo} only.`,
      fix: "Renew the server's certificate at the plant and trust the new one; check both clocks.",
      where: "connectors.opcua.endpointUrl",
    }),

  wrongHost: (endpointUrl: string, host: string, names: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_OPCUA_WRONG_HOST",
      message: `The certificate shown at ${endpointUrl} does not name the host '${host}' but: ${names}.`,
      fix: "Use an address the certificate names, or issue a certificate with this host name. Never skip this check.",
      where: "connectors.opcua.endpointUrl",
    }),

  invalidCertificate: (endpointUrl: string, status: string, thumbprint: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_OPCUA_INVALID_CERTIFICATE",
      message: `The certificate of ${endpointUrl} (thumbprint ${thumbprint}) is refused: ${status}.`,
      fix: "Issue a correct application certificate for the server and trust it.",
      where: "connectors.opcua.endpointUrl",
    }),

  downgraded: (endpointUrl: string, policy: string, offered: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_OPCUA_DOWNGRADED",
      message: `The server at ${endpointUrl} offers no SignAndEncrypt with ${policy}; it offers: ${offered}.`,
      fix: "Turn on SignAndEncrypt with this policy at the server. Qtwin never connects with less.",
      where: "connectors.opcua.securityPolicy",
    }),

  loginRefused: (endpointUrl: string, user: string, status: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_OPCUA_LOGIN_REFUSED",
      message: `The server at ${endpointUrl} refused the user '${user}' (${status}).`,
      fix: "Check user and password file; the plant's administrator can reset the password.",
      where: "connectors.opcua.user",
    }),

  clientRefused: (endpointUrl: string, thumbprint: string, cause?: unknown) =>
    new QtwinError({
      kind: "denied",
      code: "QT_OPCUA_CLIENT_REFUSED",
      message: `The server at ${endpointUrl} does not accept Qtwin's certificate (thumbprint ${thumbprint}).`,
      fix: "Ask the plant's OPC UA administrator to move this certificate from the server's rejected list to its trusted list.",
      where: "connectors.opcua",
      cause,
    }),

  writeDenied: (nodeId: string, user: string, status: string) =>
    new QtwinError({
      kind: "denied",
      code: "QT_OPCUA_WRITE_DENIED",
      message: `The server does not let '${user}' use ${nodeId} (${status}).`,
      fix: "Only the writer identity may write, and only the command points the plant marked as supervisory.",
      where: nodeId,
    }),

  requestFailed: (what: string, nodeId: string, status: string) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_OPCUA_REQUEST_FAILED",
      message: `${what} ${nodeId} failed: ${status}.`,
      fix: "Check that the node exists at the server ('qtwin check SITE') and that the server is healthy.",
      where: nodeId,
    }),

  notConnected: (detail: string, cause?: unknown) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_OPCUA_NOT_CONNECTED",
      message: `There is no connection to the OPC UA server now: ${detail}.`,
      fix: "It is being opened again; try again shortly, and do not assume that a command has arrived.",
      retryAfterMs: 1000,
      cause,
    }),

  unknownPoint: (pointId: string) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_OPCUA_UNKNOWN_POINT",
      message: `The point '${pointId}' is not one of this OPC UA connection.`,
      fix: "Use a point whose source is { connector: 'opcua', nodeId }.",
      where: pointId,
    }),

  unknownThumbprint: (thumbprint: string, pkiDir: string) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_OPCUA_UNKNOWN_THUMBPRINT",
      message: `No rejected certificate with the thumbprint ${thumbprint} is in ${pkiDir}.`,
      fix: "List the rejected certificates with 'qtwin trust SITE'; let the server connect once, so that its certificate is recorded.",
      where: thumbprint,
    }),

  notCommissioned: (pkiDir: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_OPCUA_NOT_COMMISSIONED",
      message: `There is no client certificate in ${pkiDir}.`,
      fix: "Put own/certs/client.pem and own/private/private_key.pem there; a simulated plant does so at its first start.",
      where: "connectors.opcua",
    }),
} as const;
