import type { VariableIndex } from "@qtwin/model";
import { type BuildContext, type Rule, row, steps } from "../context.ts";
import { peakMarginKw } from "../load.ts";

const ratchet: Rule = {
  rule: "peak-ratchet",
  sentence:
    "The billed peak is the highest quarter-hour of the billing period; only what exceeds the peak so far costs.",
  unit: "kW",
};
const window: Rule = {
  rule: "window-peak",
  sentence: "Inside the grid operator's peak windows the highest quarter-hour is billed on its own.",
  unit: "kW",
};

const room: Rule = {
  rule: "peak-room",
  sentence: "Below the peak there is room for what the forecast misses.",
  unit: "kW",
};

/** Demand charge as a ratchet on the highest quarter-hour of the billing period, the running quarter included. */
export function demandRules(context: BuildContext): void {
  const { facts, columns } = context;
  for (const step of steps(facts)) {
    meanOfQuarter(context, ratchet, step, columns.peakKw);
    if (columns.windowPeakKw !== null && facts.tariff.inWindow[step])
      meanOfQuarter(context, window, step, columns.windowPeakKw);
  }
}

/** The mean itself counts in full; the room above it for what the forecast misses may be given up in part. */
function meanOfQuarter(context: BuildContext, rule: Rule, step: number, peakKw: VariableIndex): void {
  const { facts, columns, hours } = context;
  const quarterH = facts.grid.stepMin / 60;
  const boughtKw = step === 0 ? facts.peak.runningQuarterKwh / quarterH : 0;
  const share = hours(step) / quarterH;
  row(context, rule, step).plus(share, columns.importKw[step]!).plus(-1, peakKw).atMost(-boughtKw);
  // With possible courses the room is theirs.
  if (facts.risk) return;
  row(context, { ...room, rule: `${rule.rule}-room` }, step)
    .plus(share, columns.importKw[step]!)
    .plus(-1, peakKw)
    .plus(-1, columns.roomKw)
    .atMost(-boughtKw - share * peakMarginKw(facts, step));
}
