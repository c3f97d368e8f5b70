import { floorToStep, minuteMs, stepIndexAt, stepStartMs } from "@qtwin/core";
import type { FurnaceColumns } from "../columns.ts";
import { heatKwhOf } from "../columns.ts";
import { type BuildContext, type Rule, row, steps } from "../context.ts";
import type { FurnaceFacts } from "../facts.ts";
import { heatMinSteps, shortestSteps } from "../heat.ts";

const oneAtATime: Rule = {
  rule: "furnace-one-heat",
  sentence: "A furnace holds one heat at a time.",
  unit: "1",
};
const shortest: Rule = {
  rule: "heat-shortest",
  sentence: "A heat takes at least its shortest cycle from charging to tapping.",
  unit: "1",
};
const longest: Rule = {
  rule: "heat-longest",
  sentence:
    "A heat is tapped at the latest after its longest planned cycle, so that it is not held too long.",
  unit: "1",
};
/** Holding a heat beyond its longest cycle: energy, and the correction it may need. */
const holdEurPerStep = 15;
const heldSteps = 8;
const energy: Rule = {
  rule: "heat-energy",
  sentence:
    "A heat is tapped only when its metal has taken up the melting energy; an occupied furnace loses heat.",
  unit: "kWh",
};
const contents: Rule = {
  rule: "heat-contents",
  sentence: "Only an occupied furnace holds energy, and at most that of one heat.",
  unit: "kWh",
};
const coldStart: Rule = {
  rule: "furnace-cold-start",
  sentence: "The first heat of a cold furnace also warms the lining.",
  unit: "kWh",
};
const coldCycle: Rule = {
  rule: "furnace-cold-cycle",
  sentence: "The first heat of a cold furnace takes longer.",
  unit: "1",
};
const onceWarm: Rule = {
  rule: "furnace-warm",
  sentence: "After its first heat a furnace stays warm.",
  unit: "1",
};
const mostPower: Rule = {
  rule: "furnace-power-most",
  sentence:
    "A furnace takes power only with a heat in it, at most its rating, and little in the quarter-hour of sampling and tapping.",
  unit: "kW",
};
const charging: Rule = {
  rule: "furnace-power-charging",
  sentence: "In the quarter-hour of charging a furnace takes less than its rating.",
  unit: "kW",
};
const leastPower: Rule = {
  rule: "furnace-power-least",
  sentence: "An occupied furnace takes at least what holds its heat.",
  unit: "kW",
};
const ordersOnHand: Rule = {
  rule: "orders-on-hand",
  sentence: "No more heats are started than are ordered.",
  unit: "1",
};
const alternate: Rule = {
  rule: "furnaces-alternate",
  sentence: "Furnaces take heats in turn, first in, first out.",
  unit: "1",
};

/** Heats as starts and taps per furnace, with continuous power under an energy balance. */
export function meltRules(context: BuildContext): void {
  context.facts.furnaces.forEach((furnace, i) => {
    furnaceRules(context, furnace, context.columns.furnaces[i]!);
  });
  limitOrders(context);
  takeTurns(context);
}

function furnaceRules(context: BuildContext, furnace: FurnaceFacts, columns: FurnaceColumns): void {
  occupancy(context, furnace, columns);
  durations(context, furnace, columns);
  heatEnergy(context, furnace, columns);
  power(context, columns);
  if (furnace.cold && furnace.heat === null) warmLining(context, columns);
}

function occupancy(context: BuildContext, furnace: FurnaceFacts, columns: FurnaceColumns): void {
  const { id, start, tap, occupied } = columns;
  for (const step of steps(context.facts)) {
    const balance = row(context, oneAtATime, `${id},${step}`).plus(1, occupied[step]!).plus(-1, start[step]!);
    if (step === 0) balance.equals(furnace.heat ? 1 : 0);
    else
      balance
        .plus(-1, occupied[step - 1]!)
        .plus(1, tap[step - 1]!)
        .equals(0);
  }
}

