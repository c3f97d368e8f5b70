import { accuracyAt, numberText, type Rule, reason } from "./rule.ts";

/** TW13: outside the valid range by more than its own accuracy. */
export const rangeRule: Rule = ({ spec, number }) => {
  if (!spec.range || number === null) return null;
  const allowance = accuracyAt(spec, number) ?? 0;
  const { min, max } = spec.range;
  if (number >= min - allowance && number <= max + allowance) return null;
  const side = number < min ? `below ${numberText(min)}` : `above ${numberText(max)}`;
  return reason("range", 0.1, `${spec.title} at ${numberText(number)} ${spec.unit} is ${side}, out of range`);
};
