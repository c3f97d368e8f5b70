import type { PointSpec } from "@qtwin/twin";
import type { Site } from "../site/index.ts";
import { batteryNet, batteryPoint } from "./points.ts";

const modePoint: PointSpec = {
  ...batteryNet,
  id: "battery.mode",
  title: "Battery, mode",
  kind: "state",
  type: "text",
  unit: "1",
  source: { connector: "opcua", nodeId: "ns=2;s=battery.mode" },
};

/** A site with one battery, for tests of the loop. */
export function testSite(parts: Partial<Site> = {}): Site {
  const points = [batteryNet, modePoint];
  const writePoints = [batteryPoint];
  return {
    id: "test",
    title: "Test",
    timeZone: "Europe/Berlin",
    file: "test/site.json",
    dir: "test",
    simulated: { plant: "test", speed: 1, start: "2023-05-09T07:00", zone: "DE", controller: "b1", seed: 1 },
    points,
    balances: [],
    pointById: new Map(points.map((point) => [point.id, point])),
    writePoints,
    writePointById: new Map(writePoints.map((point) => [point.id, point])),
    writingEnabled: true,
    connectors: {},
    plant: null,
    tariff: null,
    balancing: null,
    useCase: "test",
    horizonH: 24,
    stepMin: 15,
    approval: {
      twoPerson: false,
      autoApprove: false,
      expiryMin: 60,
      maxAsksPerShift: 3,
      minSavingEur: 25,
      minSavingPct: 0.5,
    },
    assetMode: () => "supervised",
    ...parts,
  };
}
