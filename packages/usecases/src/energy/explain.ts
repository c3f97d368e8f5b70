import { type Answer, bindingRules, type Model } from "@qtwin/model";
import type { Explanation, Plan } from "../contract.ts";
import { costParts } from "./cost.ts";
import { type Dispatch, withMeter } from "./dispatch.ts";
import type { EnergyFacts } from "./facts.ts";
import { dispatchOf } from "./plan.ts";

/** Rules whose limits cost money, dearest kind first; the others only describe how the plant works. */
const pricedRules = [
  "window-peak",
  "window-peak-room",
  "peak-ratchet",
  "peak-ratchet-room",
  "connection-limit",
  "imbalance-short",
  "imbalance-long",
  "order-due",
  "metal-reserve",
  "metal-room",
  "metal-start-fits",
  "metal-before-tap",
  "crew-present",
  "furnace-available",
  "frozen-starts",
  "furnace-power-most",
  "heat-shortest",
  "heat-longest",
  "hall-comfort",
  "hall-recovered-heat",
  "end-metal",
  "end-battery",
  "end-hall",
];

/** Rows that one lever moves, in the order in which the baseline is turned into the plan. */
const levers = [
  {
    id: "melt",
    title: "Melting at better hours",
    rows: ["heats", "furnaceKw", "heatKwh", "metalT", "shortT", "paidCrew"],
  },
  { id: "air", title: "Compressed air", rows: ["airKw", "airBar", "airSet"] },
  { id: "heat", title: "Hall heating", rows: ["heatPumpKw", "gasKw", "recoveredKw", "hallC", "setpointC"] },
  { id: "battery", title: "Battery", rows: ["chargeKw", "dischargeKw", "socKwh"] },
  { id: "pv", title: "PV", rows: ["pvKw"] },
] as const satisfies readonly { id: string; title: string; rows: readonly (keyof Dispatch)[] }[];

/** What limits the plan, and where its saving comes from; the levers add up to the whole saving. */
export function explain(
  facts: EnergyFacts,
  model: Model,
  answer: Answer,
  plan: Plan,
  baseline: Plan,
): Explanation {
  const binding = answer.solution
    ? bindingRules(model, answer.solution)
        .filter(({ rule }) => pricedRules.includes(rule))
        .sort((left, right) => pricedRules.indexOf(left.rule) - pricedRules.indexOf(right.rule))
        .map(({ rule, sentence, count }) => ({ rule, sentence, count }))
    : [];
  const split = splitSaving(facts, dispatchOf(facts, plan), dispatchOf(facts, baseline));
  return { binding, levers: split, sentences: sentencesOf(facts, plan, baseline, split) };
}

function splitSaving(facts: EnergyFacts, plan: Dispatch, native: Dispatch): Explanation["levers"] {
  const steps: { id: string; title: string; savingEur: number }[] = [];
  let present = native;
  let before = moneyOf(facts, native, native);
  for (const { id, title, rows } of levers) {
    const replaced = Object.fromEntries(rows.map((row) => [row, plan[row]]));
    present = withMeter(facts, { ...present, ...replaced } as Dispatch);
    const after = moneyOf(facts, present, native);
    steps.push({ id, title, savingEur: before.runningEur - after.runningEur });
    before = after;
  }
  const { peakEur, imbalanceEur } = moneyOf(facts, native, native);
  const kept = {
    id: "imbalance",
    title: "Nomination kept",
    savingEur: imbalanceEur - before.imbalanceEur,
  };
  const peak = { id: "peak", title: "Lower peak", savingEur: peakEur - before.peakEur };
  return [...steps, ...(facts.nomination ? [kept] : []), peak];
}

/** Demand charge and imbalance apart from everything else. */
function moneyOf(facts: EnergyFacts, dispatch: Dispatch, native: Dispatch) {
  const { demand, windowDemand, imbalance, ...running } = costParts(facts, dispatch, native);
  return {
    peakEur: demand + windowDemand,
    imbalanceEur: imbalance,
    runningEur: Object.values(running).reduce((sum, eur) => sum + eur, 0),
  };
}

function sentencesOf(
  facts: EnergyFacts,
  plan: Plan,
  baseline: Plan,
  split: Explanation["levers"],
): readonly string[] {
  const savingEur = baseline.cost.totalEur - plan.cost.totalEur;
  const largest = [...split].sort((left, right) => right.savingEur - left.savingEur)[0];
  const kpi = (of: Plan, id: string): number => of.kpis.find((each) => each.id === id)?.value ?? 0;
  const knownH = (facts.prices.knownUntilMs - facts.grid.startMs) / 3_600_000;
  const fallback = facts.baseKw.basis === "fallback" || facts.air.flowM3min.basis === "fallback";
  return [
    `The plan costs ${eur(plan.cost.totalEur)}, doing nothing ${eur(baseline.cost.totalEur)}: it saves ${eur(savingEur)}.`,
    ...(largest && largest.savingEur > 0.5
      ? [`Most of it comes from: ${largest.title.toLowerCase()} (${eur(largest.savingEur)}).`]
      : []),
    `Its highest quarter-hour is ${Math.round(kpi(plan, "peakKw"))} kW, without it ${Math.round(kpi(baseline, "peakKw"))} kW.`,
    ...(knownH < facts.grid.count / 4
      ? [`Prices are published for the first ${Math.round(knownH)} h; after that the plan uses a forecast.`]
      : []),
    ...(fallback ? ["History is short: part of the load forecast is a typical profile."] : []),
  ];
}

const eur = (amount: number): string => `${amount.toFixed(0)} EUR`;
