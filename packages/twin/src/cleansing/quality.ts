import { type Rule, reason } from "./rule.ts";

/** TW10: the source's own word. Bad leaves no confidence, uncertain one half. */
export const qualityRule: Rule = ({ spec, raw }) => {
  if (raw.quality === "good") return null;
  return reason(
    "quality",
    raw.quality === "bad" ? 0 : 0.5,
    `${spec.title} reported ${raw.quality} by its source (${raw.qualityCode})`,
  );
};
