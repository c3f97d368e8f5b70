import { stepStartMs } from "@qtwin/core";
import { mostChargeKw, mostDischargeKw, socAfterKwh } from "./battery.ts";
import { heatKwhOf, heatTonnes } from "./columns.ts";
import { type Dispatch, type HeatRun, withMeter } from "./dispatch.ts";
import { type EnergyFacts, type FurnaceFacts, stepHours } from "./facts.ts";
import { coldSteps, heatMinSteps, warmingKw, warmingStepsLeft } from "./heat.ts";

/** A heat on the grid; `tapStep` at or after the end of the grid: it is not tapped in it. */
export interface Slot {
  readonly run: HeatRun;
  readonly isRunning: boolean;
  readonly startStep: number;
  readonly tapStep: number;
  /** Steps from the first in which a cold lining is warmed. */
  readonly warmSteps: number;
  /** Still to go in, losses apart. */
  readonly needsKwh: number;
}

/** Powers of heats, per furnace and step, kW. */
export type PowersOf = (
  facts: EnergyFacts,
  slots: readonly (readonly Slot[])[],
  course: Dispatch,
) => readonly (readonly number[])[];

const ownPowers: PowersOf = (facts, _, { furnaceKw }) => facts.furnaces.map(({ id }) => furnaceKw[id]!);

/**
 * What was decided for an earlier state of the plant, carried on from its present one: the same heats, powers and battery, with
 * energy and charge brought to where they really are. It need not keep every rule: that is for who uses it to check.
 * @param powersOf powers that the heats are to have, as far as they can; default: those of the course
 */
export function replay(facts: EnergyFacts, course: Dispatch, powersOf: PowersOf = ownPowers): Dispatch {
  const slots = facts.furnaces.map((furnace) => slotsOf(facts, furnace, course));
  const wishedKw = powersOf(facts, slots, course);
  const rows = facts.furnaces.map((furnace, i) => melt(facts, furnace, slots[i]!, wishedKw[i]!));
  const perFurnace = (of: (i: number) => number[]): Record<string, number[]> =>
    Object.fromEntries(facts.furnaces.map(({ id }, i) => [id, of(i)]));
  return withMeter(facts, {
    ...course,
    heats: slots
      .flat()
      .map(({ run }) => run)
      .sort((left, right) => left.startMs - right.startMs),
    furnaceKw: perFurnace((i) => rows[i]!.powerKw),
    heatKwh: perFurnace((i) => rows[i]!.heatKwh),
    ...pour(facts, slots.flat()),
    ...store(facts, course),
    pvKw: facts.pvKw.p50.map((kw) => Math.max(0, kw)),
  });
}

/** Heats of a furnace one after the other: one that did not begin in time begins now, one that is behind is tapped later. */
function slotsOf(facts: EnergyFacts, furnace: FurnaceFacts, { heats }: Dispatch): Slot[] {
  const { grid } = facts;
  const open = new Set(facts.openHeats.map(({ orderId }) => orderId));
  const stepAt = (atMs: number): number => Math.round((atMs - grid.startMs) / (grid.stepMin * 60_000));
  const slots: Slot[] = [];
  let freeFrom = 0;
  const add = (run: HeatRun, begun: Omit<Slot, "run" | "tapStep">, leastSteps: number) => {
    const { startStep, isRunning, needsKwh } = begun;
    let tapStep = Math.max(stepAt(run.tapMs) - 1, startStep + leastSteps - 1);
    while (tapStep < grid.count && mostKwh(facts, { ...begun, tapStep }) < needsKwh) tapStep += 1;
    const [startMs, tapMs] = [stepStartMs(grid, startStep), stepStartMs(grid, tapStep + 1)];
    slots.push({ ...begun, run: { ...run, tapMs, ...(isRunning ? {} : { startMs }) }, tapStep });
    freeFrom = tapStep + 1;
  };
  const { heat } = furnace;
  if (heat) {
    const tapMs = heats.find(({ orderId }) => orderId === heat.orderId)?.tapMs ?? grid.startMs;
    const { orderId, alloy, tonnes, startedAtMs: startMs, remainingKwh } = heat;
    const run: HeatRun = { orderId, alloy, tonnes, furnace: furnace.id, startMs, tapMs, frozen: true };
    const warmSteps = warmingStepsLeft(facts, heat);
    add(run, { isRunning: true, startStep: 0, warmSteps, needsKwh: remainingKwh }, 1);
  }
  let isCold = furnace.cold && !heat;
  for (const run of heats) {
    if (run.furnace !== furnace.id || !open.has(run.orderId)) continue;
    const startStep = Math.max(freeFrom, stepAt(run.startMs));
    if (startStep >= grid.count) break;
    const extraKwh = isCold ? facts.plant.melt.coldExtraKwh : 0;
    const warmSteps = isCold ? coldSteps(facts) : 0;
    const begun = { isRunning: false, startStep, warmSteps, needsKwh: heatKwhOf(facts) + extraKwh };
    add(run, begun, heatMinSteps(facts) + warmSteps);
    isCold = false;
  }
  return slots;
}

