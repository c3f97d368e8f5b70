import { hourMs, stepStartMs } from "@qtwin/core";
import { scenarioTree as reduced } from "@qtwin/forecast";
import type { ScenarioTree } from "../contract.ts";
import { quarterKw } from "./cost.ts";
import type { Dispatch } from "./dispatch.ts";
import { type EnergyFacts, stepHours } from "./facts.ts";
import type { World } from "./worlds.ts";

/** Possible courses part at most so often before each of these ends, the last being that of the plan. */
const stages = [
  { withinH: 1, branches: 3 },
  { withinH: 4, branches: 2 },
  { withinH: Number.POSITIVE_INFINITY, branches: 2 },
] as const;

const deviations = [
  { id: "loadKw", title: "Load", unit: "kW", kind: "deviation" },
  { id: "pvKw", title: "PV", unit: "kW", kind: "deviation" },
  { id: "priceEurMwh", title: "Price", unit: "EUR/MWh", kind: "deviation" },
] as const;
const importPeak = { id: "importPeakKw", title: "Import peak", unit: "kW", kind: "outcome" } as const;

/** Steps of a stage, and how many nodes a node may part into. */
interface Stage {
  readonly from: number;
  readonly until: number;
  readonly branches: number;
}

/**
 * The possible courses as a tree: parted by how load, PV and unpublished prices deviate on the mean of each stage, power and price
 * each counted in what they vary by among the draws.
 * @param courses the plan under each of the draws
 */
export function scenarioTree(
  facts: EnergyFacts,
  worlds: readonly World[],
  courses: readonly Dispatch[],
): ScenarioTree {
  const parts = stagesOf(facts);
  const means = parts.map((stage) => worlds.map((world) => deviationsOf(facts, world, stage)));
  const nodes = reduced(
    means.map(inOneUnit),
    parts.map(({ branches }) => branches),
  );
  const peaks = parts.map((stage) => courses.map((course) => stagePeakKw(facts, course, stage)));
  return {
    stagesUntilMs: [facts.nowMs, ...parts.map(({ until }) => stepStartMs(facts.grid, until))],
    quantities: [...deviations, importPeak],
    nodes: nodes.map((node) => ({ ...node, values: valuesOf(node, means, peaks) })),
  };
}

function stagesOf({ grid, nowMs }: EnergyFacts): readonly Stage[] {
  const parts: Stage[] = [];
  for (const { withinH, branches } of stages) {
    const from = parts.at(-1)?.until ?? 0;
    const wanted = Math.round((nowMs + withinH * hourMs - grid.startMs) / (grid.stepMin * 60_000));
    const until = Math.min(grid.count, wanted);
    if (until > from) parts.push({ from, until, branches });
  }
  return parts;
}

/** Means over the stage against the forecasts; null where nothing is open: a published price, PV at night. */
function deviationsOf(facts: EnergyFacts, world: World, stage: Stage): readonly (number | null)[] {
  const mean = (of: (step: number) => number, open: (step: number) => boolean): number | null => {
    let [sum, hours] = [0, 0];
    for (let step = stage.from; step < stage.until; step++) {
      if (!open(step)) continue;
      sum += of(step) * stepHours(facts, step);
      hours += stepHours(facts, step);
    }
    return hours === 0 ? null : sum / hours;
  };
  const { pvKw, prices, grid } = facts;
  return [
    mean(
      (step) => world.loadErrorKw[step]!,
      () => true,
    ),
    mean(
      (step) => world.pvErrorKw[step]!,
      (step) => pvKw.p90[step]! > pvKw.p10[step]!,
    ),
    mean(
      (step) => world.facts.prices.dayAheadEurMwh[step]! - prices.dayAheadEurMwh[step]!,
      (step) => stepStartMs(grid, step) >= prices.knownUntilMs,
    ),
  ];
}

/** Deviations of draws in what those of the same unit vary by, so that distances count power and price alike. */
function inOneUnit(draws: readonly (readonly (number | null)[])[]): readonly (readonly number[])[] {
  const spreads = deviations.map(({ unit }) => {
    const same = draws.flatMap((values) => values.filter((_, i) => deviations[i]!.unit === unit));
    return Math.sqrt(same.reduce<number>((sum, value) => sum + (value ?? 0) ** 2, 0) / draws.length);
  });
  return draws.map((values) => values.map((value, i) => (spreads[i] === 0 ? 0 : (value ?? 0) / spreads[i]!)));
}

function stagePeakKw(facts: EnergyFacts, course: Dispatch, { from, until }: Stage): number {
  let peakKw = 0;
  for (let step = from; step < until; step++) peakKw = Math.max(peakKw, quarterKw(facts, course, step));
  return peakKw;
}

/** Means of the draws of a node in its stage; the root has none: nothing has happened there. */
function valuesOf(
  { stage, draws }: { readonly stage: number; readonly draws: readonly number[] },
  means: readonly (readonly (readonly (number | null)[])[])[],
  peaks: readonly (readonly number[])[],
): readonly (number | null)[] {
  const [here, peaksHere] = [means[stage - 1], peaks[stage - 1]];
  if (!here || !peaksHere) return [...deviations, importPeak].map(() => null);
  const meanOf = (of: (draw: number) => number | null): number | null => {
    const known = draws.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return [...deviations.map((_, i) => meanOf((draw) => here[draw]![i]!)), meanOf((draw) => peaksHere[draw]!)];
}
