import { canonicalJson } from "@qtwin/core";
import type { WritePoint } from "@qtwin/twin";

const comparable = (value: unknown): string =>
  Array.isArray(value) ? value.map(canonicalJson).toSorted().join() : canonicalJson(value);

/** Whether the process value is what the plant said it would do; the order of a list does not matter. */
export function follows(point: WritePoint, expected: unknown, found: unknown): boolean {
  if (typeof expected === "number" && typeof found === "number") {
    return Math.abs(expected - found) <= point.verify.tolerance + 1e-9;
  }
  return comparable(expected) === comparable(found);
}
