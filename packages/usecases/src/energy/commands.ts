import { minuteMs, stepIndexAt, stepStartMs } from "@qtwin/core";
import type { CommandSlot, Plan } from "../contract.ts";
import type { Dispatch } from "./dispatch.ts";
import type { EnergyFacts, PlannedHeat } from "./facts.ts";
import { nativeSetpointC } from "./hall.ts";
import { dispatchOf } from "./plan.ts";
import { powerLimitsKw } from "./power-limits.ts";

/** A command reaches at most this far beyond its time, so that a late successor leaves no gap. */
const graceMs = 5 * minuteMs;
/** Equal values are written once for so many steps. */
const longestRun = 4;
/** PV is limited only when at least this share of it is not wanted. */
const leastCurtailment = 0.02;

/** A heat that follows at once may be started so much earlier: as soon as the furnace is free. */
const earlyMs = 10 * minuteMs;

/** Heats that were refused are started by the operator's own rule: for so many steps he has no list. */
const ownSteps = 2;

interface Writing {
  readonly pointId: string;
  readonly asset: string;
  /** Null: nothing is written for the step. */
  readonly values: readonly (unknown | null)[];
  readonly restore: (step: number) => unknown;
  readonly graceMs: number;
}

/** The plan as writes on the eight command points; only assets under remote control are written. */
export function commands(facts: EnergyFacts, plan: Plan): readonly CommandSlot[] {
  const dispatch = dispatchOf(facts, plan);
  return writings(facts, dispatch).flatMap((writing) => slotsOf(facts, writing));
}

function writings(facts: EnergyFacts, dispatch: Dispatch): readonly Writing[] {
  return [
    ...facts.furnaces
      .filter(({ mode }) => mode === "remote")
      .map(({ id }) => furnaceLimit(facts, dispatch, id)),
    ...(facts.furnaces[0]!.mode === "remote" ? [heatList(facts, dispatch)] : []),
    ...(facts.air.mode === "remote" ? [airEnabled(facts, dispatch), airPressure(facts, dispatch)] : []),
    ...(facts.hall.mode === "remote" ? [hallSetpoint(facts, dispatch)] : []),
    ...(facts.battery.mode === "remote" ? [batteryPower(dispatch)] : []),
    ...(facts.pvMode === "remote" ? [pvLimit(facts, dispatch)] : []),
  ];
}

function furnaceLimit(facts: EnergyFacts, dispatch: Dispatch, id: string): Writing {
  const { ratedKw } = facts.plant.melt;
  const values = powerLimitsKw(facts, dispatch, id);
  return { pointId: `${id}.powerLimit`, asset: id, values, restore: () => ratedKw, graceMs };
}

function heatList(facts: EnergyFacts, dispatch: Dispatch): Writing {
  const open = new Map(facts.openHeats.map((heat) => [heat.orderId, heat]));
  const followsAtOnce = new Set(dispatch.heats.map(({ furnace, tapMs }) => `${furnace} ${tapMs}`));
  const earliest = (furnace: string, startMs: number): number =>
    followsAtOnce.has(`${furnace} ${startMs}`) ? startMs - earlyMs : startMs;
  const list = dispatch.heats.flatMap(({ orderId, alloy, tonnes, furnace, startMs }): PlannedHeat[] => {
    const order = open.get(orderId);
    return order && !order.refused
      ? [
          {
            orderId,
            alloy,
            tonnes,
            furnace,
            notBeforeMs: earliest(furnace, startMs),
            pourByMs: order.pourByMs,
          },
        ]
      : [];
  });
  const own = dispatch.heats.filter(({ orderId }) => open.get(orderId)?.refused);
  const isOwn = (step: number): boolean =>
    own.some(({ startMs }) => {
      const start = stepIndexAt(facts.grid, startMs);
      return start <= step && step < start + ownSteps;
    });
  const values = dispatch.importKw.map((_, step) => (list.length > 0 && !isOwn(step) ? list : null));
  return { pointId: "heats.list", asset: "orders", values, restore: () => [], graceMs };
}

function airEnabled(facts: EnergyFacts, dispatch: Dispatch): Writing {
  return {
    pointId: "air.enabled",
    asset: "air",
    values: dispatch.airSet.map((set) => [...set].sort()),
    restore: () => facts.plant.air.compressors.map(({ id }) => id),
    // A set chosen for the night must not reach into the shift, whose demand it does not cover.
    graceMs: 0,
  };
}

function airPressure(facts: EnergyFacts, dispatch: Dispatch): Writing {
  const { aboveSetpointBar, nativeBar } = facts.plant.air;
  const setpoint = (bar: number): number => Math.round((bar - aboveSetpointBar) * 100) / 100;
  return {
    pointId: "air.headerPressure",
    asset: "air",
    values: dispatch.airBar.map(setpoint),
    restore: () => setpoint(nativeBar),
    graceMs,
  };
}

const hallSetpoint = (facts: EnergyFacts, dispatch: Dispatch): Writing => ({
  pointId: "hvac.setpoint",
  asset: "hvac",
  values: dispatch.setpointC,
  restore: (step) => nativeSetpointC(facts, step),
  graceMs,
});

const batteryPower = (dispatch: Dispatch): Writing => ({
  pointId: "battery.power",
  asset: "battery",
  values: dispatch.dischargeKw.map((kw, step) => Math.round(kw - dispatch.chargeKw[step]!)),
  restore: () => 0,
  graceMs,
});

function pvLimit(facts: EnergyFacts, dispatch: Dispatch): Writing {
  const values = dispatch.pvKw.map((usedKw, step) => {
    const possibleKw = facts.pvKw.p50[step]!;
    if (usedKw >= possibleKw * (1 - leastCurtailment)) return null;
    return Math.round((usedKw / facts.plant.pvKwp) * 100);
  });
  return { pointId: "pv.limit", asset: "pv", values, restore: () => 100, graceMs };
}

/** One command per run of equal values, at most `longestRun` steps long. */
function slotsOf(facts: EnergyFacts, writing: Writing): CommandSlot[] {
  const { grid } = facts;
  const slots: CommandSlot[] = [];
  for (let from = 0; from < grid.count; ) {
    const text = JSON.stringify(writing.values[from]);
    let until = from + 1;
    while (until < grid.count && until - from < longestRun && JSON.stringify(writing.values[until]) === text)
      until++;
    if (writing.values[from] !== null)
      slots.push({
        pointId: writing.pointId,
        asset: writing.asset,
        slot: from,
        value: writing.values[from],
        validFromMs: stepStartMs(grid, from),
        validUntilMs: stepStartMs(grid, until) + writing.graceMs,
        restore: writing.restore(from),
      });
    from = until;
  }
  return slots;
}
