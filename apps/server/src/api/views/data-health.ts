import type { DataHealth } from "@qtwin/api";
import type { Measurement, PointSpec } from "@qtwin/twin";
import { isStale } from "./points.ts";

const worstShown = 8;
/** Below this a value is not used for planning. */
export const usableConfidence = 0.5;

/** How good the twin's newest values are, with the worst reasons first. */
export function dataHealth(
  points: readonly PointSpec[],
  latest: ReadonlyMap<string, Measurement>,
  nowMs: number,
): DataHealth {
  const known = points.flatMap((point) => {
    const value = latest.get(point.id);
    return value === undefined ? [] : [{ point, value }];
  });
  const stale = known.filter(({ point, value }) => isStale(point, value, nowMs));
  const bad = known.filter(({ value }) => value.confidence < usableConfidence).length;
  const uncertain = known.filter(
    ({ value }) => value.confidence >= usableConfidence && value.confidence < 1,
  ).length;
  const missing = points.length - known.length;
  const reasons = known.flatMap(({ value }) =>
    value.reasons.map(({ sentence, confidence }) => ({ pointId: value.pointId, sentence, confidence })),
  );
  const ageing = stale.map(({ point, value }) => ({
    pointId: point.id,
    sentence: `${point.title} stale ${Math.round((nowMs - value.sourceTimeMs) / 60_000)} min`,
    confidence: 0.5,
  }));
  return {
    state:
      bad + missing > points.length / 10
        ? "bad"
        : bad + missing + uncertain + stale.length > 0
          ? "uncertain"
          : "good",
    total: points.length,
    good: known.length - bad - uncertain,
    uncertain,
    bad,
    stale: stale.length,
    missing,
    worst: [...reasons, ...ageing]
      .sort((left, right) => left.confidence - right.confidence)
      .slice(0, worstShown),
  };
}
