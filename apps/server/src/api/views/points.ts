import type { PointSeriesView, PointValue, PointView } from "@qtwin/api";
import {
  type ConfidenceReason,
  type Measurement,
  type PointSpec,
  type SiteClock,
  staleReason,
} from "@qtwin/twin";

/** Wall time a value may be on its way from the plant to the screen before its age counts. */
const deliveryMs = 2_000;

/** The instant against which ages are judged: at speed, what is on its way is old in plant time. */
export const judgedAtMs = (clock: SiteClock): number => clock.nowMs() - deliveryMs * clock.speed;

export function valueView(value: Measurement, stale: ConfidenceReason | null = null): PointValue {
  const reasons = stale === null ? value.reasons : [...value.reasons, stale];
  const worst = reasons.toSorted((left, right) => left.confidence - right.confidence)[0] ?? null;
  return {
    pointId: value.pointId,
    value: value.value,
    unit: value.unit,
    sourceTimeMs: value.sourceTimeMs,
    receivedTimeMs: value.receivedTimeMs,
    quality: value.quality,
    qualityCode: value.qualityCode,
    confidence: Math.min(value.confidence, stale?.confidence ?? 1),
    worstReason: worst,
    accuracy: value.accuracy,
    calibration: value.calibration,
    mode: value.mode,
    source: value.source,
  };
}

/** Whether a value is made up by the example plant: the point or the payload says so. */
export function isSynthetic(point: PointSpec, latest: Measurement | undefined): boolean {
  if (/synthetic/i.test(point.title)) return true;
  const value = latest?.value;
  return typeof value === "object" && value !== null && "source" in value && value.source === "synthetic";
}

export function pointView(point: PointSpec, latest: Measurement | undefined, clock: SiteClock): PointView {
  const stale = latest === undefined ? null : staleReason(latest, point, judgedAtMs(clock));
  return {
    id: point.id,
    asset: point.asset,
    title: point.title,
    kind: point.kind,
    type: point.type,
    unit: point.unit,
    range: point.range ?? null,
    periodS: point.periodS,
    owner: point.owner,
    connector: point.source.connector,
    synthetic: isSynthetic(point, latest),
    latest: latest === undefined ? null : valueView(latest, stale),
    ageMs: latest === undefined ? null : Math.max(0, clock.nowMs() - latest.sourceTimeMs),
    stale: stale !== null,
  };
}

const numberOf = (value: Measurement["value"]): number | null =>
  typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : null;

/** Values as they came when they fit, else means over equal steps with the worst confidence of each. */
export function seriesView(
  point: PointSpec,
  values: readonly Measurement[],
  range: { readonly fromMs: number; readonly toMs: number; readonly maxPoints: number },
): PointSeriesView {
  const { fromMs, toMs, maxPoints } = range;
  const head = { pointId: point.id, unit: point.unit, fromMs, toMs };
  if (values.length <= maxPoints)
    return {
      ...head,
      stepMs: null,
      timesMs: values.map((value) => value.sourceTimeMs),
      values: values.map((value) => numberOf(value.value)),
      confidence: values.map((value) => value.confidence),
    };
  const stepMs = Math.ceil((toMs - fromMs) / maxPoints);
  const steps = [...Map.groupBy(values, (value) => Math.floor((value.sourceTimeMs - fromMs) / stepMs))];
  return {
    ...head,
    stepMs,
    timesMs: steps.map(([step]) => fromMs + step * stepMs),
    values: steps.map(([, group]) => mean(group.map((value) => numberOf(value.value)))),
    confidence: steps.map(([, group]) => Math.min(...group.map((value) => value.confidence))),
  };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
