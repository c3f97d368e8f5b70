import { canonicalJson } from "@qtwin/core";
import type { Precondition } from "@qtwin/usecases";

/** What is known of a point when a precondition is checked; a snapshot value fits. */
export interface Reading {
  readonly value: unknown;
  /** Now minus source time. */
  readonly ageMs: number;
}

export interface BrokenPrecondition {
  readonly precondition: Precondition;
  /** What was found instead. */
  readonly found: string;
}

function broken(check: Precondition["check"], reading: Reading | undefined): string | null {
  if (!reading) return "no value";
  if (check.kind === "fresh") {
    return reading.ageMs <= check.maxAgeMs ? null : `value is ${Math.round(reading.ageMs / 1000)} s old`;
  }
  if (check.kind === "equals") {
    return canonicalJson(reading.value) === canonicalJson(check.value) ? null : canonicalJson(reading.value);
  }
  const inside =
    typeof reading.value === "number" && reading.value >= check.min && reading.value <= check.max;
  return inside ? null : canonicalJson(reading.value);
}

/**
 * The preconditions that do not hold now, of one asset (and of all, `*`) or of every asset.
 * A point without a value breaks its precondition: not knowing is no permission.
 */
export function brokenPreconditions(
  preconditions: readonly Precondition[],
  readings: ReadonlyMap<string, Reading>,
  asset?: string,
): readonly BrokenPrecondition[] {
  return preconditions
    .filter((item) => asset === undefined || item.asset === "*" || item.asset === asset)
    .flatMap((precondition) => {
      const found = broken(precondition.check, readings.get(precondition.pointId));
      return found === null ? [] : [{ precondition, found }];
    });
}