/** Steps the running heat has been in the furnace before the grid. */
function ageSteps(context: BuildContext, furnace: FurnaceFacts): number {
  const { grid } = context.facts;
  if (!furnace.heat) return 0;
  const startedMs = floorToStep(furnace.heat.startedAtMs, grid.stepMin);
  return Math.max(0, Math.round((grid.startMs - startedMs) / (grid.stepMin * minuteMs)));
}

/** Last step in which the running heat may be tapped: its longest cycle, or what its energy still takes if longer. */
function runningHeatLatest(context: BuildContext, furnace: FurnaceFacts): number {
  const { plant, grid } = context.facts;
  const longestSteps = Math.ceil(plant.melt.maxHeatMin / grid.stepMin);
  const stillNeeds = shortestSteps(context.facts, furnace.heat!.remainingKwh);
  return Math.min(grid.count - 1, Math.max(longestSteps - ageSteps(context, furnace) - 1, stillNeeds + 1));
}

function durations(context: BuildContext, furnace: FurnaceFacts, columns: FurnaceColumns): void {
  const { id, start, tap, occupied } = columns;
  const { plant, grid } = context.facts;
  const least = heatMinSteps(context.facts);
  const most = Math.ceil(plant.melt.maxHeatMin / grid.stepMin) + (furnace.cold ? coldSteps(context) : 0);
  const runningUntil = furnace.heat ? runningHeatLatest(context, furnace) : -1;
  for (const step of steps(context.facts)) {
    const early = row(context, shortest, `${id},${step}`).plus(1, tap[step]!).plus(-1, occupied[step]!);
    for (let from = Math.max(0, step - least + 2); from <= step; from++) early.plus(1, start[from]!);
    early.atMost(0);
    if (step < runningUntil) continue;
    // A running heat that finds no room is held, at a price; a new one is not planned so.
    const mayHold = furnace.heat !== null && step < runningUntil + heldSteps;
    const rule = mayHold ? { ...longest, pricePerUnit: holdEurPerStep } : longest;
    const late = row(context, rule, `${id},${step}`).plus(1, occupied[step]!);
    for (let from = Math.max(0, step - most + 1); from <= step; from++) late.plus(-1, start[from]!);
    // In the last step that the running heat may use, it is still there and must be tapped.
    if (step === runningUntil) late.plus(-1, tap[step]!);
    late.atMost(0);
  }
}

const coldSteps = (context: BuildContext): number =>
  Math.ceil(context.facts.plant.melt.coldExtraMin / context.facts.grid.stepMin);

function heatEnergy(context: BuildContext, furnace: FurnaceFacts, columns: FurnaceColumns): void {
  const { facts, hours } = context;
  const { id, tap, occupied, powerKw, heatKwh } = columns;
  const fullKwh = heatKwhOf(facts);
  const before = furnace.heat ? fullKwh - furnace.heat.remainingKwh : 0;
  for (const step of steps(facts)) {
    const balance = row(context, energy, `${id},${step}`)
      .plus(1, heatKwh[step]!)
      .plus(-hours(step), powerKw[step]!)
      .plus(hours(step) * facts.plant.melt.occupiedKw, occupied[step]!)
      .plus(fullKwh, tap[step]!);
    const startsCold = furnace.cold && !furnace.heat ? -facts.plant.melt.coldExtraKwh : before;
    if (step === 0) balance.equals(startsCold);
    else balance.plus(-1, heatKwh[step - 1]!).equals(0);
    row(context, contents, `${id},${step}`)
      .plus(1, heatKwh[step]!)
      .plus(-fullKwh, occupied[step]!)
      .plus(fullKwh, tap[step]!)
      .atMost(0);
  }
}

