import type { Foundry } from "@qtwin/foundry";
import catalogueJson from "@qtwin/foundry/points.json" with { type: "json" };
import {
  buildSnapshot,
  createCleanser,
  type PointSpec,
  type RawMeasurement,
  type Snapshot,
} from "@qtwin/twin";

const points = catalogueJson.points as unknown as readonly PointSpec[];
const unitOf = new Map(points.map(({ id, unit }) => [id, unit]));

/** Takes snapshots of a simulated plant: its sensors' readings, cleansed and cut by the rules of the twin. */
export function createObserver(foundry: Foundry): () => Snapshot {
  const cleanser = createCleanser({ points });
  return () => {
    const nowMs = foundry.nowMs();
    const raw = foundry.readings().map(
      (reading): RawMeasurement => ({
        pointId: reading.pointId,
        value: reading.value,
        unit: unitOf.get(reading.pointId) ?? "1",
        sourceTimeMs: reading.sourceTimeMs,
        serverTimeMs: nowMs,
        quality: reading.quality,
        qualityCode: reading.qualityCode,
        source: "simulation",
      }),
    );
    const values = cleanser.cleanse(raw, { receivedTimeMs: nowMs });
    return buildSnapshot({
      siteId: "foundry",
      points,
      values,
      watermarkMs: nowMs,
      takenAtMs: nowMs,
      required: [],
    });
  };
}
