import { floorToStep, minuteMs, stepIndexAt, stepStartMs } from "@qtwin/core";
import type { VariableIndex } from "@qtwin/model";
import type { FurnaceColumns } from "../columns.ts";
import { heatKwhOf } from "../columns.ts";
import { type BuildContext, type Rule, row, steps } from "../context.ts";
import type { FurnaceFacts, RunningHeat } from "../facts.ts";
import { coldSteps, heatMinSteps, shortestSteps, warmingKw, warmingStepsLeft } from "../heat.ts";

const oneAtATime: Rule = {
  rule: "furnace-one-heat",
  sentence: "A furnace holds one heat at a time.",
  unit: "1",
};
const counted: Rule = {
  rule: "heats-counted",
  sentence: "Heats started and heats tapped are counted from the beginning of the plan.",
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
  sentence:
    "Only an occupied furnace holds energy: at most that of one heat, and after a start what its power can have brought.",
  unit: "kWh",
};
const nearTap: Rule = {
  rule: "heat-near-tap",
  sentence: "A heat that is tapped soon already holds what the power until then cannot bring.",
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
const warming: Rule = {
  rule: "furnace-power-warming",
  sentence: "While its lining is warmed a cold furnace takes little power; it is charged afterwards.",
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
  if (furnace.heat) powerWhileWarmed(context, furnace.heat, columns);
  else if (furnace.cold) {
    warmLining(context, columns);
    powerOfColdStart(context, columns);
  }
}

function occupancy(context: BuildContext, furnace: FurnaceFacts, columns: FurnaceColumns): void {
  const { id, start, tap, started, tapped, occupied } = columns;
  for (const step of steps(context.facts)) {
    const before = row(context, oneAtATime, `${id},${step}`)
      .plus(1, occupied[step]!)
      .plus(-1, started[step]!);
    if (step > 0) before.plus(1, tapped[step - 1]!);
    before.equals(furnace.heat ? 1 : 0);
    for (const [what, each, count] of [
      ["started", start, started],
      ["tapped", tap, tapped],
    ] as const) {
      const sum = row(context, counted, `${id},${what},${step}`).plus(1, count[step]!).plus(-1, each[step]!);
      if (step > 0) sum.plus(-1, count[step - 1]!);
      sum.equals(0);
    }
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
  const stillNeeds =
    warmingStepsLeft(context.facts, furnace.heat!) + shortestSteps(context.facts, furnace.heat!.remainingKwh);
  return Math.min(grid.count - 1, Math.max(longestSteps - ageSteps(context, furnace) - 1, stillNeeds + 1));
}

function durations(context: BuildContext, furnace: FurnaceFacts, columns: FurnaceColumns): void {
  const { id, started, tapped } = columns;
  const running = furnace.heat ? 1 : 0;
  const { plant, grid } = context.facts;
  const least = heatMinSteps(context.facts);
  const most =
    Math.ceil(plant.melt.maxHeatMin / grid.stepMin) + (furnace.cold ? coldSteps(context.facts) : 0);
  const runningUntil = furnace.heat ? runningHeatLatest(context, furnace) : -1;
  for (const step of steps(context.facts)) {
    const early = row(context, shortest, `${id},${step}`).plus(1, tapped[step]!);
    if (step - least + 1 >= 0) early.plus(-1, started[step - least + 1]!);
    early.atMost(running);
    if (step < runningUntil) continue;
    // A running heat that finds no room is held, at a price; a new one is not planned so.
    const mayHold = furnace.heat !== null && step < runningUntil + heldSteps;
    const rule = mayHold ? { ...longest, pricePerUnit: holdEurPerStep } : longest;
    // In the last step that the running heat may use, it is still there and must be tapped.
    const tappedBy = step === runningUntil ? step : step - 1;
    if (step < most && (running === 0 || tappedBy < 0)) continue;
    const late = row(context, rule, `${id},${step}`);
    if (step - most >= 0) late.plus(1, started[step - most]!);
    late.plus(-1, tapped[tappedBy]!).atMost(-running);
  }
}

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
  }
  heatsGrow(context, columns, before);
}

/**
 * What follows for a heat soon after its start and soon before its tap. Whole heats keep these rows anyway; shares of
 * heats do not, and the bound of the peak is far better with them.
 */