/** Energy is below zero only until the first tap of a cold furnace. */
function warmLining(context: BuildContext, { id, start, tap, heatKwh, warm }: FurnaceColumns): void {
  const { coldExtraKwh } = context.facts.plant.melt;
  const least = heatMinSteps(context.facts) + coldSteps(context);
  for (const step of steps(context.facts)) {
    // No tap before the first heat has had its longer cycle; in that time no furnace taps twice.
    const first = row(context, coldCycle, `${id},${step}`);
    for (let before = 0; before <= step; before++) first.plus(1, tap[before]!);
    for (let before = 0; before <= step - least + 1; before++) first.plus(-2, start[before]!);
    first.atMost(0);
    row(context, onceWarm, `${id},tap,${step}`).plus(1, warm[step]!).plus(-1, tap[step]!).atLeast(0);
    if (step > 0)
      row(context, onceWarm, `${id},${step}`)
        .plus(1, warm[step]!)
        .plus(-1, warm[step - 1]!)
        .atLeast(0);
    row(context, coldStart, `${id},${step}`)
      .plus(1, heatKwh[step]!)
      .plus(-coldExtraKwh, warm[step]!)
      .atLeast(-coldExtraKwh);
  }
}

function power(context: BuildContext, { id, start, tap, occupied, powerKw }: FurnaceColumns): void {
  const { ratedKw, startQuarterKw, tapQuarterKw, occupiedKw } = context.facts.plant.melt;
  for (const step of steps(context.facts)) {
    row(context, mostPower, `${id},${step}`)
      .plus(1, powerKw[step]!)
      .plus(-ratedKw, occupied[step]!)
      .plus(ratedKw - tapQuarterKw, tap[step]!)
      .atMost(0);
    row(context, charging, `${id},${step}`)
      .plus(1, powerKw[step]!)
      .plus(-ratedKw, occupied[step]!)
      .plus(ratedKw - startQuarterKw, start[step]!)
      .atMost(0);
    row(context, leastPower, `${id},${step}`)
      .plus(1, powerKw[step]!)
      .plus(-occupiedKw, occupied[step]!)
      .atLeast(0);
  }
}

/** Orders belong to days: what is open later cannot be started now. */
function limitOrders(context: BuildContext): void {
  const { facts, columns } = context;
  const opensAt = (step: number): number =>
    facts.openHeats.filter(({ notBeforeMs }) => notBeforeMs <= stepStartMs(facts.grid, step)).length;
  for (const step of steps(facts)) {
    const isLast = step === facts.grid.count - 1;
    if (!isLast && opensAt(step) === opensAt(step + 1)) continue;
    const started = row(context, ordersOnHand, step);
    for (const { start } of columns.furnaces)
      for (let before = 0; before <= step; before++) started.plus(1, start[before]!);
    started.atMost(opensAt(step));
  }
}

/** Equal furnaces are told apart by taking turns, else every plan would exist twice. */
function takeTurns(context: BuildContext): void {
  const { facts, columns } = context;
  const [first, second] = facts.furnaces;
  if (facts.furnaces.length !== 2 || !first || !second || !interchangeable(context, first, second)) return;
  const secondIsNext =
    first.heat !== null && (second.heat?.startedAtMs ?? -Infinity) < first.heat.startedAtMs;
  const [lead, follow] = secondIsNext
    ? [columns.furnaces[1]!, columns.furnaces[0]!]
    : [columns.furnaces[0]!, columns.furnaces[1]!];
  for (const step of steps(facts)) {
    const ahead = row(context, alternate, step);
    for (let before = 0; before <= step; before++)
      ahead.plus(1, lead.start[before]!).plus(-1, follow.start[before]!);
    ahead.between(0, 1);
  }
}

function interchangeable(context: BuildContext, first: FurnaceFacts, second: FurnaceFacts): boolean {
  const { grid, pinned = [] } = context.facts;
  // Who places a heat chooses its furnace.
  if (pinned.length > 0) return false;
  const endMs = stepStartMs(grid, grid.count);
  const usable = (furnace: FurnaceFacts): boolean =>
    furnace.mode === "remote" &&
    furnace.outages.every(({ startMs, endMs: until }) => startMs >= endMs || stepIndexAt(grid, until) < 0);
  return usable(first) && usable(second) && first.cold === second.cold;
}
