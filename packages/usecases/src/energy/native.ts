import { stepIndexAt, stepStartMs } from "@qtwin/core";
import type { AirChoice } from "./air-power.ts";
import { mostChargeKw, mostDischargeKw, socAfterKwh } from "./battery.ts";
import { airChoicesOf, heatKwhOf, type StepAir } from "./columns.ts";
import { type Dispatch, type HeatRun, otherLoadKw, withMeter } from "./dispatch.ts";
import { type EnergyFacts, type FurnaceFacts, type OpenHeat, type RunningHeat, stepHours } from "./facts.ts";
import { heatPumpCop, nativeSetpointC, nextHallC } from "./hall.ts";
import { coldSteps, heatMinSteps, pulls, warmingKw, warmingStepsLeft } from "./heat.ts";
import { nativeBattery, type PowerBudget, shed } from "./native-demand.ts";

/** A furnace while the rules are played through. */
interface FurnaceState {
  readonly facts: FurnaceFacts;
  heat: {
    order: OpenHeat;
    startMs: number;
    remainingKwh: number;
    frozen: boolean;
    steps: number;
    /** Steps in which a cold lining is warmed before charging. */
    warmingSteps: number;
  } | null;
  cold: boolean;
  /** The furnace that started longest ago is next. */
  lastStartMs: number;
}

/**
 * Below this the plant melts at any price. It does so below 2 t; taps come at the end of a step here, half a
 * step of pouring later than there.
 */
const productionFirstT = 1.5;

/** Everything that is written down per step. */
type Rows = { -readonly [K in keyof Dispatch]: Dispatch[K] extends readonly (infer T)[] ? T[] : Dispatch[K] };

interface NativeState {
  readonly facts: EnergyFacts;
  readonly furnaces: FurnaceState[];
  readonly orders: OpenHeat[];
  readonly air: readonly StepAir[];
  readonly rows: Rows & { furnaceKw: Record<string, number[]>; heatKwh: Record<string, number[]> };
  metalT: number;
  socKwh: number;
  hallC: number;
  /** Minutes the heat pump has been shed without a break. */
  heatPumpShedMin: number;
  targetKw: number;
}

/**
 * What the plant does without us: pull rule, demand controller, master air controller, setback, peak-shaving battery,
 * no price knowledge (baseline B1), played through on the grid of the facts.
 * @param targetKw of the demand controller; default: the plant's
 */
export function simulateNative(facts: EnergyFacts, targetKw = facts.peak.targetKw): Dispatch {
  const state = startState(facts, targetKw);
  for (let step = 0; step < facts.grid.count; step++) playStep(state, step);
  return withMeter(facts, state.rows);
}

function startState(facts: EnergyFacts, targetKw: number): NativeState {
  const perFurnace = (): Record<string, number[]> =>
    Object.fromEntries(facts.furnaces.map(({ id }) => [id, []]));
  const empty = (): never[] => [];
  return {
    facts,
    furnaces: facts.furnaces.map((furnace) => ({
      facts: furnace,
      cold: furnace.cold,
      lastStartMs: furnace.heat?.startedAtMs ?? 0,
      heat: furnace.heat && {
        order: { ...furnace.heat, notBeforeMs: furnace.heat.startedAtMs },
        startMs: furnace.heat.startedAtMs,
        remainingKwh: furnace.heat.remainingKwh,
        frozen: true,
        ...stepsOf(facts, furnace.heat),
      },
    })),
    orders: [...facts.openHeats],
    air: airChoicesOf(facts),
    rows: {
      heats: empty(),
      furnaceKw: perFurnace(),
      heatKwh: perFurnace(),
      metalT: empty(),
      shortT: empty(),
      paidCrew: empty(),
      airKw: empty(),
      airBar: empty(),
      airSet: empty(),
      heatPumpKw: empty(),
      gasKw: empty(),
      recoveredKw: empty(),
      hallC: empty(),
      setpointC: empty(),
      chargeKw: empty(),
      dischargeKw: empty(),
      socKwh: empty(),
      pvKw: empty(),
      importKw: empty(),
      exportKw: empty(),
    },
    metalT: facts.metalT,
    socKwh: facts.battery.socKwh,
    hallC: facts.hall.airC,
    heatPumpShedMin: 0,
    targetKw,
  };
}

/** A heat whose lining is still warmed is charged afterwards; another one is past its charging. */
function stepsOf(facts: EnergyFacts, heat: RunningHeat): { steps: number; warmingSteps: number } {
  const left = warmingStepsLeft(facts, heat);
  return left > 0 ? { steps: 0, warmingSteps: left } : { steps: 1, warmingSteps: 0 };
}