function heatsGrow(
  context: BuildContext,
  { id, start, tap, occupied, heatKwh, warm }: FurnaceColumns,
  beforeKwh: number,
): void {
  const { facts, hours } = context;
  const { ratedKw, startQuarterKw, tapQuarterKw, occupiedKw, coldExtraKwh } = facts.plant.melt;
  const fullKwh = heatKwhOf(facts);
  const shortestHeat = heatMinSteps(facts);
  const netKwh = (powerKw: number, step: number): number => hours(step) * (powerKw - occupiedKw);
  for (const step of steps(facts)) {
    const holds = row(context, contents, `${id},${step}`)
      .plus(1, heatKwh[step]!)
      .plus(-fullKwh, occupied[step]!)
      .plus(fullKwh, tap[step]!);
    let broughtKwh = 0;
    for (let from = step; from > step - shortestHeat + 1 && from >= 0; from--) {
      const sinceStartKwh = netKwh(startQuarterKw, from) + broughtKwh;
      if (sinceStartKwh < fullKwh) holds.plus(fullKwh - sinceStartKwh, start[from]!);
      broughtKwh += netKwh(ratedKw, from);
    }
    holds.atMost(0);
    const needs = row(context, nearTap, `${id},${step}`);
    let comesKwh = 0;
    // Last step in whose tap all power until then is not enough.
    let soon = step - 1;
    for (let until = step; until < step + shortestHeat - 1 && until < facts.grid.count; until++) {
      const missingKwh = fullKwh - comesKwh - netKwh(tapQuarterKw, until);
      if (missingKwh > 0) {
        needs.plus(missingKwh, tap[until]!);
        soon = until;
      }
      comesKwh += netKwh(ratedKw, until);
    }
    if (step > 0) needs.plus(-1, heatKwh[step - 1]!);
    // Below zero only while the lining is cold, and so not soon before the first tap.
    const isWarm = step > 0 ? warm[soon] : undefined;
    if (isWarm !== undefined) needs.plus(coldExtraKwh, isWarm);
    const liningKwh = isWarm !== undefined ? coldExtraKwh : Math.max(0, -beforeKwh);
    needs.atMost(step === 0 ? Math.max(0, beforeKwh) : liningKwh);
  }
}

/** Energy is below zero only until the first tap of a cold furnace. */
function warmLining(
  context: BuildContext,
  { id, started, tap, tapped, heatKwh, warm }: FurnaceColumns,
): void {
  const { coldExtraKwh } = context.facts.plant.melt;
  const shortestHeat = heatMinSteps(context.facts);
  const least = shortestHeat + coldSteps(context.facts);
  for (const step of steps(context.facts)) {
    // The first tap comes after the longer cycle of the first heat; each other one a cycle after the one before it.
    const first = row(context, coldCycle, `${id},${step}`).plus(1, tapped[step]!);
    if (step - least + 1 >= 0) first.plus(-1, started[step - least + 1]!);
    if (step - shortestHeat >= 0) first.plus(-1, tapped[step - shortestHeat]!);
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

/** The lining under a running heat is still warmed; in the quarter-hour after that the heat is charged. */
function powerWhileWarmed(context: BuildContext, heat: RunningHeat, { id, powerKw }: FurnaceColumns): void {
  const { facts } = context;
  const left = warmingStepsLeft(facts, heat);
  if (left === 0) return;
  for (let step = 0; step <= Math.min(left, facts.grid.count - 1); step++)
    row(context, warming, `${id},${step}`)
      .plus(1, powerKw[step]!)
      .atMost(step < left ? warmingKw(facts) : facts.plant.melt.startQuarterKw);
}

/** The same for the first heat that is started in a cold furnace. */
function powerOfColdStart(context: BuildContext, { id, start, powerKw, warm }: FurnaceColumns): void {
  const { facts } = context;
  const { ratedKw, startQuarterKw } = facts.plant.melt;
  const warmed = coldSteps(facts);
  const limit = (what: string, step: number, starts: readonly VariableIndex[], mostKw: number): void => {
    if (starts.length === 0) return;
    const most = row(context, warming, `${id},${what},${step}`).plus(1, powerKw[step]!);
    for (const each of starts) most.plus(ratedKw - mostKw, each);
    if (step > 0) most.plus(mostKw - ratedKw, warm[step - 1]!);
    most.atMost(ratedKw);
  };
  for (const step of steps(facts)) {
    limit("lining", step, start.slice(Math.max(0, step - warmed + 1), step + 1), warmingKw(facts));
    limit("charge", step, step < warmed ? [] : [start[step - warmed]!], startQuarterKw);
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
    const onHand = row(context, ordersOnHand, step);
    for (const { started } of columns.furnaces) onHand.plus(1, started[step]!);
    onHand.atMost(opensAt(step));
  }
}

/** Equal furnaces are told apart by taking turns, else every plan would exist twice. */
function takeTurns(context: BuildContext): void {
  const { facts, columns } = context;
  const [first, second] = facts.furnaces;
  if (facts.furnaces.length !== 2 || !first || !second || !interchangeable(context, first, second)) return;
  const secondIsNext =
    first.heat !== null && (second.heat?.startedAtMs ?? -Infinity) < first.heat.startedAtMs;
  const [lead, follow] = secondIsNext ? [1, 0] : [0, 1];
  inTurn(context, "start", columns.furnaces[lead]!.started, columns.furnaces[follow]!.started);
  const [leadHeat, followHeat] = [facts.furnaces[lead]!.heat, facts.furnaces[follow]!.heat];
  // A heat that started first and is behind all the same may be tapped second.
  if (leadHeat && followHeat && leadHeat.remainingKwh > followHeat.remainingKwh) return;
  const [tapsFirst, tapsSecond] = !leadHeat && followHeat ? [follow, lead] : [lead, follow];
  inTurn(context, "tap", columns.furnaces[tapsFirst]!.tapped, columns.furnaces[tapsSecond]!.tapped);
}

function inTurn(
  context: BuildContext,
  what: string,
  first: readonly VariableIndex[],
  second: readonly VariableIndex[],
): void {
  for (const step of steps(context.facts))
    row(context, alternate, `${what},${step}`).plus(1, first[step]!).plus(-1, second[step]!).between(0, 1);
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
