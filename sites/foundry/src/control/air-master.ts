import { type Machine, machineKw, machines } from "../physics/air.ts";
import type { Context } from "../physics/context.ts";
import { plant } from "../plant-data.ts";

const values = plant.air;
const bandBar = values.bandHighBar - values.bandLowBar;
/** Reserve the chosen set must have above the demand it was chosen for. */
const reserveM3min = 1.5;
/** A cheaper set is taken only if it saves this much, after this time. */
const switchKw = 6;
const switchAfterS = 180;
/** Start ramp, the 5 s between two choices, and some reserve. */
const startsWithinS = values.startRampS + 25;

interface MachineSet {
  readonly mask: number;
  readonly members: readonly Machine[];
  readonly fixedM3min: number;
  readonly fixedKw: number;
  readonly idleKw: number;
  readonly vsd: Machine | undefined;
  readonly maxM3min: number;
}

const sets: readonly MachineSet[] = Array.from({ length: 15 }, (_, index) => {
  const mask = index + 1;
  const members = machines.filter((_machine, at) => mask & (1 << at));
  const vsd = members.find((machine) => machine.vsd);
  const fixedM3min = members.reduce((sum, machine) => sum + (machine.vsd ? 0 : machine.flowM3min), 0);
  const fixedKw = members.reduce((sum, machine) => sum + (machine.vsd ? 0 : machine.loadKw), 0);
  const idleKw = members.reduce((sum, machine) => sum + machine.idleKw, 0);
  return { mask, members, fixedM3min, fixedKw, idleKw, vsd, maxM3min: fixedM3min + (vsd?.flowM3min ?? 0) };
});

/** Mean power of a set at a demand it can cover; without trim the machines load and unload. */
function setKw(set: MachineSet, demandM3min: number): number {
  if (!set.vsd) {
    const share = demandM3min / set.fixedM3min;
    return set.fixedKw * share + set.idleKw * (1 - share);
  }
  const trim = demandM3min - set.fixedM3min;
  // Below its least flow the net fills up and a machine has to unload: that costs idle power.
  if (trim < set.vsd.minFlowM3min) return set.fixedKw + set.vsd.minKw + 3 * (set.vsd.minFlowM3min - trim);
  return set.fixedKw + machineKw(set.vsd, trim);
}

function bestSet(availableMask: number, demandM3min: number): MachineSet | null {
  let best: MachineSet | null = null;
  let bestKw = Number.POSITIVE_INFINITY;
  let largest: MachineSet | null = null;
  for (const set of sets) {
    if ((set.mask & availableMask) !== set.mask) continue;
    if (!largest || set.maxM3min > largest.maxM3min) largest = set;
    if (set.maxM3min < demandM3min + reserveM3min) continue;
    const powerKw = setKw(set, demandM3min);
    if (powerKw < bestKw) {
      best = set;
      bestKw = powerKw;
    }
  }
  return best ?? largest;
}

function availableMask(context: Context): number {
  const { air } = context.state;
  let mask = 0;
  for (let at = 0; at < machines.length; at += 1) {
    const machine = machines[at]!;
    if (air.machines[machine.id].phase !== "trip" && air.enabled.includes(machine.id)) mask |= 1 << at;
  }
  return mask;
}

/** Whether the store will be below the band before another machine could deliver. */
function emptiesSoon(context: Context, current: MachineSet): boolean {
  const { air } = context.state;
  // A steep rise (a shift begins) goes on: expect as much again.
  const steep = air.flowM3min > 1.5 * air.meanM3min;
  const expectedM3min = steep ? 2 * air.flowM3min - air.meanM3min : air.flowM3min;
  const deficitM3min = expectedM3min - current.maxM3min;
  if (deficitM3min <= 0) return air.headerBar < air.setpointBar - 0.1;
  const storedM3 = (air.headerBar - air.setpointBar + 0.1) * values.freeAirM3PerBar;
  return (storedM3 / deficitM3min) * 60 < startsWithinS;
}

/** Chooses the machines each 5 s; in between only the trim follows the pressure. */
function chooseSet(context: Context): void {
  const { air } = context.state;
  const available = availableMask(context);
  const current = sets.find((set) => set.mask === air.setMask && (set.mask & available) === set.mask);
  const quick = current !== undefined && emptiesSoon(context, current);
  const demand = quick ? Math.max(air.meanM3min, air.flowM3min, current.maxM3min) : air.meanM3min;
  const best = bestSet(available, demand);
  if (!best) {
    air.setMask = 0;
    return;
  }
  const tooSmall = !current || current.maxM3min < demand + (quick ? 0 : 0.2);
  const tooDear = current !== undefined && setKw(current, demand) > setKw(best, demand) + switchKw;
  if (tooSmall || (tooDear && air.setS >= switchAfterS)) {
    air.setMask = best.mask;
    air.setS = 0;
  }
}

/** Machines that leave the set deliver until those that join it do. */
function isSettled(context: Context, highBar: number): boolean {
  const { air } = context.state;
  for (let at = 0; at < machines.length; at += 1) {
    if ((air.setMask & (1 << at)) === 0) continue;
    const { phase } = air.machines[machines[at]!.id];
    if (phase === "starting" || (phase === "stopped" && air.headerBar < highBar)) return false;
  }
  return true;
}

/** The master controller of B1 and B2: one band, least power, VSD as trim. */
export function stepAirMaster(context: Context): void {
  const { state } = context;
  const { air } = state;
  air.setS += 1;
  air.meanM3min += (air.flowM3min - air.meanM3min) / 60;
  if (state.nowMs % 5000 === 0) chooseSet(context);
  const middleBar = air.setpointBar + bandBar / 2;
  const highBar = air.setpointBar + bandBar;
  let fixedM3min = 0;
  const settled = isSettled(context, highBar);
  const trims = (air.setMask & 8) !== 0;
  for (let at = 0; at < machines.length; at += 1) {
    const machine = machines[at]!;
    const unit = air.machines[machine.id];
    const chosen = (air.setMask & (1 << at)) !== 0;
    if (!chosen) unit.wanted = unit.wanted && !settled;
    else if (machine.vsd) unit.wanted = air.headerBar < highBar + 0.3;
    else if (air.headerBar > highBar + (trims ? 0.1 : 0)) unit.wanted = false;
    else if (air.headerBar < (trims ? middleBar : air.setpointBar) || unit.phase === "loaded")
      unit.wanted = true;
    if (unit.phase === "loaded" && !machine.vsd) fixedM3min += machine.flowM3min;
  }
  const trim = air.flowM3min - fixedM3min + 25 * (middleBar - air.headerBar);
  air.vsdFlowM3min = Math.max(4, Math.min(19, trim));
}

const cascade: Readonly<Record<string, readonly [number, number]>> = {
  c1: [7.3, 8.0],
  c2: [7.0, 7.7],
  c3: [6.7, 7.4],
  c4: [6.4, 7.1],
};

/** B0: each machine has its own load and unload pressure. */
export function stepAirCascade(context: Context): void {
  const { air } = context.state;
  for (const machine of machines) {
    const unit = air.machines[machine.id];
    const [loadBar, unloadBar] = cascade[machine.id]!;
    if (!air.enabled.includes(machine.id) || air.headerBar >= unloadBar) unit.wanted = false;
    else if (air.headerBar <= loadBar) unit.wanted = true;
    if (machine.vsd) {
      const share = (unloadBar - air.headerBar) / (unloadBar - loadBar);
      air.vsdFlowM3min = Math.max(4, Math.min(19, 4 + 15 * share));
    }
  }
}
