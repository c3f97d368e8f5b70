import type { PointView } from "@qtwin/api";
import type { HealthState } from "../components/state-mark.tsx";
import { formatQuantity } from "../format.ts";

/** A value as people read it: number with unit, text, or the size of a list. */
export function valueText(point: PointView): string {
  const value = point.latest?.value;
  if (value === undefined || value === null) return "–";
  if (typeof value === "number") return formatQuantity(value, point.unit);
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value))
    return value.every((item) => typeof item === "string") ? value.join(", ") : `${value.length} entries`;
  return "record";
}

/** The worst of quality, confidence and age. */
export function healthOf(point: PointView): HealthState {
  if (point.latest === null || point.latest.quality === "bad" || point.latest.confidence < 0.5) return "bad";
  if (point.stale || point.latest.quality === "uncertain" || point.latest.confidence < 1) return "uncertain";
  return "good";
}
