import { createHash } from "node:crypto";
import {
  ActivateSessionRequest,
  CallRequest,
  type CallResponse,
  CreateSessionRequest,
  type OPCUAServer,
  type ServerSecureChannelLayer,
  StatusCodes,
  WriteRequest,
  type WriteResponse,
} from "node-opcua";
import type { ReportSecurity } from "./security-log.ts";

type Watched = ActivateSessionRequest | CreateSessionRequest | WriteRequest | CallRequest;

const isWatched = (request: unknown): request is Watched =>
  request instanceof WriteRequest ||
  request instanceof CallRequest ||
  request instanceof ActivateSessionRequest ||
  request instanceof CreateSessionRequest;

/** Reports every refused channel, session, login, write and call of an OPC UA server. */
export function watchRefusals(server: OPCUAServer, report: ReportSecurity): void {
  const pending = new WeakMap<ServerSecureChannelLayer, Map<number, Watched>>();

  // A refused certificate or security mode shows as a channel that closes without ever having been secured.
  const unsecured = new Map<ServerSecureChannelLayer, { reason: string }>();
  server.on("newChannel", (channel) => {
    const state = { reason: "not secured" };
    unsecured.set(channel, state);
    channel.once("abort", (error?: Error | null) => {
      state.reason = error?.message ?? state.reason;
    });
  });
  server.on("channelSecured", (channel) => void unsecured.delete(channel));
  server.on("closeChannel", (channel) => {
    const state = unsecured.get(channel);
    if (!state || !unsecured.delete(channel)) return;
    const subject = `${channel.remoteAddress}:${channel.remotePort}`;
    report({
      action: "channel-refused",
      subject,
      detail: `${state.reason} (${thumbprintOf(channel.clientCertificate)}).`,
    });
  });
  server.on("request", (request, channel) => {
    if (!isWatched(request)) return;
    const requests = pending.get(channel) ?? new Map<number, Watched>();
    pending.set(channel, requests.set(request.requestHeader.requestHandle, request));
  });
  server.on("response", (response, channel) => {
    const handle = response.responseHeader.requestHandle;
    const request = pending.get(channel)?.get(handle);
    if (!request) return;
    pending.get(channel)?.delete(handle);
    const subject = userOf(server, request) ?? `${channel.remoteAddress}:${channel.remotePort}`;
    const result = response.responseHeader.serviceResult;
    if (result.isNotGood()) {
      const action = request instanceof ActivateSessionRequest ? "login-refused" : "session-refused";
      return report({ action, subject, detail: `${request.constructor.name}: ${result.name}.` });
    }
    if (request instanceof WriteRequest) {
      for (const [index, status] of ((response as WriteResponse).results ?? []).entries()) {
        if (!isDenial(status)) continue;
        const nodeId = request.nodesToWrite?.[index]?.nodeId.toString() ?? "?";
        report({ action: "write-refused", subject, detail: `Writing ${nodeId}: ${status.name}.` });
      }
    }
    if (request instanceof CallRequest) {
      for (const [index, { statusCode }] of ((response as CallResponse).results ?? []).entries()) {
        if (!isDenial(statusCode)) continue;
        const methodId = request.methodsToCall?.[index]?.methodId.toString() ?? "?";
        report({ action: "call-refused", subject, detail: `Calling ${methodId}: ${statusCode.name}.` });
      }
    }
  });
}

const thumbprintOf = (der: Buffer | null): string =>
  der ? `certificate ${createHash("sha1").update(der).digest("hex")}` : "no certificate";

const denials: ReadonlySet<number> = new Set(
  [StatusCodes.BadUserAccessDenied, StatusCodes.BadNotWritable, StatusCodes.BadNotExecutable].map(
    (status) => status.value,
  ),
);
const isDenial = (status: { readonly value: number }): boolean => denials.has(status.value);

/** The user a request speaks for: of its session, or, at log-in, the one it names. */
function userOf(server: OPCUAServer, request: Watched): string | null {
  const token =
    request instanceof ActivateSessionRequest
      ? request.userIdentityToken
      : server.engine.getSession(request.requestHeader.authenticationToken)?.userIdentityToken;
  const name = (token as { userName?: unknown } | undefined)?.userName;
  if (typeof name === "string" && name !== "") return name;
  return request instanceof ActivateSessionRequest ? "anonymous" : null;
}
