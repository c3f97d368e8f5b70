import type { Random } from "@qtwin/core";
import { badGrid } from "./errors.ts";

/** Past differences between what came and what was forecast, on one common grid: equal positions happened together. */
export interface ResidualHistory {
  readonly id: string;
  readonly values: readonly (number | null)[];
}

export interface ScenarioInput {
  readonly residuals: readonly ResidualHistory[];
  /** Steps of each scenario. */
  readonly steps: number;
  readonly count: number;
  readonly random: Random;
  /** Length of a block; residuals inside one stay together in time and across series. Default 16. */
  readonly blockSteps?: number;
  /** Blocks start at the same position of this period, for example 96 quarter-hours of a day. Default 1: anywhere. */
  readonly periodSteps?: number;
  /** Position in the period of the scenario's first step relative to that of the residuals' first step. */
  readonly offsetSteps?: number;
}

/** One possible course: what to add to the forecast of each series, per step. */
export type Scenario = ReadonlyMap<string, readonly number[]>;

/**
 * Draws scenarios as blocks of past residuals (block bootstrap, Künsch 1989): correlation over time within a block
 * and across series at every instant is that of the past. Unknown residuals count as 0.
 * @throws QT_FORECAST_GRID
 */
export function drawScenarios(input: ScenarioInput): readonly Scenario[] {
  const { residuals, random } = input;
  const length = residuals[0]?.values.length ?? 0;
  if (residuals.some(({ values }) => values.length !== length))
    throw badGrid("Residual histories differ in length.");
  return Array.from({ length: input.count }, () => oneScenario(input, length, random));
}

function oneScenario(input: ScenarioInput, length: number, random: Random): Scenario {
  const { residuals, steps, blockSteps = 16 } = input;
  const positions: number[] = [];
  while (positions.length < steps) {
    const start = blockStart(input, length, positions.length, random);
    for (let i = 0; i < blockSteps && positions.length < steps; i++) positions.push(start + i);
  }
  return new Map(
    residuals.map(({ id, values }) => [id, positions.map((position) => values[position] ?? 0)] as const),
  );
}

/** A block start drawn at random among those in the same phase of the period as the step it is for. */
function blockStart(input: ScenarioInput, length: number, step: number, random: Random): number {
  const { periodSteps = 1, offsetSteps = 0, blockSteps = 16 } = input;
  const phase = (((step + offsetSteps) % periodSteps) + periodSteps) % periodSteps;
  const room = length - blockSteps - phase;
  const choices = room < 0 ? 1 : Math.floor(room / periodSteps) + 1;
  return phase + random.integer(choices) * periodSteps;
}

/**
 * Standard normal numbers, each correlated with the one before (first-order autoregressive).
 * @param correlation of neighbours, in (−1, 1)
 */
export function correlatedNormals(random: Random, count: number, correlation: number): number[] {
  const innovation = Math.sqrt(1 - correlation ** 2);
  const values: number[] = [];
  for (let i = 0; i < count; i++)
    values.push(i === 0 ? random.normal() : correlation * values[i - 1]! + innovation * random.normal());
  return values;
}
