import type { Command } from "commander";
import { print } from "../say.ts";

export function registerConnectors(program: Command): void {
  program
    .command("connectors")
    .description("list the connectors: what each reads, writes and how it delivers")
    .option("--json", "print one JSON document")
    .action(runConnectors);
}

async function runConnectors(flags: { readonly json?: boolean }): Promise<void> {
  const { connectorIds, loadConnector } = await import("@qtwin/connectors");
  const loaded = await Promise.all(connectorIds.map((id) => loadConnector(id)));
  const connectors = loaded
    .filter((connector) => connector !== null)
    .map(({ id, title, delivery, can }) => ({ id, title, delivery, can }));
  const lines = connectors.map(
    ({ id, title, delivery, can }) => `${id}: ${title}; can ${can.join(" and ")}; delivers by ${delivery}`,
  );
  print(flags.json, connectors, lines);
}
