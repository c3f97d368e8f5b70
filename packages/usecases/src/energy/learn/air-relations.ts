import { minuteMs } from "@qtwin/core";
import type { EnergyParameters, PlantFile } from "../parameters.ts";
import { meanOf, quarterMin, type Readings, shiftQuarters, type Values } from "./readings.ts";
import { meterGain, type Relation, type Row } from "./relation.ts";

type Air = PlantFile["air"];
type Machine = Air["machines"][number];

/** Gain of the flow meter: ± 3 % with k = 2. */
const flowGain = 0.015;
/** A machine is loaded or unloaded when its power is this close to what is described. */
const loadedWithin = 0.2;
const unloadedWithin = 0.35;
const stoppedKw = 2;

/** `loaded` and `unloaded` are told apart by power; null: in between, or not known. */
type State = "loaded" | "unloaded" | "stopped" | null;

/** Power of each machine, and what the net takes when nobody works. */
export function airRelations(readings: Readings, parameters: EnergyParameters): readonly Relation[] {
  const { air } = parameters.described;
  const bars = readings.minute("air.headerBar");
  const states = new Map(air.machines.map((machine) => [machine.id, steadyStates(readings, air, machine)]));
  return [
    ...air.machines.map((machine) =>
      machine.minKw === undefined
        ? fixedRelation(readings, air, machine, states.get(machine.id)!, bars)
        : trimRelation(readings, air, machine, states),
    ),
    leakRelation(readings, air, shiftQuarters(readings, parameters)),
  ];
}

/** Power at a header pressure over that at rated pressure. */
const pressureFactor = (air: Air, bar: number): number => 1 + air.powerPerBar * (bar - air.ratedBar);

/** Per minute: the state of a machine, where it is the same in the minutes before and after. */
function steadyStates(readings: Readings, air: Air, machine: Machine): readonly State[] {
  const bars = readings.minute("air.headerBar");
  const states = readings.minute(`air.${machine.id}.powerKw`).map((powerKw, at): State => {
    const bar = bars[at] ?? null;
    if (powerKw === null || bar === null) return null;
    if (powerKw < stoppedKw) return "stopped";
    const loadKw = machine.loadKw.value * pressureFactor(air, bar);
    const leastKw = (machine.minKw ?? machine.loadKw).value * pressureFactor(air, bar);
    if (powerKw > leastKw * (1 - loadedWithin) && powerKw < loadKw * (1 + loadedWithin)) return "loaded";
    const off = Math.abs(powerKw / machine.idleKw.value - 1);
    return off < unloadedWithin ? "unloaded" : null;
  });
  return states.map((state, at) => (state === states[at - 1] && state === states[at + 1] ? state : null));
}

function fixedRelation(
  readings: Readings,
  air: Air,
  { id }: Machine,
  states: readonly State[],
  bars: Values,
): Relation {
  const powers = readings.minute(`air.${id}.powerKw`);
  const rows = states.flatMap((state, at): Row[] => {
    if (state !== "loaded" && state !== "unloaded") return [];
    const y = powers[at]!;
    const x = state === "loaded" ? [pressureFactor(air, bars[at]!), 0] : [0, 1];
    return [{ atMs: minuteAt(readings, at), asset: "air", y, x, size: y }];
  });
  return {
    id: `compressor-${id}`,
    unit: "kW",
    valueIds: [`air.${id}.loadKw`, `air.${id}.idleKw`],
    nuisances: [],
    rows,
    leastNoise: 0.1,
    gainShare: meterGain,
  };
}

const minuteAt = ({ fromMs }: Readings, at: number): number => fromMs + (at + 1) * minuteMs;

/** The machine of variable speed gives what the loaded ones leave; an error of the flow meter is estimated along. */
function trimRelation(
  readings: Readings,
  air: Air,
  machine: Machine,
  states: ReadonlyMap<string, readonly State[]>,
): Relation {
  const powers = readings.minute(`air.${machine.id}.powerKw`);
  const flows = readings.minute("air.flowM3min");
  const bars = readings.minute("air.headerBar");
  const others = air.machines.filter(({ id }) => id !== machine.id);
  const leastM3min = machine.minFlowM3min ?? machine.flowM3min;
  const rangeM3min = machine.flowM3min - leastM3min;
  const kwPerM3min = (machine.loadKw.value - (machine.minKw ?? machine.loadKw).value) / rangeM3min;
  const rows = states.get(machine.id)!.flatMap((state, at): Row[] => {
    const flow = flows[at] ?? null;
    const known = others.every(({ id }) => states.get(id)![at] !== null);
    if (state !== "loaded" || flow === null || !known) return [];
    const loaded = others.filter(({ id }) => states.get(id)![at] === "loaded");
    const share =
      (flow - loaded.reduce((sum, { flowM3min }) => sum + flowM3min, 0) - leastM3min) / rangeM3min;
    if (share < -0.1 || share > 1.1) return [];
    const y = powers[at]! / pressureFactor(air, bars[at]!);
    const x = [share, 1 - share, kwPerM3min * flow];
    return [{ atMs: minuteAt(readings, at), asset: "air", y, x, size: y }];
  });
  return {
    id: `compressor-${machine.id}`,
    unit: "kW",
    valueIds: [`air.${machine.id}.loadKw`, `air.${machine.id}.minKw`],
    nuisances: [{ mean: 0, sd: flowGain }],
    rows,
    leastNoise: 0.1,
    gainShare: meterGain,
  };
}

/** When nobody works, the net takes leaks, which follow absolute pressure, and a little use. */
function leakRelation(readings: Readings, air: Air, works: readonly boolean[]): Relation {
  const flows = readings.minute("air.flowM3min");
  const bars = readings.minute("air.headerBar");
  const referenceBar = (air.bandLowBar + air.bandHighBar) / 2;
  const expectedM3min = air.leaksM3min.value + air.offM3min.value;
  const rows = works.flatMap((_, quarter): Row[] => {
    // Valves close over minutes: the quarter-hours beside the shift tell nothing.
    if (works.slice(Math.max(0, quarter - 1), quarter + 2).includes(true)) return [];
    const at = quarter * quarterMin;
    const flow = meanOf(flows.slice(at, at + quarterMin));
    const bar = meanOf(bars.slice(at, at + quarterMin));
    if (flow === null || bar === null) return [];
    const users = 1 - air.unregulatedShare + (air.unregulatedShare * (bar + 1)) / (referenceBar + 1);
    const x = [(bar + 1) / (air.leaksAtBar + 1), users, expectedM3min];
    return [{ atMs: minuteAt(readings, at + quarterMin - 1), asset: "air", y: flow, x, size: flow }];
  });
  return {
    id: "leaks",
    unit: "m³/min",
    valueIds: ["air.leaksM3min", "air.offM3min"],
    nuisances: [{ mean: 0, sd: flowGain }],
    rows,
    leastNoise: 0.02,
    gainShare: 0,
  };
}