function playStep(state: NativeState, step: number): void {
  const { facts, rows } = state;
  startHeats(state, step);
  const air = nativeAir(state, step);
  const airKw = air.powerKw;
  const heating = heatWanted(state, step, airKw);
  const pvKw = Math.max(0, facts.pvKw.p50[step]!);
  const wishesKw = state.furnaces.map((furnace) => wishedKw(state, furnace));
  const budget: PowerBudget = {
    otherKw: otherLoadKw(facts, step) + airKw - pvKw,
    heatPumpKw: heating.heatPumpKw,
    heatPumpMayShed: state.heatPumpShedMin < 30,
    furnacesKw: wishesKw,
    nearestToTap: nearestToTap(state),
    productionFirst: state.metalT < productionFirstT && facts.pourTph[step]! > 0,
    dischargeLimitKw: mostDischargeKw(facts, state.socKwh, step),
    chargeLimitKw: mostChargeKw(facts, state.socKwh, step),
    targetKw: state.targetKw,
    floorKw: facts.plant.melt.minKw,
    chargeGapKw: facts.plant.chargeBelowTargetKw,
  };
  const kept = shed(budget);
  const battery = nativeBattery(budget, kept);
  state.heatPumpShedMin =
    kept.heatPumpKw < heating.heatPumpKw ? state.heatPumpShedMin + facts.grid.stepMin : 0;
  meltAndPour(state, step, kept.furnacesKw);
  heatHall(state, step, { ...heating, heatPumpKw: kept.heatPumpKw });
  storeCharge(state, step, battery);
  rows.airKw.push(airKw);
  rows.airBar.push(air.pressureBar);
  rows.airSet.push(air.set);
  rows.pvKw.push(pvKw);
  rows.paidCrew.push(0);
}

/** The master controller keeps its band and takes the set of least power. */
function nativeAir({ facts, air }: NativeState, step: number): AirChoice {
  const { choices } = air[step]!;
  const offsets = choices.map(({ pressureBar }) => Math.abs(pressureBar - facts.plant.air.nativeBar));
  return choices[offsets.indexOf(Math.min(...offsets))]!;
}

/** Pull rule: a heat starts when crew is there and the metal will have room for it. */
function startHeats(state: NativeState, step: number): void {
  const { facts } = state;
  const ahead = heatMinSteps(facts);
  const crewStays = facts.crewEurPerH.slice(step, step + ahead).every((price) => price === 0);
  if (!crewStays) return;
  for (const furnace of [...state.furnaces].sort((left, right) => left.lastStartMs - right.lastStartMs)) {
    const inFlight = state.furnaces.filter(({ heat }) => heat !== null).length;
    const fits = pulls(facts, step, state.metalT, inFlight, ahead);
    const order = state.orders[0];
    const mayStart = order !== undefined && order.notBeforeMs <= stepStartMs(facts.grid, step);
    if (furnace.heat !== null || !mayStart || !fits || outAt(state, furnace, step)) continue;
    state.orders.shift();
    const { coldExtraKwh } = facts.plant.melt;
    const extraKwh = furnace.cold ? coldExtraKwh : 0;
    const warmingSteps = furnace.cold ? coldSteps(facts) : 0;
    furnace.cold = false;
    const startMs = stepStartMs(facts.grid, step);
    furnace.lastStartMs = startMs;
    const remainingKwh = heatKwhOf(facts) + extraKwh;
    furnace.heat = { order, startMs, remainingKwh, frozen: false, steps: 0, warmingSteps };
  }
}

function outAt({ facts }: NativeState, furnace: FurnaceState, step: number): boolean {
  return furnace.facts.outages.some(
    ({ startMs, endMs }) =>
      stepIndexAt(facts.grid, startMs) <= step + heatMinSteps(facts) &&
      stepIndexAt(facts.grid, endMs - 1) >= step,
  );
}

/** Full power until the quarter-hour of sampling and tapping, less in that of charging. */
function wishedKw({ facts }: NativeState, { heat }: FurnaceState): number {
  if (!heat) return 0;
  const { ratedKw, startQuarterKw, tapQuarterKw, occupiedKw } = facts.plant.melt;
  const hours = facts.grid.stepMin / 60;
  const inTapQuarterKwh = (tapQuarterKw - occupiedKw) * hours;
  const lastQuarter = heat.remainingKwh <= inTapQuarterKwh + 1e-6;
  const neededKwh = lastQuarter ? heat.remainingKwh : heat.remainingKwh - inTapQuarterKwh;
  const firstQuarter = heat.steps === heat.warmingSteps;
  if (heat.steps < heat.warmingSteps) return warmingKw(facts);
  const mostKw = lastQuarter ? tapQuarterKw : firstQuarter ? startQuarterKw : ratedKw;
  return Math.min(mostKw, Math.max(0, neededKwh) / hours + occupiedKw);
}

