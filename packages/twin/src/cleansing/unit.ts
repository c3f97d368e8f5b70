import { convertUnit, isUnit, type Json, QtwinError } from "@qtwin/core";
import type { RawMeasurement } from "../measurement.ts";
import type { PointSpec } from "../point.ts";
import { type Rule, reason } from "./rule.ts";

/** TW11: the value in the catalogue's unit; as sent when that cannot be. */
export function canonicalValue(spec: PointSpec, raw: RawMeasurement): { value: Json; unit: string } {
  if (typeof raw.value !== "number" || spec.type !== "number" || !convertible(raw.unit, spec.unit)) {
    return { value: raw.value, unit: raw.unit };
  }
  return { value: convertUnit(raw.value, raw.unit, spec.unit), unit: spec.unit };
}

function convertible(from: string, to: string): boolean {
  if (from === to) return true;
  if (!isUnit(from) || !isUnit(to)) return false;
  try {
    convertUnit(1, from, to);
    return true;
  } catch (thrown) {
    if (thrown instanceof QtwinError) return false;
    throw thrown;
  }
}

export const unitRule: Rule = ({ spec, raw }) =>
  spec.type !== "number" || convertible(raw.unit, spec.unit)
    ? null
    : reason("unit", 0, `${spec.title} sent in '${raw.unit}', which is no unit of '${spec.unit}'`);
