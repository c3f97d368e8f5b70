import type { Measurement } from "../measurement.ts";
import type { PointSpec } from "../point.ts";
import { type Rule, reason } from "./rule.ts";

/** Whether the calibration held when the value was taken; it is valid up to the end of its due day (UTC). */
export function calibrationAt(spec: PointSpec, instantMs: number): Measurement["calibration"] {
  if (spec.calibrationDue === undefined) return "unknown";
  return instantMs < Date.parse(`${spec.calibrationDue}T00:00:00Z`) + 86_400_000 ? "valid" : "due";
}

/** TW19: past its calibration date. */
export const calibrationRule: Rule = ({ spec, raw }) =>
  calibrationAt(spec, raw.sourceTimeMs) === "due"
    ? reason("calibration", 0.8, `${spec.title} is past its calibration date ${spec.calibrationDue}`)
    : null;
