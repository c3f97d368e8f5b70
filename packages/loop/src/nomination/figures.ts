import type { PlantDay } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { settledNominations } from "./settled.ts";

/** Figures of a day that was nominated: how far it was missed, and what that cost at synthetic prices. */
export async function nominationFigures(context: LoopContext, day: PlantDay) {
  const { site, store } = context;
  const record = await store.nominations.get(site.id, day.name);
  const [settled] = await settledNominations(context, record ? [record] : [], day.untilMs);
  if (!settled) return [];
  const { nominatedKwh, shortKwh, longKwh, costEur } = settled.course;
  return [
    { id: "nominatedKwh", value: nominatedKwh, unit: "kWh" },
    { id: "imbalanceShortKwh", value: shortKwh, unit: "kWh" },
    { id: "imbalanceLongKwh", value: longKwh, unit: "kWh" },
    { id: "imbalanceEur", value: costEur, unit: "EUR" },
  ];
}
