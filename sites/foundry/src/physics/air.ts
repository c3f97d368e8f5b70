import { streams, uniformAt } from "../noise.ts";
import { plant } from "../plant-data.ts";
import type { Context } from "./context.ts";
import type { MachineState } from "./state.ts";

export const machineIds = ["c1", "c2", "c3", "c4"] as const;
export type MachineId = (typeof machineIds)[number];

const values = plant.air;
export interface Machine {
  readonly id: MachineId;
  readonly vsd: boolean;
  readonly flowM3min: number;
  readonly minFlowM3min: number;
  readonly loadKw: number;
  readonly minKw: number;
  readonly idleKw: number;
}

export const machines: readonly Machine[] = values.machines.map((machine) => ({
  id: machine.id as MachineId,
  vsd: machine.kind === "vsd",
  flowM3min: machine.flowM3min,
  minFlowM3min: machine.minFlowM3min ?? machine.flowM3min,
  loadKw: machine.loadKw,
  minKw: machine.minKw ?? machine.loadKw,
  idleKw: machine.idleKw,
}));

/** Regulated demand is referred to the middle of the native band. */
const referenceBar = (values.bandLowBar + values.bandHighBar) / 2;
const vsdRampM3minPerS = 1.5;
const reloadS = 2;

/** Package power of a machine that delivers, at rated pressure. */
export function machineKw(machine: Machine, flowM3min: number): number {
  if (!machine.vsd) return machine.loadKw;
  const share = (flowM3min - machine.minFlowM3min) / (machine.flowM3min - machine.minFlowM3min);
  return machine.minKw + Math.max(0, share) * (machine.loadKw - machine.minKw);
}

const slotMs = 3_600_000 / values.peaksPerH;

/** A peak of 1–3 minutes in each slot of the shift; 0 outside of it. */
function peakM3min(context: Context, atMs: number): number {
  const slot = Math.floor(atMs / slotMs);
  const lengthMs = (1 + 2 * uniformAt(context.seed, streams.airPeak, 3 * slot)) * 60_000;
  const fromMs = slot * slotMs + uniformAt(context.seed, streams.airPeak, 3 * slot + 1) * (slotMs - lengthMs);
  if (atMs < fromMs || atMs >= fromMs + lengthMs) return 0;
  return (0.7 + 0.3 * uniformAt(context.seed, streams.airPeak, 3 * slot + 2)) * values.peakM3min;
}

const leakSlope = values.leaksM3min / (values.leaksAtBar + 1);

/** Valves open over some seconds: the regulated demand follows within half a minute, a peak within ten seconds. */
const demandLagS = 30;
const peakLagS = 10;

function renewDemand(context: Context): void {
  const { state, input } = context;
  const { air } = state;
  const absolute = air.headerBar + 1;
  const leaks = leakSlope * context.factors.leaksM3min * absolute;
  air.usersM3min += (input.airM3min - air.usersM3min) / demandLagS;
  const unregulated = (values.unregulatedShare * absolute) / (referenceBar + 1);
  const used = air.usersM3min * (1 - values.unregulatedShare + unregulated) + leaks;
  const peak = input.phase === "shift" ? Math.max(0, peakM3min(context, state.nowMs) - used) : 0;
  air.peakM3min += (peak - air.peakM3min) / peakLagS;
  air.flowM3min = used + air.peakM3min;
}

export function canStart(machine: MachineState, nowMs: number): boolean {
  const recent = machine.startsMs.filter((atMs) => nowMs - atMs < 3_600_000);
  return machine.phase !== "trip" && recent.length < values.startsPerH;
}

function begin(context: Context, unit: MachineState): void {
  const { nowMs } = context.state;
  unit.startsMs = [...unit.startsMs.filter((atMs) => nowMs - atMs < 3_600_000), nowMs];
  unit.phase = "starting";
  unit.phaseS = 0;
  context.state.counts.starts += 1;
}

/** Follows what the master wants, within run-on, start ramp, least load time and starts per hour. */
function stepMachine(context: Context, machine: Machine, unit: MachineState): void {
  unit.phaseS += 1;
  switch (unit.phase) {
    case "stopped":
      if (unit.wanted && canStart(unit, context.state.nowMs)) begin(context, unit);
      break;
    case "starting":
      if (unit.phaseS >= values.startRampS) {
        unit.phase = "loaded";
        unit.phaseS = 0;
      }
      break;
    case "loaded":
      if (!unit.wanted && unit.phaseS >= values.minLoadS) {
        unit.phase = "unloaded";
        unit.phaseS = 0;
      }
      break;
    case "unloaded":
      if (unit.wanted && unit.phaseS >= reloadS) {
        unit.phase = "loaded";
        unit.phaseS = 0;
      } else if (unit.phaseS >= values.runOnS) {
        unit.phase = "stopped";
        unit.phaseS = 0;
      }
      break;
    case "trip":
      unit.tripS -= 1;
      if (unit.tripS <= 0) {
        unit.phase = "stopped";
        unit.phaseS = 0;
      }
  }
  deliver(context, machine, unit);
}

function deliver(context: Context, machine: Machine, unit: MachineState): void {
  const { factors } = context;
  const { air } = context.state;
  const idleKw = machine.idleKw * factors.idleKw;
  if (unit.phase === "loaded") {
    const target = machine.vsd ? air.vsdFlowM3min : machine.flowM3min;
    const step = machine.vsd ? vsdRampM3minPerS : machine.flowM3min;
    unit.flowM3min += Math.max(-step, Math.min(step, target - unit.flowM3min));
    const pressure = 1 + values.powerPerBar * (air.headerBar - values.ratedBar);
    unit.powerKw = machineKw(machine, unit.flowM3min) * pressure * factors[`${machine.id}Kw`];
    return;
  }
  unit.flowM3min = 0;
  if (unit.phase === "unloaded") unit.powerKw = idleKw;
  else if (unit.phase === "starting") unit.powerKw = idleKw + (machine.loadKw * unit.phaseS) / 60;
  else unit.powerKw = 0;
}

/** One second of the compressed-air net. */
export function stepAir(context: Context): void {
  const { state } = context;
  const { air } = state;
  let supply = 0;
  let powerKw = 0;
  for (let at = 0; at < machines.length; at += 1) {
    const machine = machines[at]!;
    const unit = air.machines[machine.id];
    stepMachine(context, machine, unit);
    supply += unit.flowM3min;
    powerKw += unit.powerKw;
  }
  air.supplyM3min = supply;
  air.powerKw = powerKw;
  renewDemand(context);
  air.headerBar += (supply - air.flowM3min) / values.freeAirM3PerBar / 60;
  if (air.headerBar > values.reliefBar) air.headerBar = values.reliefBar;
  if (air.headerBar < 0) air.headerBar = 0;
  const { violations } = state;
  if (air.headerBar < values.needBar) violations.pressureS += 1;
  if (air.headerBar < violations.lowestBar) violations.lowestBar = air.headerBar;
}
