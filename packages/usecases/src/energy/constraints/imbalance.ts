import type { ImbalanceColumns } from "../columns.ts";
import { type BuildContext, type Rule, row } from "../context.ts";

const above: Rule = {
  rule: "imbalance-short",
  sentence: "What is bought beyond the tolerance above the nomination is settled as imbalance.",
  unit: "kWh",
};
const below: Rule = {
  rule: "imbalance-long",
  sentence: "What is not bought beyond the tolerance below the nomination is settled as imbalance.",
  unit: "kWh",
};

/** Deviation of each nominated quarter-hour beyond the tolerance of the contract; the running one with what was bought before now. */
export function imbalanceRules(context: BuildContext): void {
  const { imbalance, drawn } = context.columns;
  if (imbalance) deviations(context, "", imbalance, context.columns.importKw);
  if (drawn?.imbalance) deviations(context, "drawn,", drawn.imbalance, drawn.importKw);
}

function deviations(
  context: BuildContext,
  where: string,
  { shortKwh, longKwh }: ImbalanceColumns,
  importKw: BuildContext["columns"]["importKw"],
): void {
  const { facts, hours } = context;
  const { kw, toleranceShare } = facts.nomination!;
  for (const [step, short] of shortKwh) {
    const nominatedKwh = (kw[step]! * facts.grid.stepMin) / 60;
    const boughtKwh = step === 0 ? facts.peak.runningQuarterKwh : 0;
    row(context, above, `${where}${step}`)
      .plus(hours(step), importKw[step]!)
      .plus(-1, short)
      .atMost(nominatedKwh * (1 + toleranceShare) - boughtKwh);
    row(context, below, `${where}${step}`)
      .plus(hours(step), importKw[step]!)
      .plus(1, longKwh.get(step)!)
      .atLeast(nominatedKwh * (1 - toleranceShare) - boughtKwh);
  }
}
