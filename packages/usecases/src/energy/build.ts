import { createModel, type Model } from "@qtwin/model";
import { declareColumns, plannedAirOf } from "./columns.ts";
import { airRules } from "./constraints/air.ts";
import { batteryRules } from "./constraints/battery.ts";
import { crewRules } from "./constraints/crew.ts";
import { demandRules } from "./constraints/demand.ts";
import { gridRules } from "./constraints/grid.ts";
import { hallRules } from "./constraints/hall.ts";
import { imbalanceRules } from "./constraints/imbalance.ts";
import { meltRules } from "./constraints/melt.ts";
import { metalRules } from "./constraints/metal.ts";
import { riskRules } from "./constraints/risk.ts";
import { terminalRules } from "./constraints/terminal.ts";
import { type BuildContext, hoursOf } from "./context.ts";
import type { EnergyFacts } from "./facts.ts";
import { simulateNative } from "./native.ts";
import { objective } from "./objective.ts";

const ruleGroups = [
  meltRules,
  crewRules,
  metalRules,
  airRules,
  hallRules,
  batteryRules,
  gridRules,
  demandRules,
  imbalanceRules,
  terminalRules,
] as const;

/** The energy model of the facts: every row named by its rule, with a sentence and a unit. */
export function build(facts: EnergyFacts): Model {
  const model = createModel({ name: "energy", sense: "minimize" });
  const context: BuildContext = {
    facts,
    model,
    columns: declareColumns(facts, model),
    air: plannedAirOf(facts),
    native: simulateNative(facts),
    hours: hoursOf(facts),
  };
  for (const rules of ruleGroups) rules(context);
  objective(context);
  riskRules(context);
  return model.build();
}
