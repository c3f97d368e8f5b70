import { stepStartMs } from "@qtwin/core";
import { times, type Uncertain, type VariableIndex } from "@qtwin/model";
import type { DrawnColumns } from "../columns.ts";
import { type BuildContext, type Rule, row, steps } from "../context.ts";
import { buyEurPerKwh, sellEurPerKwh } from "../facts.ts";
import { drawWorlds, type World } from "../worlds.ts";

const balance: Rule = {
  rule: "drawn-power-balance",
  sentence:
    "In each possible course, what is bought makes up for the load that differs, less what the battery gives.",
  unit: "kW",
};
const relief: Rule = {
  rule: "drawn-battery",
  sentence: "The battery gives beyond the plan only what it holds, and never more than its power.",
  unit: "kWh",
};
const highest: Rule = {
  rule: "drawn-peak",
  sentence: "Each possible course has its own highest quarter-hour.",
  unit: "kW",
};
const overConnection: Rule = {
  rule: "drawn-connection",
  sentence: "The contract of the connection holds in most of the possible courses.",
  unit: "kW",
};

/** What a course differs in from the expected one. */
interface Drawn {
  readonly extraKw: readonly Uncertain[];
  /** Null: the price is published. */
  readonly priceEurMwh: readonly (Uncertain | null)[];
}

/**
 * Possible courses beside the expected one: the plan stands, the battery may give more, and what is bought follows. What the
 * courses cost beyond the plan counts with its mean and with the mean of its tail (CVaR; Rockafellar & Uryasev 2000).
 */
export function riskRules(context: BuildContext): void {
  const { risk } = context.facts;
  const { drawn: columns } = context.columns;
  if (!risk || !columns) return;
  const worlds = drawWorlds(context.facts, risk.scenarios, risk.seed);
  context.model.scenarios(worlds.map((_, draw) => `course ${draw + 1}`));
  const drawn = drawnParameters(context, worlds);
  for (const step of steps(context.facts)) {
    drawnBalance(context, columns, drawn, step);
    batteryHolds(context, columns, step);
    drawnPeaks(context, columns, step);
  }
  context.model
    .constraint({
      ...overConnection,
      id: overConnection.rule,
      origin: "energy/constraints (risk)",
      chance: risk.connectionChance,
    })
    .plus(1, columns.peakKw)
    .atMost(Math.max(context.facts.plant.importLimitKw, context.facts.peak.soFarKw));
  extraCost(context, columns, drawn);
}

function drawnParameters({ facts, model }: BuildContext, worlds: readonly World[]): Drawn {
  const parameter = (id: string, unit: string, nominal: number, of: (world: World) => number): Uncertain =>
    model.parameter({ id, unit, nominal, values: worlds.map(of), source: "bands of the forecasts" });
  return {
    extraKw: steps(facts).map((step) =>
      parameter(`extraKw[${step}]`, "kW", 0, ({ extraKw }) => extraKw[step]!),
    ),
    priceEurMwh: steps(facts).map((step) =>
      stepStartMs(facts.grid, step) < facts.prices.knownUntilMs
        ? null
        : parameter(
            `priceErrorEurMwh[${step}]`,
            "EUR/MWh",
            0,
            (world) => world.facts.prices.dayAheadEurMwh[step]! - facts.prices.dayAheadEurMwh[step]!,
          ),
    ),
  };
}

function drawnBalance(context: BuildContext, drawn: DrawnColumns, { extraKw }: Drawn, step: number): void {
  const { columns } = context;
  row(context, balance, step)
    .plus(1, drawn.importKw[step]!)
    .plus(-1, drawn.exportKw[step]!)
    .plus(1, drawn.reliefKw[step]!)
    .plus(-1, columns.importKw[step]!)
    .plus(1, columns.exportKw[step]!)
    .constant(times(-1, extraKw[step]!))
    .equals(0);
}

