import { stepStartMs } from "@qtwin/core";
import type { Model, VariableIndex } from "@qtwin/model";
import { type EnergyColumns, type FurnaceColumns, heatTonnes } from "../columns.ts";
import type { Dispatch, HeatRun } from "../dispatch.ts";
import type { EnergyFacts } from "../facts.ts";
import { heatMinSteps } from "../heat.ts";
import { dispatchOfSolution } from "../read.ts";
import { columnValues } from "../warm-start.ts";

/** A heat in a furnace, from the step of charging to that of tapping. */
export interface Stay {
  readonly furnace: FurnaceColumns;
  /** −1: it melts already. */
  readonly start: number;
  /** The number of steps where it is tapped later. */
  readonly tap: number;
  /** Neither melting already, nor tapped later, nor the first of a cold furnace. */
  readonly isOpen: boolean;
}

export type Course = Pick<Stay, "start" | "tap">;

/** Every heat of a solution, by its start. */
export function staysOf(
  facts: EnergyFacts,
  columns: EnergyColumns,
  values: ArrayLike<number>,
): readonly Stay[] {
  const { count } = facts.grid;
  const isOn = (column: VariableIndex): boolean => values[column]! > 0.5;
  return columns.furnaces
    .flatMap((furnace, i): Stay[] => {
      const starts = furnace.start.flatMap((column, step) => (isOn(column) ? [step] : []));
      const begun = facts.furnaces[i]!.heat ? [-1] : [];
      return [...begun, ...starts].map((start, place): Stay => {
        const found = furnace.tap.findIndex((column, step) => step >= start && isOn(column));
        const tap = found < 0 ? count : found;
        const isFirstOfCold = furnace.warm.length > 0 && place === 0;
        return { furnace, start, tap, isOpen: start >= 0 && tap < count && !isFirstOfCold };
      });
    })
    .sort((left, right) => left.start - right.start || left.tap - right.tap);
}

/** How far charging and tapping are moved, in steps. */
const shifts = [0, -1, 1, -2, 2];

/** Other courses of a heat with a length that a heat may have. */
export function otherCourses(facts: EnergyFacts, { start, tap }: Course): readonly Course[] {
  const { plant, grid } = facts;
  const [least, most] = [heatMinSteps(facts), Math.ceil(plant.melt.maxHeatMin / grid.stepMin)];
  return shifts
    .flatMap((early) => shifts.map((late) => ({ start: start + early, tap: tap + late })))
    .filter((course) => course.start !== start || course.tap !== tap)
    .filter((course) => course.start >= 0 && course.tap < grid.count)
    .filter((course) => {
      const length = course.tap - course.start + 1;
      return length >= least && length <= most;
    });
}

/** Charging to tapping, UTC. */
export function courseLabel({ grid }: EnergyFacts, { start, tap }: Course): string {
  const clock = (step: number): string => new Date(stepStartMs(grid, step)).toISOString().slice(11, 16);
  return `${clock(start)}–${clock(tap + 1)}`;
}

/** What another course changes in the columns that follow from when heats are charged and tapped: all but power and energy. */
export class CourseChange {
  private readonly facts: EnergyFacts;
  private readonly model: Model;
  private readonly dispatch: Dispatch;
  private readonly held: ReadonlySet<number>;

  constructor(facts: EnergyFacts, model: Model, columns: EnergyColumns, values: Float64Array) {
    this.facts = facts;
    this.model = model;
    this.dispatch = dispatchOfSolution(facts, model, values);
    this.held = heldColumns(columns);
  }

  of({ furnace, start, tap }: Stay, next: readonly Course[]): readonly ReadonlyMap<VariableIndex, number>[] {
    const before = this.alone(furnace, { start, tap });
    return next.map((course) => {
      const after = this.alone(furnace, course);
      const add = new Map<VariableIndex, number>();
      for (let column = 0; column < after.length; column++) {
        const by = after[column]! - before[column]!;
        if (by !== 0 && !this.held.has(column)) add.set(column, by);
      }
      return add;
    });
  }

  /** The columns of a plant that does nothing but this heat, without power, and what melts already. */
  private alone({ id }: FurnaceColumns, { start, tap }: Course): Float64Array {
    const { grid, furnaces } = this.facts;
    const nothing = Array.from({ length: grid.count }, () => 0);
    const perFurnace = Object.fromEntries(furnaces.map((furnace) => [furnace.id, nothing]));
    const [startMs, tapMs] = [stepStartMs(grid, start), stepStartMs(grid, tap + 1)];
    const own: HeatRun = { orderId: id, alloy: "", tonnes: 0, furnace: id, startMs, tapMs, frozen: false };
    return columnValues(this.facts, this.model, {
      ...this.dispatch,
      heats: [...this.dispatch.heats.filter((heat) => heat.startMs < grid.startMs), own],
      furnaceKw: perFurnace,
      heatKwh: perFurnace,
      metalT: nothing.map((_, step) => (step < tap ? 0 : heatTonnes(this.facts))),
      importKw: nothing,
    });
  }
}

/** Columns that no course changes: peaks and their room, a missed nomination, who buys, which lining is warm. */
function heldColumns(columns: EnergyColumns): ReadonlySet<number> {
  const { peakKw, roomKw, windowPeakKw, buying, furnaces, imbalance } = columns;
  const missed = imbalance ? [...imbalance.shortKwh.values(), ...imbalance.longKwh.values()] : [];
  const peaks = windowPeakKw === null ? [peakKw, roomKw] : [peakKw, roomKw, windowPeakKw];
  return new Set([...peaks, ...missed, ...buying.values(), ...furnaces.flatMap(({ warm }) => warm)]);
}
