import { stepIndexAt } from "@qtwin/core";
import { checkFeasibility, type Model, objectiveValue } from "@qtwin/model";
import type { Plan } from "../contract.ts";
import type { AirChoice } from "./air-power.ts";
import { build } from "./build.ts";
import { columnsOf, type DrawnColumns, type EnergyColumns, plannedAirOf } from "./columns.ts";
import { deviations, quarterKw } from "./cost.ts";
import { type Dispatch, withMeter } from "./dispatch.ts";
import { type EnergyFacts, stepHours } from "./facts.ts";
import { heatPumpCop, nextHallC } from "./hall.ts";
import { heatsInTime, type Placing } from "./heats-in-time.ts";
import { levelledKw } from "./level-powers.ts";
import { largestPeakMarginKw, peakMarginKw } from "./load.ts";
import { simulateNative } from "./native.ts";
import { dispatchOnGrid } from "./plan.ts";
import { replay } from "./replay.ts";

/** Targets tried between the lowest peak that is worth something and the plant's own. */
const targetCount = 5;

/** Ways tried to place heats by when their metal is needed. */
const placings: readonly Placing[] = [0, 2, 4, 6].flatMap((earlyHeats) =>
  [
    { heatSteps: 7, leadSteps: 0 },
    { heatSteps: 8, leadSteps: 0 },
    { heatSteps: 8, leadSteps: 1 },
  ].map((each) => ({ ...each, earlyHeats })),
);

/**
 * A start for the solver: the best of the previous plan (where it still fits), the native rules played with several
 * targets of the demand controller, and heats placed by when their metal is needed, with powers that keep the peak low. It breaks no
 * hard row, so that a deadline never leaves less than the native course.
 */
export function warmStart(facts: EnergyFacts, model: Model, previous?: Plan): Float64Array | null {
  const { targetKw, floorKw, soFarKw } = facts.peak;
  const marginKw = largestPeakMarginKw(facts);
  const lowestKw = Math.min(targetKw, Math.max(floorKw, soFarKw) - marginKw);
  const native = Array.from({ length: targetCount }, (_, i) =>
    simulateNative(facts, targetKw - ((targetKw - lowestKw) * i) / (targetCount - 1)),
  );
  const moved = previous && dispatchOnGrid(facts, previous);
  const inTime = placings.map((placing) => {
    const heats = heatsInTime(facts, placing);
    return replay(facts, { ...native[0]!, heats }, levelledKw);
  });
  const starts = [...native, ...(moved ? [replay(facts, moved)] : []), ...inTime];
  const best = cheapest(facts, model, starts) ?? starts[0]!;
  return columnValues(facts, model, best);
}

/** Of the courses that keep every hard rule the cheapest, by the expected course alone: what possible courses ask beside it, the solver fills in. */
function cheapest(facts: EnergyFacts, model: Model, courses: readonly Dispatch[]): Dispatch | undefined {
  const { risk, ...expected } = facts;
  const judge = risk ? build(expected) : model;
  let best: { readonly course: Dispatch; readonly objective: number } | undefined;
  for (const course of courses) {
    const values = columnValues(expected, judge, course);
    if (!checkFeasibility(judge, values).feasible) continue;
    const objective = objectiveValue(judge, values);
    if (!best || objective < best.objective) best = { course, objective };
  }
  return best?.course;
}

/** A course as one value per column of the model. */
export function columnValues(facts: EnergyFacts, model: Model, course: Dispatch): Float64Array {
  const values = new Float64Array(model.variables.count);
  const columns = columnsOf(facts, model);
  const air = nearestAir(facts, course);
  const dispatch = withAir(facts, course, air);
  meltValues(facts, columns, dispatch, values);
  flowValues(columns, dispatch, values);
  air.forEach(({ position }, step) => {
    values[columns.air[step]![position]!] = 1;
  });
  values[columns.peakKw] = Math.max(
    facts.peak.soFarKw,
    facts.peak.floorKw,
    peakWithMarginKw(facts, dispatch),
  );
  if (columns.windowPeakKw !== null)
    values[columns.windowPeakKw] = Math.max(
      facts.peak.windowSoFarKw,
      peakWithMarginKw(facts, dispatch, (step) => facts.tariff.inWindow[step]!),
    );
  deviations(facts, dispatch).forEach((deviation, step) => {
    if (!deviation || !columns.imbalance) return;
    values[columns.imbalance.shortKwh.get(step)!] = deviation.shortKwh;
    values[columns.imbalance.longKwh.get(step)!] = deviation.longKwh;
  });
  if (columns.drawn) drawnValues(columns, columns.drawn, values);
  return values;
}

/** A possible course that is the expected one. */
function drawnValues(columns: EnergyColumns, drawn: DrawnColumns, values: Float64Array): void {
  drawn.importKw.forEach((column, step) => {
    values[column] = values[columns.importKw[step]!]!;
    values[drawn.exportKw[step]!] = values[columns.exportKw[step]!]!;
  });
  values[drawn.peakKw] = values[columns.peakKw]!;
  if (drawn.windowPeakKw !== null) values[drawn.windowPeakKw] = values[columns.windowPeakKw!]!;
  for (const what of ["shortKwh", "longKwh"] as const)
    for (const [step, column] of drawn.imbalance?.[what] ?? [])
      values[column] = values[columns.imbalance![what].get(step)!]!;
}