/** A heat that is not yet named. */
type Occupation = Omit<Slot, "run">;

/** Most power of a furnace in a step of a heat: little while the lining is warmed, and while it is charged or tapped. */
export function mostKw(
  facts: EnergyFacts,
  { isRunning, startStep, warmSteps, tapStep }: Occupation,
  step: number,
): number {
  const { ratedKw, startQuarterKw, tapQuarterKw } = facts.plant.melt;
  if (step === tapStep) return tapQuarterKw;
  if (step < startStep + warmSteps) return warmingKw(facts);
  const isCharged = step === startStep + warmSteps && (!isRunning || warmSteps > 0);
  return isCharged ? startQuarterKw : ratedKw;
}

/** What can go into a heat from a step on, by default its first, until its tap. */
export function mostKwh(facts: EnergyFacts, heat: Occupation, from = heat.startStep): number {
  let sumKwh = 0;
  for (let step = from; step <= heat.tapStep; step++)
    sumKwh += (mostKw(facts, heat, step) - facts.plant.melt.occupiedKw) * stepHours(facts, step);
  return sumKwh;
}

function melt(
  facts: EnergyFacts,
  furnace: FurnaceFacts,
  slots: readonly Slot[],
  wishedKw: readonly number[],
) {
  const { grid, plant } = facts;
  const fullKwh = heatKwhOf(facts);
  const powerKw = new Array<number>(grid.count).fill(0);
  const startsCold = furnace.cold && !furnace.heat;
  const heatKwh = new Array<number>(grid.count).fill(startsCold ? -plant.melt.coldExtraKwh : 0);
  for (const slot of slots) {
    const until = Math.min(slot.tapStep, grid.count - 1);
    const kws = share(facts, slot, wishedKw);
    let insideKwh = fullKwh - slot.needsKwh;
    for (let step = slot.startStep; step <= until; step++) {
      powerKw[step] = kws[step - slot.startStep]!;
      insideKwh += (powerKw[step]! - plant.melt.occupiedKw) * stepHours(facts, step);
      heatKwh[step] = insideKwh;
    }
    heatKwh.fill(0, Math.min(slot.tapStep, grid.count));
  }
  return { powerKw, heatKwh };
}

/** The powers of the course, lowered alike or raised as early as may be, so that the heat has its energy when it is tapped. */
function share(facts: EnergyFacts, slot: Slot, wishedKw: readonly number[]): number[] {
  const { startStep, tapStep, needsKwh } = slot;
  const { occupiedKw } = facts.plant.melt;
  const until = Math.min(tapStep, facts.grid.count - 1);
  const steps = Array.from({ length: until - startStep + 1 }, (_, i) => startStep + i);
  const isTapped = tapStep < facts.grid.count;
  const most = steps.map((step) => mostKw(facts, slot, step));
  const kws = steps.map((step, i) => Math.min(most[i]!, Math.max(occupiedKw, wishedKw[step]!)));
  const broughtKwh = steps.reduce((sum, step, i) => sum + (kws[i]! - occupiedKw) * stepHours(facts, step), 0);
  if (broughtKwh > needsKwh) return kws.map((kw) => occupiedKw + ((kw - occupiedKw) * needsKwh) / broughtKwh);
  let missingKwh = isTapped ? needsKwh - broughtKwh : 0;
  return kws.map((kw, i) => {
    const hours = stepHours(facts, steps[i]!);
    const moreKw = Math.min(most[i]! - kw, missingKwh / hours);
    missingKwh -= moreKw * hours;
    return kw + moreKw;
  });
}

function pour(facts: EnergyFacts, slots: readonly Slot[]): Pick<Dispatch, "metalT" | "shortT"> {
  const metalT: number[] = [];
  const shortT: number[] = [];
  let levelT = facts.metalT;
  facts.pourTph.forEach((rate, step) => {
    const wantedT = rate * stepHours(facts, step);
    const pouredT = Math.min(levelT, wantedT);
    shortT.push(wantedT - pouredT);
    levelT += heatTonnes(facts) * slots.filter(({ tapStep }) => tapStep === step).length - pouredT;
    metalT.push(levelT);
  });
  return { metalT, shortT };
}

function store(facts: EnergyFacts, course: Dispatch): Pick<Dispatch, "chargeKw" | "dischargeKw" | "socKwh"> {
  const chargeKw: number[] = [];
  const dischargeKw: number[] = [];
  const socKwh: number[] = [];
  let storedKwh = facts.battery.socKwh;
  facts.pourTph.forEach((_, step) => {
    const inKw = Math.min(mostChargeKw(facts, storedKwh, step), course.chargeKw[step]!);
    const outKw = Math.min(mostDischargeKw(facts, storedKwh, step), course.dischargeKw[step]!);
    storedKwh = socAfterKwh(facts, storedKwh, step, { chargeKw: inKw, dischargeKw: outKw });
    chargeKw.push(inKw);
    dischargeKw.push(outKw);
    socKwh.push(storedKwh);
  });
  return { chargeKw, dischargeKw, socKwh };
}
