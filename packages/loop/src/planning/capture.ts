import { minuteMs } from "@qtwin/core";
import type { Store } from "@qtwin/store";
import { buildSnapshot, type SiteClock, type Snapshot, watermarkOf } from "@qtwin/twin";
import type { Site } from "../site/index.ts";

/** A source silent for longer does not hold the cut back. */
const maxLateMs = 2 * minuteMs;

/**
 * The points no plan can do without: what every write is checked against. What else a use case needs it asks for
 * itself when it reads the snapshot.
 */
const requiredPoints = (site: Site): readonly string[] => [
  ...new Set(site.writePoints.map((point) => point.modePoint)),
];

/** A consistent cut through the twin as far as every live source has delivered. */
export async function takeSnapshot(
  site: Site,
  store: Pick<Store, "history">,
  clock: SiteClock,
): Promise<Snapshot> {
  const takenAtMs = clock.nowMs();
  const latest = await store.history.latest(site.id);
  const watermarkMs = watermarkOf(latest.values(), site.points, { nowMs: takenAtMs, maxLateMs });
  const values = await store.history.asOf(site.id, watermarkMs);
  return buildSnapshot({
    siteId: site.id,
    points: site.points,
    values: values.values(),
    watermarkMs,
    takenAtMs,
    required: requiredPoints(site),
  });
}