function batteryHolds(context: BuildContext, drawn: DrawnColumns, step: number): void {
  const { columns, facts, hours } = context;
  const { battery } = facts.plant;
  const sum = row(context, relief, `sum,${step}`)
    .plus(1, drawn.relievedKwh[step]!)
    .plus(-hours(step) / battery.dischargeEfficiency, drawn.reliefKw[step]!);
  if (step > 0) sum.plus(-1, drawn.relievedKwh[step - 1]!);
  sum.equals(0);
  const leastKwh = Math.min(battery.minSoc * battery.capacityKwh, facts.battery.socKwh);
  row(context, relief, `held,${step}`)
    .plus(1, drawn.relievedKwh[step]!)
    .plus(-1, columns.socKwh[step]!)
    .atMost(-leastKwh);
  row(context, { ...relief, unit: "kW" }, `power,${step}`)
    .plus(1, drawn.reliefKw[step]!)
    .plus(1, columns.dischargeKw[step]!)
    .atMost(battery.powerKw);
}

function drawnPeaks(context: BuildContext, drawn: DrawnColumns, step: number): void {
  const { facts, hours } = context;
  const quarterH = facts.grid.stepMin / 60;
  const boughtKw = step === 0 ? facts.peak.runningQuarterKwh / quarterH : 0;
  const below = (name: string, peakKw: VariableIndex): void =>
    row(context, highest, `${name},${step}`)
      .plus(hours(step) / quarterH, drawn.importKw[step]!)
      .plus(-1, peakKw)
      .atMost(-boughtKw);
  below("all", drawn.peakKw);
  if (drawn.windowPeakKw !== null && facts.tariff.inWindow[step]) below("window", drawn.windowPeakKw);
}

/** What a course costs beyond the plan: its mean and its tail, scaled so that what is certain keeps a weight of 1. */
function extraCost(context: BuildContext, drawn: DrawnColumns, { priceEurMwh }: Drawn): void {
  const { alpha, weight } = context.facts.risk!;
  const parts = [
    { id: "drawnMean", sentence: "What possible courses cost beyond the plan, on average.", share: 1 },
    { id: "drawnTail", sentence: "The same in the worst of them.", share: weight },
  ];
  for (const { id, sentence, share } of parts) {
    const isTail = id === "drawnTail";
    if (share === 0) continue;
    const term = context.model.objective({
      id,
      rule: id,
      sentence,
      unit: "EUR",
      origin: "energy/constraints (risk)",
      weight: share / (1 + weight),
      ...(isTail ? { risk: { measure: "cvar", alpha } as const } : {}),
    });
    for (const step of steps(context.facts)) energyBeyond(context, drawn, priceEurMwh[step]!, step, term);
    peaksBeyond(context, drawn, term);
    imbalanceBeyond(context, drawn, term);
  }
}

type Term = ReturnType<BuildContext["model"]["objective"]>;

function energyBeyond(
  { facts, columns, hours }: BuildContext,
  drawn: DrawnColumns,
  priceError: Uncertain | null,
  step: number,
  term: Term,
): void {
  const [buy, sell] = [hours(step) * buyEurPerKwh(facts, step), hours(step) * sellEurPerKwh(facts, step)];
  term
    .plus(buy, drawn.importKw[step]!)
    .plus(-buy, columns.importKw[step]!)
    .plus(-sell, drawn.exportKw[step]!)
    .plus(sell, columns.exportKw[step]!)
    .plus((hours(step) * facts.plant.battery.wearEurPerMwh) / 1000 + buy, drawn.reliefKw[step]!);
  if (priceError) term.plus(times(hours(step) / 1000, priceError), drawn.importKw[step]!);
}

function peaksBeyond({ facts, columns }: BuildContext, drawn: DrawnColumns, term: Term): void {
  const { eurPerKw, windowEurPerKw } = facts.tariff.demand;
  term.plus(eurPerKw, drawn.peakKw).plus(-eurPerKw, columns.peakKw);
  if (drawn.windowPeakKw === null || columns.windowPeakKw === null) return;
  term.plus(windowEurPerKw, drawn.windowPeakKw).plus(-windowEurPerKw, columns.windowPeakKw);
}

function imbalanceBeyond({ facts, columns }: BuildContext, drawn: DrawnColumns, term: Term): void {
  const { nomination } = facts;
  if (!nomination || !drawn.imbalance || !columns.imbalance) return;
  const prices = { shortKwh: nomination.eurPerMwhShort, longKwh: nomination.eurPerMwhLong };
  for (const what of ["shortKwh", "longKwh"] as const) {
    const eurPerKwh = prices[what] / 1000;
    for (const [step, column] of drawn.imbalance[what])
      term.plus(eurPerKwh, column).plus(-eurPerKwh, columns.imbalance[what].get(step)!);
  }
}
