import {
  durationText,
  isLate,
  numberText,
  type PointMemory,
  type Rule,
  reason,
  type Sample,
} from "./rule.ts";

/**
 * TW15: not moved by more than the dead band for longer than the point declares as possible. At the lower end of its range a value may
 * stay: what is switched off shows zero.
 */
export const stuckRule: Rule = (sample, memory) => {
  const { spec, number, raw } = sample;
  if (!spec.stuckAfterS || number === null || isLate(sample, memory)) return null;
  if (number === spec.range?.min) return null;
  const { sinceMs } = unchangedSince(sample, memory)!;
  const lastedMs = raw.sourceTimeMs - sinceMs;
  if (lastedMs <= spec.stuckAfterS * 1000) return null;
  return reason(
    "stuck",
    0.3,
    `${spec.title} stuck at ${numberText(number)} ${spec.unit} for ${durationText(lastedMs)}`,
  );
};

/** Since when the number has been where it is; null for what is no number. */
export function unchangedSince(sample: Sample, memory: PointMemory | null): PointMemory["unchanged"] {
  if (sample.number === null) return memory?.unchanged ?? null;
  const before = memory?.unchanged;
  const moved = !before || Math.abs(sample.number - before.value) > (sample.spec.deadBand ?? 0);
  return moved ? { sinceMs: sample.raw.sourceTimeMs, value: sample.number } : before;
}
