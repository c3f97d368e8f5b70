import type { OpenContext } from "@qtwin/twin";
import {
  AttributeIds,
  BrowseDirection,
  type ClientSession,
  NodeClass,
  type ReferenceDescription,
} from "node-opcua";
import type { IdentityName, OpcuaConfig } from "./config.ts";
import { openSession } from "./session.ts";

export interface BrowsedNode {
  readonly nodeId: string;
  readonly nodeClass: "variable" | "method" | "object" | "type";
  readonly title: string;
}

/** Every node reachable from the root of the address space by any hierarchical reference, each once. */
export async function browseAll(
  session: ClientSession,
  rootNodeId = "i=84",
): Promise<readonly BrowsedNode[]> {
  const found = new Map<string, BrowsedNode>();
  let frontier = [rootNodeId];
  while (frontier.length > 0) {
    const next: string[] = [];
    for (const reference of await browseLevel(session, frontier)) {
      const nodeId = reference.nodeId.toString();
      if (found.has(nodeId)) continue;
      found.set(nodeId, { nodeId, nodeClass: classOf(reference), title: reference.displayName.text ?? "" });
      next.push(nodeId);
    }
    frontier = next;
  }
  return [...found.values()];
}

const nodesPerRequest = 100;
/** Bits of the standard's BrowseResultMask. */
const nodeClassAndDisplayName = 4 | 16;

async function browseLevel(
  session: ClientSession,
  nodeIds: readonly string[],
): Promise<ReferenceDescription[]> {
  const references: ReferenceDescription[] = [];
  for (let start = 0; start < nodeIds.length; start += nodesPerRequest) {
    const results = await session.browse(
      nodeIds.slice(start, start + nodesPerRequest).map((nodeId) => ({
        nodeId,
        referenceTypeId: "HierarchicalReferences",
        includeSubtypes: true,
        browseDirection: BrowseDirection.Forward,
        nodeClassMask: 0,
        resultMask: nodeClassAndDisplayName,
      })),
    );
    for (const result of results) {
      references.push(...(result.references ?? []));
      let point = result.continuationPoint;
      while (point && point.length > 0) {
        const more = await session.browseNext(point, false);
        references.push(...(more.references ?? []));
        point = more.continuationPoint;
      }
    }
  }
  return references;
}

function classOf(reference: ReferenceDescription): BrowsedNode["nodeClass"] {
  if (reference.nodeClass === NodeClass.Variable) return "variable";
  if (reference.nodeClass === NodeClass.Method) return "method";
  return reference.nodeClass === NodeClass.Object ? "object" : "type";
}

/** What of the server this identity may write, by the server's own word; for `qtwin check` and commissioning. */
export interface ServerNode extends BrowsedNode {
  readonly writable: boolean;
}

/** Browses a server with one identity and tells for each variable whether it says it is writable. */
export async function browseServer(
  config: OpcuaConfig,
  name: IdentityName,
  context: OpenContext,
): Promise<readonly ServerNode[]> {
  const secure = await openSession(config, name, context);
  try {
    const nodes = await browseAll(secure.session);
    const variables = nodes.filter((node) => node.nodeClass === "variable");
    const levels = await secure.session.read(
      variables.map((node) => ({ nodeId: node.nodeId, attributeId: AttributeIds.UserAccessLevel })),
    );
    const writable = new Set(
      variables
        .filter((_, index) => (Number(levels[index]?.value?.value ?? 0) & 2) !== 0)
        .map((node) => node.nodeId),
    );
    return nodes.map((node) => ({ ...node, writable: writable.has(node.nodeId) }));
  } finally {
    await secure.close();
  }
}
