import { defineUseCase, type Plan } from "../contract.ts";
import { bandedSeries, cameOf } from "./bands.ts";
import { build } from "./build.ts";
import { commands } from "./commands.ts";
import { costOf } from "./cost.ts";
import { costCame } from "./day-cost.ts";
import { explain } from "./explain.ts";
import { type EnergyFacts, energyFacts } from "./facts.ts";
import { learning } from "./learn/learning.ts";
import { simulateNative } from "./native.ts";
import { nominating } from "./nominating.ts";
import { type EnergyParameters, energyParameters } from "./parameters.ts";
import { planOf } from "./plan.ts";
import { preconditions } from "./preconditions.ts";
import { read } from "./read.ts";
import { readTwin } from "./read-twin.ts";
import { report } from "./report/report.ts";
import { scenarios } from "./scenarios.ts";
import { settle } from "./settle.ts";
import { track } from "./track.ts";
import { warmStart } from "./warm-start.ts";
import { whatIf } from "./what-if.ts";
import { energyWindows } from "./window/window.ts";

/** What the plant does without us, as a plan with its cost. */
export function baseline(facts: EnergyFacts): Plan {
  const native = simulateNative(facts);
  return planOf(facts, native, costOf(facts, native, native));
}

/** When to melt, at which power, and how to run air, hall, battery and PV, so that the bill is lowest and no pour waits. */
export const energy = defineUseCase<EnergyFacts, EnergyParameters>({
  id: "energy",
  title: "Energy",
  parameters: energyParameters,
  facts: energyFacts,
  readTwin,
  build,
  baseline,
  warmStart,
  read,
  windows: energyWindows,
  explain,
  scenarios,
  preconditions,
  commands,
  whatIf,
  track,
  settle,
  report,
  learn: learning,
  nominating,
  banding: { series: bandedSeries, came: cameOf, costCame },
});
