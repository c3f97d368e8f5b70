import { heatKwhOf, heatTonnes } from "../columns.ts";
import { type BuildContext, row } from "../context.ts";
import { endValues, heldTonnes } from "../end-values.ts";

/** End states are kept at the level of the native plan: what is short is replaced at a price, what is more is credited. */
export function terminalRules(context: BuildContext): void {
  const { facts, columns, native } = context;
  const last = facts.grid.count - 1;
  const values = endValues(facts);
  const metal = row(
    context,
    {
      rule: "end-metal",
      sentence: "At the end of the horizon there is as much metal, molten or melting, as without the plan.",
      unit: "t",
      pricePerUnit: values.metalShortEurPerT - values.metalCreditEurPerT,
    },
    "end",
  ).plus(1, columns.metalT[last]!);
  const perKwh = heatTonnes(facts) / heatKwhOf(facts);
  for (const { heatKwh } of columns.furnaces) metal.plus(perKwh, heatKwh[last]!);
  metal.atLeast(heldTonnes(facts, native));
  row(
    context,
    {
      rule: "end-battery",
      sentence: "At the end of the horizon the battery is charged as without the plan.",
      unit: "kWh",
      pricePerUnit: values.storedShortEurPerKwh - values.storedCreditEurPerKwh,
    },
    "end",
  )
    .plus(1, columns.socKwh[last]!)
    .atLeast(native.socKwh[last]!);
  row(
    context,
    {
      rule: "end-hall",
      sentence:
        "At the end of the horizon the hall is as warm as without the plan, or at the edge of comfort.",
      unit: "K",
      pricePerUnit: values.hallShortEurPerK,
    },
    "end",
  )
    .plus(1, columns.hallC[last]!)
    .atLeast(values.hallC(native));
}