function nearestToTap({ furnaces }: NativeState): number {
  const remaining = furnaces.map(({ heat }) => heat?.remainingKwh ?? Infinity);
  return remaining.indexOf(Math.min(...remaining));
}

function meltAndPour(state: NativeState, step: number, powersKw: readonly number[]): void {
  const { facts, rows } = state;
  const hours = stepHours(facts, step);
  const wantedT = facts.pourTph[step]! * hours;
  const pouredT = Math.min(state.metalT, wantedT);
  rows.shortT.push(wantedT - pouredT);
  state.metalT -= pouredT;
  state.furnaces.forEach((furnace, i) => {
    const { heat } = furnace;
    if (heat) advanceHeat(state, furnace, step, powersKw[i]! * hours);
    rows.furnaceKw[furnace.facts.id]!.push(heat ? powersKw[i]! : 0);
    const emptyKwh = furnace.cold ? -facts.plant.melt.coldExtraKwh : 0;
    const insideKwh = furnace.heat ? heatKwhOf(facts) - furnace.heat.remainingKwh : emptyKwh;
    rows.heatKwh[furnace.facts.id]!.push(insideKwh);
  });
  rows.metalT.push(state.metalT);
}

function advanceHeat(state: NativeState, furnace: FurnaceState, step: number, kwh: number): void {
  const { facts, rows } = state;
  const heat = furnace.heat!;
  const { tapQuarterKw, occupiedKw } = facts.plant.melt;
  const hours = stepHours(facts, step);
  const inTapQuarterKwh = (tapQuarterKw - occupiedKw) * (facts.grid.stepMin / 60);
  const wasLastQuarter = heat.remainingKwh <= inTapQuarterKwh + 1e-6;
  heat.remainingKwh = Math.max(0, heat.remainingKwh - (kwh - occupiedKw * hours));
  heat.steps += 1;
  const fits = state.metalT + heat.order.tonnes <= facts.plant.metal.usableT + 1e-9;
  if (!wasLastQuarter || heat.remainingKwh > 1e-6 || !fits) return;
  state.metalT += heat.order.tonnes;
  rows.heats.push(heatRun(furnace, heat, stepStartMs(facts.grid, step + 1)));
  furnace.heat = null;
}

function heatRun(furnace: FurnaceState, heat: NonNullable<FurnaceState["heat"]>, tapMs: number): HeatRun {
  const { orderId, alloy, tonnes } = heat.order;
  return {
    orderId,
    alloy,
    tonnes,
    furnace: furnace.facts.id,
    startMs: heat.startMs,
    tapMs,
    frozen: heat.frozen,
  };
}

interface Heating {
  readonly setpointC: number;
  readonly recoveredKw: number;
  readonly heatPumpKw: number;
  readonly gasKw: number;
}

/** Thermostat: recovered heat first, then the heat pump, then gas. */
function heatWanted(state: NativeState, step: number, airKw: number): Heating {
  const { facts } = state;
  const { hall } = facts.plant;
  const hours = stepHours(facts, step);
  const setpointC = nativeSetpointC(facts, step);
  const freeC = nextHallC(facts, step, state.hallC, 0, hours);
  const neededKw = Math.max(0, ((setpointC - freeC) * hall.heatCapacityKwhPerK) / hours);
  const recoveredKw = Math.min(neededKw, hall.recoveredShare * airKw);
  const cop = heatPumpCop(facts, step);
  const heatPumpKw = Math.min(hall.heatPumpKw, (neededKw - recoveredKw) / cop);
  const gasKw = Math.min(hall.gasKw, Math.max(0, neededKw - recoveredKw - heatPumpKw * cop));
  return { setpointC, recoveredKw, heatPumpKw, gasKw };
}

function heatHall(state: NativeState, step: number, heating: Heating): void {
  const { facts, rows } = state;
  const heatKw = heating.recoveredKw + heating.gasKw + heating.heatPumpKw * heatPumpCop(facts, step);
  state.hallC = nextHallC(facts, step, state.hallC, heatKw, stepHours(facts, step));
  rows.hallC.push(state.hallC);
  rows.setpointC.push(heating.setpointC);
  rows.recoveredKw.push(heating.recoveredKw);
  rows.heatPumpKw.push(heating.heatPumpKw);
  rows.gasKw.push(heating.gasKw);
}

function storeCharge(
  state: NativeState,
  step: number,
  battery: { chargeKw: number; dischargeKw: number },
): void {
  const { facts, rows } = state;
  state.socKwh = socAfterKwh(facts, state.socKwh, step, battery);
  rows.chargeKw.push(battery.chargeKw);
  rows.dischargeKw.push(battery.dischargeKw);
  rows.socKwh.push(state.socKwh);
}
