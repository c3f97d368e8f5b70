import type { CheckFinding, PointSpec } from "@qtwin/twin";
import { defineConnector } from "@qtwin/twin";
import { type OpcuaConfig, opcuaConfig } from "./config.ts";
import { openReadLink } from "./read-link.ts";
import { openWriteLink } from "./write-link.ts";

export { type BrowsedNode, browseServer, type ServerNode } from "./browse.ts";
export { type OpcuaConfig, opcuaConfig, securityPolicies } from "./config.ts";
export { opcuaError } from "./errors.ts";
export { listRejected, type RejectedCertificate, trustCertificate } from "./trust.ts";

/** OPC UA with subscriptions, a reader and a writer identity, and nothing less than SignAndEncrypt. */
export const opcuaConnector = defineConnector<OpcuaConfig>({
  id: "opcua",
  title: "OPC UA",
  delivery: "push",
  can: ["read", "write"],
  config: opcuaConfig,
  check: checkOpcua,
  openRead: openReadLink,
  openWrite: openWriteLink,
});

const nodeIdPattern = /^(ns=\d+;)?[isgb]=.+$/;

function checkOpcua(config: OpcuaConfig, points: readonly PointSpec[]): readonly CheckFinding[] {
  const findings: CheckFinding[] = [];
  const error = (where: string, message: string, fix: string) =>
    findings.push({ level: "error", where, message, fix });
  if ((config.endpointUrl === undefined) === (config.endpointsFile === undefined)) {
    error(
      "connectors.opcua",
      "Exactly one of 'endpointUrl' and 'endpointsFile' must be set.",
      "Keep 'endpointUrl' for a real server, 'endpointsFile' for a simulated plant.",
    );
  }
  if (config.endpointUrl !== undefined && !/^opc\.tcp:\/\/[^/]+:\d+/.test(config.endpointUrl)) {
    error(
      "connectors.opcua.endpointUrl",
      `'${config.endpointUrl}' is not an OPC UA address.`,
      "Write opc.tcp://host:port.",
    );
  }
  const seen = new Map<string, string>();
  for (const point of points) {
    if (point.source.connector !== "opcua") continue;
    const { nodeId } = point.source;
    const where = `points.${point.id}.source.nodeId`;
    if (!nodeIdPattern.test(nodeId)) {
      error(where, `'${nodeId}' is not a node id.`, "Write for example ns=2;s=battery.socPct.");
    }
    const other = seen.get(nodeId);
    if (other)
      error(where, `'${nodeId}' is already the node of '${other}'.`, "Give each point its own node.");
    seen.set(nodeId, point.id);
  }
  return findings;
}
