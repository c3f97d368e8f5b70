import { type BuildContext, type Rule, row, steps } from "../context.ts";

const charge: Rule = {
  rule: "battery-charge-state",
  sentence: "The battery's charge grows by what is stored after losses and falls by what is drawn.",
  unit: "kWh",
};

/** State of charge with losses both ways; its limits are bounds of the column. */
export function batteryRules(context: BuildContext): void {
  const { facts, columns, hours } = context;
  const { chargeEfficiency, dischargeEfficiency } = facts.plant.battery;
  for (const step of steps(facts)) {
    const state = row(context, charge, step)
      .plus(1, columns.socKwh[step]!)
      .plus(-hours(step) * chargeEfficiency, columns.chargeKw[step]!)
      .plus(hours(step) / dischargeEfficiency, columns.dischargeKw[step]!);
    if (step === 0) state.equals(facts.battery.socKwh);
    else state.plus(-1, columns.socKwh[step - 1]!).equals(0);
  }
}