/** The highest quarter-hour as the model counts it: with room for what the forecast misses. */
function peakWithMarginKw(
  facts: EnergyFacts,
  dispatch: Dispatch,
  only: (step: number) => boolean = () => true,
): number {
  const quarterH = facts.grid.stepMin / 60;
  return dispatch.importKw.reduce((peak, _, step) => {
    const marginKw = (peakMarginKw(facts, step) * stepHours(facts, step)) / quarterH;
    return only(step) ? Math.max(peak, quarterKw(facts, dispatch, step) + marginKw) : peak;
  }, 0);
}

function meltValues(
  facts: EnergyFacts,
  columns: EnergyColumns,
  dispatch: Dispatch,
  values: Float64Array,
): void {
  columns.furnaces.forEach((furnace, i) => {
    const { id } = furnace;
    let occupied = facts.furnaces[i]!.heat ? 1 : 0;
    let warm = 0;
    let [started, tapped] = [0, 0];
    const heats = dispatch.heats.filter((heat) => heat.furnace === id);
    for (let step = 0; step < facts.grid.count; step++) {
      const starts = heats.some(({ startMs }) => stepIndexAt(facts.grid, startMs) === step);
      const taps = heats.some(({ tapMs }) => stepIndexAt(facts.grid, tapMs) === step + 1);
      occupied = Math.min(1, occupied + (starts ? 1 : 0));
      started += starts ? 1 : 0;
      tapped += taps ? 1 : 0;
      values[furnace.started[step]!] = started;
      values[furnace.tapped[step]!] = tapped;
      values[furnace.start[step]!] = starts ? 1 : 0;
      values[furnace.tap[step]!] = taps ? 1 : 0;
      values[furnace.occupied[step]!] = occupied;
      values[furnace.powerKw[step]!] = dispatch.furnaceKw[id]![step]!;
      values[furnace.heatKwh[step]!] = dispatch.heatKwh[id]![step]!;
      if (taps) {
        occupied = 0;
        warm = 1;
      }
      const warmColumn = furnace.warm[step];
      if (warmColumn !== undefined) values[warmColumn] = warm;
    }
  });
}

function flowValues(columns: EnergyColumns, dispatch: Dispatch, values: Float64Array): void {
  const rows = [
    "metalT",
    "shortT",
    "heatPumpKw",
    "gasKw",
    "recoveredKw",
    "hallC",
    "chargeKw",
    "dischargeKw",
    "socKwh",
    "pvKw",
    "importKw",
    "exportKw",
  ] as const;
  for (const name of rows)
    columns[name].forEach((column, step) => {
      values[column] = dispatch[name][step]!;
    });
  for (const [step, column] of columns.crew) values[column] = dispatch.paidCrew[step]!;
  for (const [step, column] of columns.buying) {
    values[column] = dispatch.importKw[step]! > 0 && dispatch.dischargeKw[step] === 0 ? 1 : 0;
  }
}

interface ChosenAir extends AirChoice {
  /** Among the choices of the step. */
  readonly position: number;
}

/** Of each step's choices the one that comes nearest in pressure and set. */
function nearestAir(facts: EnergyFacts, dispatch: Dispatch): readonly ChosenAir[] {
  return plannedAirOf(facts).map(({ choices }, step) => {
    const wanted = [...dispatch.airSet[step]!].sort().join();
    const distance = choices.map(
      ({ pressureBar, set }) =>
        Math.abs(pressureBar - dispatch.airBar[step]!) + ([...set].sort().join() === wanted ? 0 : 0.01),
    );
    const position = distance.indexOf(Math.min(...distance));
    return { ...choices[position]!, position };
  });
}

/** The same course with other compressed air; gas makes up for heat that its compressors no longer give, as far as it goes. */
function withAir(facts: EnergyFacts, dispatch: Dispatch, air: readonly ChosenAir[]): Dispatch {
  const { recoveredShare, gasKw: mostGasKw } = facts.plant.hall;
  const recoveredKw = dispatch.recoveredKw.map((kw, step) =>
    Math.min(kw, recoveredShare * air[step]!.powerKw),
  );
  const gasKw = dispatch.gasKw.map((kw, step) =>
    Math.min(mostGasKw, kw + dispatch.recoveredKw[step]! - recoveredKw[step]!),
  );
  let hallC = facts.hall.airC;
  return withMeter(facts, {
    ...dispatch,
    airKw: air.map(({ powerKw }) => powerKw),
    recoveredKw,
    gasKw,
    hallC: dispatch.heatPumpKw.map((kw, step) => {
      const heatKw = kw * heatPumpCop(facts, step) + gasKw[step]! + recoveredKw[step]!;
      hallC = nextHallC(facts, step, hallC, heatKw, stepHours(facts, step));
      return hallC;
    }),
  });
}
