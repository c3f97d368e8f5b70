import { localTime, stepStartMs, type TimeGrid } from "@qtwin/core";
import { badGrid, badLevels } from "./errors.ts";
import type { ForecastBasis, History, QuantileForecast } from "./forecast.ts";
import { predictiveQuantiles } from "./quantiles.ts";

export interface SeasonalNaiveInput {
  readonly history: History;
  readonly grid: TimeGrid;
  /** The season is the local clock step and the day type in this zone. */
  readonly timeZone: string;
  /** Levels in (0, 1), ascending. */
  readonly levels: readonly number[];
  /** Used for seasons with fewer than `minSamples` values; the steps are labelled `fallback`. */
  readonly fallback: (instantMs: number) => { readonly value: number; readonly spread: number };
  /** Least number of past values of a season; default 5. */
  readonly minSamples?: number;
  /** Type of the day that holds an instant; default work day (Monday to Friday) or not. */
  readonly dayType?: (instantMs: number) => string;
  /** Values of neighbouring clock steps counted in, on each side; default 1. */
  readonly neighbours?: number;
}

/**
 * Predictive quantiles from the past values at the same local clock time on days of the same type.
 * Neighbouring steps are counted in, so four weeks of history give some sixty samples a quarter-hour.
 * @throws QT_FORECAST_LEVELS, QT_FORECAST_GRID
 */
export function seasonalNaive(input: SeasonalNaiveInput): QuantileForecast {
  const { history, grid, levels } = input;
  checkInput(input);
  const seasonOf = seasonKeys(input);
  const bySeason = groupBySeason(history, seasonOf);
  const neighbours = input.neighbours ?? 1;
  const basis: ForecastBasis[] = [];
  const values: number[][] = levels.map(() => []);
  for (let step = 0; step < grid.count; step++) {
    const instantMs = stepStartMs(grid, step);
    const samples = samplesNear(bySeason, seasonOf, instantMs, neighbours);
    const known = samples.length >= (input.minSamples ?? 5);
    basis.push(known ? "history" : "fallback");
    const row = known ? predictiveQuantiles(samples, levels) : fallbackRow(input, instantMs);
    row.forEach((value, level) => {
      values[level]!.push(value);
    });
  }
  return { grid, levels, values, basis, method: "seasonal-naive" };
}

function checkInput({ history, grid, levels }: SeasonalNaiveInput): void {
  const ascending = levels.every((level, i) => level > 0 && level < 1 && (i === 0 || level > levels[i - 1]!));
  if (levels.length === 0 || !ascending) throw badLevels(levels);
  if (history.values.length !== history.grid.count)
    throw badGrid(`History has ${history.values.length} values on ${history.grid.count} steps.`);
  if (history.grid.stepMin !== grid.stepMin)
    throw badGrid(`History has steps of ${history.grid.stepMin} min, the forecast of ${grid.stepMin} min.`);
}

interface Season {
  readonly dayType: string;
  readonly clockStep: number;
}

const isWorkDay = (weekday: number): boolean => weekday >= 1 && weekday <= 5;

function seasonKeys(input: SeasonalNaiveInput): (instantMs: number) => Season {
  const { timeZone, grid } = input;
  return (instantMs) => {
    const local = localTime(instantMs, timeZone);
    const clockStep = Math.floor((local.hour * 60 + local.minute) / grid.stepMin);
    const dayType = input.dayType?.(instantMs) ?? (isWorkDay(local.weekday) ? "work" : "free");
    return { dayType, clockStep };
  };
}

const keyOf = (dayType: string, clockStep: number): string => `${dayType}:${clockStep}`;

function groupBySeason(history: History, seasonOf: (instantMs: number) => Season): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  history.values.forEach((value, step) => {
    if (value === null) return;
    const season = seasonOf(stepStartMs(history.grid, step));
    const key = keyOf(season.dayType, season.clockStep);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  });
  return groups;
}

function samplesNear(
  groups: ReadonlyMap<string, readonly number[]>,
  seasonOf: (instantMs: number) => Season,
  instantMs: number,
  neighbours: number,
): number[] {
  const { dayType, clockStep } = seasonOf(instantMs);
  const samples: number[] = [];
  for (let shift = -neighbours; shift <= neighbours; shift++)
    samples.push(...(groups.get(keyOf(dayType, clockStep + shift)) ?? []));
  return samples;
}

/** A straight line of `spread` (80 % band half-width) around the caller's value. */
function fallbackRow(input: SeasonalNaiveInput, instantMs: number): number[] {
  const { value, spread } = input.fallback(instantMs);
  return input.levels.map((level) => value + (spread * (level - 0.5)) / 0.4);
}
