import type { DataHealth } from "@qtwin/api";
import {
  type ConfidenceReason,
  type Measurement,
  type PointSpec,
  type SiteClock,
  staleReason,
} from "@qtwin/twin";
import { judgedAtMs } from "./points.ts";

const worstShown = 8;
/** Below this a value is not used for planning. */
export const usableConfidence = 0.5;

interface Judged {
  readonly pointId: string;
  readonly confidence: number;
  readonly stale: boolean;
  readonly reasons: readonly ConfidenceReason[];
}

function judge(point: PointSpec, value: Measurement, atMs: number): Judged {
  const stale = staleReason(value, point, atMs);
  return {
    pointId: point.id,
    confidence: Math.min(value.confidence, stale?.confidence ?? 1),
    stale: stale !== null,
    reasons: stale === null ? value.reasons : [...value.reasons, stale],
  };
}

/** How good the twin's newest values are, with the worst reasons first. */
export function dataHealth(
  points: readonly PointSpec[],
  latest: ReadonlyMap<string, Measurement>,
  clock: SiteClock,
): DataHealth {
  const judged = points.flatMap((point) => {
    const value = latest.get(point.id);
    return value === undefined ? [] : [judge(point, value, judgedAtMs(clock))];
  });
  const bad = judged.filter(({ confidence }) => confidence < usableConfidence).length;
  const good = judged.filter(({ confidence }) => confidence === 1).length;
  const missing = points.length - judged.length;
  const worst = judged
    .flatMap(({ pointId, reasons }) =>
      reasons.map(({ sentence, confidence }) => ({ pointId, sentence, confidence })),
    )
    .sort((left, right) => left.confidence - right.confidence)
    .slice(0, worstShown);
  const unusable = bad + missing > points.length / 10;
  return {
    state: unusable ? "bad" : good < points.length ? "uncertain" : "good",
    total: points.length,
    good,
    uncertain: judged.length - good - bad,
    bad,
    stale: judged.filter(({ stale }) => stale).length,
    missing,
    worst,
  };
}
