import { minuteMs, stepIndexAt, stepStartMs } from "@qtwin/core";
import { heatTonnes, levelToleranceT } from "./columns.ts";
import type { HeatRun } from "./dispatch.ts";
import { type EnergyFacts, type FurnaceFacts, stepHours } from "./facts.ts";
import { coldSteps, heatMinSteps, shortestSteps, warmingStepsLeft } from "./heat.ts";

/** How heats are placed. */
export interface Placing {
  /** Steps from the start of a heat to its tap, both included, where there is room for it. */
  readonly heatSteps: number;
  /** Steps by which a heat is tapped before its metal is needed, where there is room for it. */
  readonly leadSteps: number;
  /** So many heats at the beginning are started as soon as they can. */
  readonly earlyHeats: number;
}

/** A heat on the grid; both steps included. */
interface Placed {
  readonly startStep: number;
  readonly tapStep: number;
}

interface Furnace {
  readonly facts: FurnaceFacts;
  freeFrom: number;
  cold: boolean;
}

type Order = Pick<HeatRun, "orderId" | "alloy" | "tonnes">;

/**
 * Heats placed by when the line needs their metal: each is tapped shortly before, in the furnace that can do so first. This
 * knows outages, crew, cold linings and room, and neither prices nor powers.
 */
export function heatsInTime(facts: EnergyFacts, placing: Placing): readonly HeatRun[] {
  const neededIn = lastTapSteps(facts);
  const placed: Placed[] = [];
  const runs: HeatRun[] = [];
  const furnaces = facts.furnaces.map(
    (furnace): Furnace => ({ facts: furnace, freeFrom: 0, cold: furnace.cold && !furnace.heat }),
  );
  const add = (furnace: Furnace, { orderId, alloy, tonnes }: Order, heat: Placed): void => {
    const startMs = stepStartMs(facts.grid, heat.startStep);
    const tapMs = stepStartMs(facts.grid, heat.tapStep + 1);
    runs.push({ orderId, alloy, tonnes, furnace: furnace.facts.id, startMs, tapMs, frozen: false });
    placed.push(heat);
    furnace.freeFrom = heat.tapStep + 1;
    furnace.cold = false;
  };
  for (const furnace of inOrderOfTap(furnaces)) {
    const heat = furnace.facts.heat!;
    const leastSteps = warmingStepsLeft(facts, heat) + shortestSteps(facts, heat.remainingKwh);
    const tapStep = tapFrom(facts, placed, Math.max(leastSteps - 1, placed.at(-1)?.tapStep ?? 0));
    add(furnace, heat, { startStep: 0, tapStep });
  }
  for (const order of facts.openHeats) {
    const waitMs = Math.max(0, order.notBeforeMs - facts.grid.startMs);
    const notBefore = Math.ceil(waitMs / (facts.grid.stepMin * minuteMs));
    const first = furnaces
      .flatMap((furnace) => {
        const heat = place(facts, furnace, {
          placed,
          notBefore,
          neededIn: neededIn[placed.length]!,
          placing,
        });
        return heat ? [{ furnace, heat }] : [];
      })
      .sort(
        (left, right) =>
          comparePlaced(left.heat, right.heat) || left.furnace.freeFrom - right.furnace.freeFrom,
      )
      .at(0);
    if (!first) break;
    add(first.furnace, order, first.heat);
  }
  return runs;
}

const comparePlaced = (left: Placed, right: Placed): number =>
  left.tapStep - right.tapStep || left.startStep - right.startStep;

const inOrderOfTap = (furnaces: readonly Furnace[]): Furnace[] =>
  furnaces
    .filter(({ facts: { heat } }) => heat !== null)
    .sort((left, right) => left.facts.heat!.remainingKwh - right.facts.heat!.remainingKwh);

interface Wish {
  readonly placed: readonly Placed[];
  readonly notBefore: number;
  /** Last step in which it may be tapped without a wait. */
  readonly neededIn: number;
  readonly placing: Placing;
}

function place(
  facts: EnergyFacts,
  furnace: Furnace,
  { placed, notBefore, neededIn, placing }: Wish,
): Placed | null {
  const { grid, plant } = facts;
  const extraSteps = furnace.cold ? coldSteps(facts) : 0;
  const leastSteps = heatMinSteps(facts) + extraSteps;
  const mostSteps = Math.ceil(plant.melt.maxHeatMin / grid.stepMin) + extraSteps;
  const wishedSteps = Math.min(mostSteps, Math.max(leastSteps, placing.heatSteps + extraSteps));
  const isEarly = placed.length < placing.earlyHeats;
  const lastTap = placed.at(-1)?.tapStep ?? 0;
  const aim = isEarly ? lastTap : tapFrom(facts, placed, Math.max(lastTap, neededIn - placing.leadSteps));
  const soonest = Math.max(furnace.freeFrom, notBefore);
  const from = isEarly ? soonest : Math.max(soonest, aim - wishedSteps + 1);
  for (let startStep = from; startStep < grid.count; startStep++) {
    // A furnace that melts alone may have all the power.
    const isAlone = placed.every((other) => other.tapStep < startStep);
    const doneStep = startStep + (isEarly && !isAlone ? wishedSteps : leastSteps) - 1;
    const tapStep = tapFrom(facts, placed, Math.max(doneStep, aim));
    if (tapStep >= grid.count) return null;
    const heat = { startStep, tapStep };
    const isHeld = tapStep - startStep >= mostSteps;
    if (!isHeld && mayMelt(facts, furnace, heat) && hasRoom(facts, placed, heat)) return heat;
  }
  return null;
}

