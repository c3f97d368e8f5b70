import type { Connector } from "@qtwin/twin";

// Each is loaded when it is first asked for: the OPC UA stack alone takes seconds.
const loaders = {
  mqtt: async () => (await import("./mqtt/connector.ts")).mqttConnector,
  opcua: async () => (await import("./opcua/connector.ts")).opcuaConnector,
} as const;

export type ConnectorId = keyof typeof loaders;

/** The connectors there are; each has its folder. */
export const connectorIds = Object.keys(loaders) as readonly ConnectorId[];

export const isConnectorId = (id: string): id is ConnectorId => Object.hasOwn(loaders, id);

/** Loads a connector; null where there is none of this id. */
export async function loadConnector(id: string): Promise<Connector<unknown> | null> {
  return isConnectorId(id) ? ((await loaders[id]()) as Connector<unknown>) : null;
}
