import { durationText, type Rule, reason } from "./rule.ts";

const flaggedMs = 2_000;
const unusableMs = 30_000;

/**
 * TW18: the clock of the source, measured by the link, or shown by a time stamp that lies in the future. Over 2 s it is
 * flagged, over 30 s the value is not used for a snapshot.
 */
export const clockRule: Rule = ({ spec, raw, receivedTimeMs, clockOffsetMs }) => {
  const aheadMs = Math.max(0, raw.sourceTimeMs - receivedTimeMs);
  const offMs = Math.max(Math.abs(clockOffsetMs ?? 0), aheadMs);
  if (offMs <= flaggedMs) return null;
  return reason(
    "clock",
    offMs > unusableMs ? 0 : 0.7,
    `the clock of the source of ${spec.title} is ${durationText(offMs)} off`,
  );
};