/** The furnace works, and the crew is there at both ends. */
function mayMelt(facts: EnergyFacts, { facts: furnace }: Furnace, { startStep, tapStep }: Placed): boolean {
  const isThere = (step: number): boolean => facts.crewEurPerH[step] === 0;
  for (let step = startStep; step < startStep + heatMinSteps(facts); step++) if (!isThere(step)) return false;
  if (!isThere(tapStep) || furnace.mode !== "remote") return false;
  const [fromMs, untilMs] = [stepStartMs(facts.grid, startStep), stepStartMs(facts.grid, tapStep + 1)];
  return furnace.outages.every(({ startMs, endMs }) => startMs >= untilMs || endMs <= fromMs);
}

/** First step from this one on in which the metal of one more heat has room. */
function tapFrom(facts: EnergyFacts, placed: readonly Placed[], from: number): number {
  const roomT = Math.max(facts.plant.metal.usableT, facts.metalT) + levelToleranceT;
  const levelsT = metalLevelsT(facts, placed);
  let step = from;
  while (step < facts.grid.count && levelsT[step]! + heatTonnes(facts) > roomT + 1e-9) step += 1;
  return step;
}

/** Metal and heats in flight will have room after the longest cycle, all the time that the heat is in the furnace. */
function hasRoom(facts: EnergyFacts, placed: readonly Placed[], heat: Placed): boolean {
  const { melt, metal } = facts.plant;
  const ahead = Math.ceil(melt.maxHeatMin / facts.grid.stepMin);
  const tonnes = heatTonnes(facts);
  const levelsT = metalLevelsT(facts, placed);
  for (let step = heat.startStep; step <= heat.tapStep; step++) {
    const inFlight =
      placed.filter(({ startStep, tapStep }) => startStep <= step && step <= tapStep).length + 1;
    const levelT = step === 0 ? facts.metalT : levelsT[step - 1]!;
    const cutT = step + ahead > facts.grid.count ? tonnes : 0;
    const roomT = metal.usableT + levelToleranceT + pouredT(facts, step, step + ahead) + cutT;
    if (levelT + tonnes * inFlight > roomT + 1e-9) return false;
  }
  return true;
}

const pouredT = (facts: EnergyFacts, from: number, until: number): number =>
  facts.pourTph.slice(from, until).reduce((sum, rate, i) => sum + rate * stepHours(facts, from + i), 0);

/** Metal at the end of each step; what is not there is not poured. */
function metalLevelsT(facts: EnergyFacts, placed: readonly Placed[]): number[] {
  let levelT = facts.metalT;
  return facts.pourTph.map((rate, step) => {
    const taps = placed.filter(({ tapStep }) => tapStep === step).length;
    levelT = Math.max(0, levelT - rate * stepHours(facts, step)) + taps * heatTonnes(facts);
    return levelT;
  });
}

/** Of the nth tap, running heats counted, the last step in which it keeps the reserve of metal and the order's pour time. */
function lastTapSteps(facts: EnergyFacts): number[] {
  const { grid, plant } = facts;
  const running = facts.furnaces.filter(({ heat }) => heat !== null).length;
  const last = new Array<number>(running + facts.openHeats.length).fill(grid.count - 1);
  const reserveT = Math.max(0, ...plant.metal.reserves.map(({ tonnes }) => tonnes));
  const atMost = (n: number, step: number): void => {
    last[n] = Math.max(0, Math.min(last[n]!, step));
  };
  let sumT = 0;
  for (let step = 0; step < grid.count; step++) {
    sumT += facts.pourTph[step]! * stepHours(facts, step);
    if (facts.pourTph[step] === 0) continue;
    const heats = Math.ceil((sumT + reserveT - facts.metalT) / heatTonnes(facts) - 1e-6);
    for (let n = 0; n < Math.min(heats, last.length); n++) atMost(n, step - 1);
  }
  dueSteps(facts).forEach((dueStep, n) => {
    if (dueStep >= 0) atMost(n, dueStep);
  });
  return last;
}

/** Last steps of all heats before their pour times, the earliest first. */
const dueSteps = ({ furnaces, openHeats, grid }: EnergyFacts): number[] =>
  [...furnaces.flatMap(({ heat }) => heat ?? []), ...openHeats]
    .map(({ pourByMs }) => stepIndexAt(grid, pourByMs) - 1)
    .sort((left, right) => left - right);
