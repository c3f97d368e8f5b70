import { stepIndexAt } from "@qtwin/core";
import type { ConstraintBuilder } from "@qtwin/model";
import { heatTonnes, levelToleranceT } from "../columns.ts";
import { type BuildContext, type Rule, row, steps } from "../context.ts";
import { neverBought } from "../objective.ts";

const level: Rule = {
  rule: "metal-balance",
  sentence: "Metal in the pouring furnace grows by what is tapped and falls by what is poured.",
  unit: "t",
};
const room: Rule = {
  rule: "metal-before-tap",
  sentence: "Metal is poured before the tap at the end of the quarter-hour arrives.",
  unit: "t",
};

const startFits: Rule = {
  rule: "metal-start-fits",
  sentence:
    "A heat is started only when its metal will have room after the longest cycle; else it waits in the furnace.",
  unit: "t",
};
const capacity: Rule = {
  rule: "metal-room",
  sentence: "A heat is tapped only when all of it has room in the pouring furnace.",
  unit: "1",
};

/** Metal between melting and pouring: the only store of the melt shop. */
export function metalRules(context: BuildContext): void {
  balance(context);
  reserve(context);
  dueTimes(context);
  roomForStarts(context);
}

/** Metal and heats in flight less what is poured within the longest cycle. */
function roomForStarts(context: BuildContext): void {
  const { facts, columns, hours } = context;
  const { melt, metal } = facts.plant;
  const ahead = Math.ceil(melt.maxHeatMin / facts.grid.stepMin);
  const tonnes = heatTonnes(facts);
  const inFlight = facts.furnaces.filter(({ heat }) => heat !== null).length;
  for (const step of steps(facts)) {
    let pouredT = 0;
    for (let i = step; i < Math.min(step + ahead, facts.grid.count); i++)
      pouredT += facts.pourTph[i]! * hours(i);
    const mostT = Math.max(metal.usableT, facts.metalT + inFlight * tonnes - pouredT);
    const isCut = step + ahead > facts.grid.count;
    const fits = row(context, startFits, step);
    if (step > 0) fits.plus(1, columns.metalT[step - 1]!);
    for (const { occupied } of columns.furnaces) fits.plus(tonnes, occupied[step]!);
    fits.atMost(levelToleranceT + mostT + pouredT + (isCut ? tonnes : 0) - (step === 0 ? facts.metalT : 0));
  }
}

function balance(context: BuildContext): void {
  const { facts, columns, hours } = context;
  const tonnes = heatTonnes(facts);
  for (const step of steps(facts)) {
    const pouredT = facts.pourTph[step]! * hours(step);
    const metal = row(context, level, step).plus(1, columns.metalT[step]!).plus(-1, columns.shortT[step]!);
    const before = row(context, room, step).plus(1, columns.metalT[step]!);
    for (const { tap } of columns.furnaces) {
      metal.plus(-tonnes, tap[step]!);
      before.plus(-tonnes, tap[step]!);
    }
    if (step > 0) metal.plus(-1, columns.metalT[step - 1]!);
    metal.equals((step === 0 ? facts.metalT : 0) - pouredT);
    before.atLeast(0);
  }
}

/**
 * Metal kept while pouring, so that a late tap does not stop the line. Heats are whole: the reserve is stated as the
 * number of heats tapped by then, rounded up, which is as strong as the level and far easier to solve.
 */
function reserve(context: BuildContext): void {
  const { facts, hours } = context;
  let pouredT = 0;
  for (const step of steps(facts)) {
    pouredT += facts.pourTph[step]! * hours(step);
    roomForTaps(context, step, pouredT);
    if (facts.pourTph[step]! > 0) tapsInTime(context, step, pouredT);
  }
}

function tapsInTime(context: BuildContext, step: number, pouredT: number): void {
  const { facts, hours } = context;
  const size = heatTonnes(facts);
  for (const { tonnes, eurPerTh } of facts.plant.metal.reserves) {
    const heats = Math.ceil((pouredT + tonnes - facts.metalT) / size - 1e-6);
    if (heats <= 0) continue;
    const rule: Rule = {
      rule: "metal-reserve",
      sentence: `While the line pours, ${tonnes} t of metal are kept in reserve: each tap comes in time.`,
      unit: "1",
      pricePerUnit: eurPerTh * size * hours(step),
    };
    tapsBefore(context, row(context, rule, `${tonnes} t,${step}`), step).atLeast(heats);
  }
}

/** Whole heats that have room in the pouring furnace by the end of the step. */
function roomForTaps(context: BuildContext, step: number, pouredT: number): void {
  const { facts } = context;
  // The level is known to a tenth of a tonne: a heat is not kept waiting for less.
  const usableT = Math.max(facts.plant.metal.usableT, facts.metalT) + levelToleranceT;
  const heats = Math.floor((usableT + pouredT - facts.metalT) / heatTonnes(facts) + 1e-6);
  tapsBefore(context, row(context, capacity, step), step + 1).atMost(heats);
}

/** Adds the taps of all furnaces in the steps before `until`. */
function tapsBefore(context: BuildContext, target: ConstraintBuilder, until: number): ConstraintBuilder {
  if (until > 0) for (const { tapped } of context.columns.furnaces) target.plus(1, tapped[until - 1]!);
  return target;
}

/** By each latest pour time as many heats are tapped as are to be poured by then: the line takes metal, whichever heat it came from. */
function dueTimes(context: BuildContext): void {
  const { facts } = context;
  const { waitEurPerMin, pourTph } = facts.plant.metal;
  const minutesPerHeat = (heatTonnes(facts) / pourTph) * 60;
  const running = facts.furnaces.flatMap(({ heat }) => (heat ? [heat] : []));
  const due = [...running, ...facts.openHeats].sort((left, right) => left.pourByMs - right.pourByMs);
  due.forEach(({ orderId, pourByMs }, earlier) => {
    const last = stepIndexAt(facts.grid, pourByMs) - 1;
    if (last < 0 || last >= facts.grid.count) return;
    const inTime = row(
      context,
      {
        rule: "order-due",
        sentence: "By each latest pour time as many heats are tapped as are poured by then.",
        unit: "1",
        pricePerUnit: waitEurPerMin * minutesPerHeat * neverBought,
      },
      orderId,
    );
    tapsBefore(context, inTime, last + 1).atLeast(earlier + 1);
  });
}
