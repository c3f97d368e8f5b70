import type { PointSpec } from "../point.ts";
import { durationText, isLate, type Rule, reason } from "./rule.ts";

/** Links deliver in bundles: what is younger than this is never stale and never a gap. */
const leastStaleS = 15;

/** TW31: three expected periods, and never under 15 s. */
export function staleAfterMs(spec: Pick<PointSpec, "periodS">): number {
  return Math.max(3 * spec.periodS, leastStaleS) * 1000;
}

/** TW17: the first number after a silence: nothing is known of what happened in between. */
export const gapRule: Rule = (sample, memory) => {
  const { spec, raw } = sample;
  if (spec.type !== "number" || spec.kind === "event" || !memory || isLate(sample, memory)) return null;
  const silentMs = raw.sourceTimeMs - memory.confirmedMs;
  if (silentMs <= staleAfterMs(spec)) return null;
  return reason("gap", 0.9, `${spec.title} was silent for ${durationText(silentMs)} before this value`);
};
