import { type BuildContext, type Rule, row, steps } from "../context.ts";

const oneChoice: Rule = {
  rule: "air-one-choice",
  sentence:
    "The compressed air runs in one of the sets and pressures that give the forecast flow and its peaks.",
  unit: "1",
};

/** Compressors, quasi-steady: a set of enabled machines and a header pressure per step; the receiver is no store. */
export function airRules(context: BuildContext): void {
  for (const step of steps(context.facts)) {
    const one = row(context, oneChoice, step);
    for (const column of context.columns.air[step]!) one.plus(1, column);
    one.equals(1);
  }
}
