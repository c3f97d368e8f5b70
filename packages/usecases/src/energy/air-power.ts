import type { CompressorValues, PlantValues } from "./plant-values.ts";

type AirValues = PlantValues["air"];

/** A way to run the compressed air for a step. */
export interface AirChoice {
  readonly set: readonly string[];
  readonly pressureBar: number;
  readonly powerKw: number;
}

const atmosphereBar = 1.013;

/** Flow at another than native pressure: leaks and the unregulated share follow absolute pressure. */
export function flowAtPressure(air: AirValues, flowM3min: number, pressureBar: number): number {
  const ratio = (pressureBar + atmosphereBar) / (air.nativeBar + atmosphereBar);
  const leaks = Math.min(flowM3min, air.leaksM3min);
  const used = flowM3min - leaks;
  return leaks * ratio + used * (1 - air.unregulatedShare + air.unregulatedShare * ratio);
}

/** Power of one machine giving a flow, quasi-steady; a fixed-speed machine alternates between load and idle. */
function machineKw(machine: CompressorValues, flowM3min: number): number {
  if (flowM3min <= 0) return 0;
  if (!machine.variableSpeed) {
    const load = Math.min(1, flowM3min / machine.maxFlowM3min);
    return load * machine.maxFlowKw + (1 - load) * machine.idleKw;
  }
  if (flowM3min < machine.minFlowM3min) {
    const load = flowM3min / machine.minFlowM3min;
    return load * machine.minFlowKw + (1 - load) * machine.idleKw;
  }
  const share = (flowM3min - machine.minFlowM3min) / (machine.maxFlowM3min - machine.minFlowM3min);
  return machine.minFlowKw + share * (machine.maxFlowKw - machine.minFlowKw);
}

/** Power of exactly these machines: fixed ones loaded first, the one with variable speed (or the smallest) trims. */
function runningKw(machines: readonly CompressorValues[], flowM3min: number): number {
  const inOrder = [...machines].sort(
    (left, right) =>
      Number(left.variableSpeed) - Number(right.variableSpeed) || right.maxFlowM3min - left.maxFlowM3min,
  );
  let rest = flowM3min;
  let powerKw = 0;
  inOrder.forEach((machine, i) => {
    const later = inOrder.slice(i + 1).filter((each) => each.variableSpeed);
    const keep = later.reduce((sum, each) => sum + each.minFlowM3min, 0);
    const flow = Math.max(0, Math.min(machine.maxFlowM3min, i === inOrder.length - 1 ? rest : rest - keep));
    powerKw += flow > 0 ? machineKw(machine, flow) : machine.idleKw;
    rest -= flow;
  });
  return rest > 1e-6 ? Infinity : powerKw;
}

/** Capacity of an enabled set over the highest flow: short peaks must not draw the header down. */
const reserve = 1.25;

function subsetsOf<T>(items: readonly T[]): T[][] {
  return Array.from({ length: 2 ** items.length }, (_, mask) => items.filter((_item, i) => (mask >> i) & 1));
}

/** Least power of any running subset of the enabled machines; Infinity when they cannot give the flow. */
export function airPowerKw(
  air: AirValues,
  enabled: readonly string[],
  pressureBar: number,
  flowM3min: number,
): number {
  const machines = air.compressors.filter(({ id }) => enabled.includes(id));
  const flow = flowAtPressure(air, flowM3min, pressureBar);
  const least = subsetsOf(machines).reduce((best, set) => Math.min(best, runningKw(set, flow)), Infinity);
  return least * (1 + air.powerPerBar * (pressureBar - air.referenceBar));
}

/** What all machines of a set give together. */
export function capacityM3min(air: AirValues, enabled: readonly string[]): number {
  return air.compressors
    .filter(({ id }) => enabled.includes(id))
    .reduce((sum, { maxFlowM3min }) => sum + maxFlowM3min, 0);
}

/**
 * The choices worth having for a step: all available machines, and the smallest set that still gives the peaks,
 * at each pressure. `highFlowM3min` is the highest flow within the step. Enabled machines that are not needed cost a little: they start on short peaks and run on unloaded.
 */
export function airChoices(
  air: AirValues,
  available: readonly string[],
  flowM3min: number,
  highFlowM3min: number,
): readonly AirChoice[] {
  const known = knownChoices.get(air) ?? new Map<string, readonly AirChoice[]>();
  knownChoices.set(air, known);
  const key = `${available.join()} ${flowM3min} ${highFlowM3min}`;
  const choices = known.get(key) ?? choicesOf(air, available, flowM3min, highFlowM3min);
  if (known.size >= mostKnown) known.clear();
  known.set(key, choices);
  return choices;
}

/** Whoever reads a model asks for the choices of the same steps again. */
const knownChoices = new WeakMap<AirValues, Map<string, readonly AirChoice[]>>();
const mostKnown = 2000;

function choicesOf(
  air: AirValues,
  available: readonly string[],
  flowM3min: number,
  highFlowM3min: number,
): readonly AirChoice[] {
  const covering = subsetsOf(air.compressors.filter(({ id }) => available.includes(id)))
    .map((set) => set.map(({ id }) => id).sort())
    .filter((set) => capacityM3min(air, set) >= reserve * highFlowM3min);
  const sets = covering.length === 0 ? [[...available].sort()] : covering;
  return air.choicesBar.flatMap((pressureBar) =>
    bestSets(air, sets, pressureBar, flowM3min).map((set) => ({
      set,
      pressureBar,
      powerKw: setPowerKw(air, set, pressureBar, flowM3min),
    })),
  );
}

/** Of the sets that cover the peaks, the two cheapest. */
function bestSets(
  air: AirValues,
  sets: readonly (readonly string[])[],
  pressureBar: number,
  flowM3min: number,
): readonly (readonly string[])[] {
  return sets
    .map((set) => ({ set, powerKw: setPowerKw(air, set, pressureBar, flowM3min) }))
    .sort((left, right) => left.powerKw - right.powerKw || left.set.length - right.set.length)
    .slice(0, 2)
    .map(({ set }) => set);
}

/** Run-on of machines that are enabled beyond the flow: a small share of their idle power. */
function setPowerKw(air: AirValues, set: readonly string[], pressureBar: number, flowM3min: number): number {
  const powerKw = airPowerKw(air, set, pressureBar, flowM3min);
  const spareM3min = Math.max(0, capacityM3min(air, set) - flowM3min);
  return (Number.isFinite(powerKw) ? powerKw : fullPowerKw(air, set)) + 0.05 * spareM3min;
}

function fullPowerKw(air: AirValues, set: readonly string[]): number {
  return air.compressors
    .filter(({ id }) => set.includes(id))
    .reduce((sum, { maxFlowKw }) => sum + maxFlowKw, 0);
}
