import { type BuildContext, type Rule, row, steps } from "../context.ts";
import { connectionRoomKw } from "../load.ts";

const powerBalance: Rule = {
  rule: "power-balance",
  sentence: "What is bought, generated and discharged covers furnaces, air, hall, base load and charging.",
  unit: "kW",
};
const eitherWay: Rule = {
  rule: "buy-or-sell",
  sentence: "Power is bought or sold, never both at once.",
  unit: "kW",
};
const overConnection: Rule = {
  rule: "connection-limit",
  sentence:
    "The connection is not loaded above its contract, nor above what the plant's own demand controller lets through.",
  unit: "kW",
  pricePerUnit: 50,
};

/** The main meter: what goes in and out. */
export function gridRules(context: BuildContext): void {
  const { facts, columns, air } = context;
  for (const step of steps(facts)) {
    const fansKw = facts.comfort[step] ? facts.plant.hall.fansKw : 0;
    const balance = row(context, powerBalance, step)
      .plus(1, columns.importKw[step]!)
      .plus(-1, columns.exportKw[step]!)
      .plus(1, columns.pvKw[step]!)
      .plus(1, columns.dischargeKw[step]!)
      .plus(-1, columns.chargeKw[step]!)
      .plus(-1, columns.heatPumpKw[step]!);
    for (const { powerKw } of columns.furnaces) balance.plus(-1, powerKw[step]!);
    columns.air[step]!.forEach((choice, i) => {
      balance.plus(-air[step]!.choices[i]!.powerKw, choice);
    });
    balance.equals(facts.baseKw.p50[step]! + fansKw);
    row(context, overConnection, step)
      .plus(1, columns.importKw[step]!)
      .atMost(Math.min(facts.plant.importLimitKw - connectionRoomKw, facts.peak.targetKw));
    bothWays(context, step);
  }
}

function bothWays(context: BuildContext, step: number): void {
  const { facts, columns } = context;
  const buying = columns.buying.get(step);
  if (buying === undefined) return;
  const mostKw = facts.plant.importLimitKw * 1.5;
  const leastKw = facts.plant.pvKwp + facts.plant.battery.powerKw;
  row(context, eitherWay, `buy,${step}`).plus(1, columns.importKw[step]!).plus(-mostKw, buying).atMost(0);
  row(context, eitherWay, `sell,${step}`)
    .plus(1, columns.exportKw[step]!)
    .plus(leastKw, buying)
    .atMost(leastKw);
  row(context, eitherWay, `charge,${step}`)
    .plus(1, columns.dischargeKw[step]!)
    .plus(facts.plant.battery.powerKw, buying)
    .atMost(facts.plant.battery.powerKw);
}
