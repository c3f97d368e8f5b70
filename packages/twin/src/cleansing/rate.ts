import { accuracyAt, isLate, numberText, type Rule, reason } from "./rule.ts";

/** TW14: faster than the thing measured can change, counted from the newest plausible value. */
export const rateRule: Rule = (sample, memory) => {
  const { spec, number, raw } = sample;
  const reference = memory?.plausible;
  if (!spec.maxRatePerS || number === null || !reference || isLate(sample, memory)) return null;
  const seconds = Math.max((raw.sourceTimeMs - reference.timeMs) / 1000, spec.periodS);
  const change = Math.abs(number - reference.value);
  const allowance = 2 * (accuracyAt(spec, number) ?? 0);
  if (change <= spec.maxRatePerS * seconds + allowance) return null;
  return reason(
    "rate",
    0.2,
    `${spec.title} moved ${numberText(change)} ${spec.unit} in ${numberText(seconds)} s, faster than it can`,
  );
};
