import type { PreparedCommand } from "@qtwin/store";
import type { PointSpec, WritePoint } from "@qtwin/twin";

export const batteryPoint: WritePoint = {
  id: "battery.power",
  asset: "battery",
  title: "Battery power",
  type: "number",
  unit: "kW",
  range: { min: -250, max: 250 },
  maxPerHour: 60,
  commandNodeId: "ns=2;s=battery.power.command",
  ackNodeId: "ns=2;s=battery.power.ack",
  verify: { pointId: "battery.netKw", tolerance: 6, withinS: 30 },
  modePoint: "battery.mode",
};

export const batteryNet: PointSpec = {
  id: "battery.netKw",
  asset: "battery",
  title: "Battery, net",
  kind: "instant",
  type: "number",
  unit: "kW",
  periodS: 3600,
  owner: "test",
  source: { connector: "opcua", nodeId: "ns=2;s=battery.netKw" },
};

export const batteryCommand = (parts: Partial<PreparedCommand> = {}): PreparedCommand => ({
  id: "p-1:battery.power:0",
  siteId: "test",
  proposalId: "p-1",
  decisionId: "d-1",
  pointId: "battery.power",
  asset: "battery",
  slot: 0,
  value: 100,
  restore: 0,
  validFromMs: 0,
  validUntilMs: 900_000,
  ...parts,
});
