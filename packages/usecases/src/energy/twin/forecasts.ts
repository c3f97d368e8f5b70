import { dayMs, floorToStep, localTime, type TimeGrid } from "@qtwin/core";
import { quantileRow, seasonalNaive } from "@qtwin/forecast";
import type { HistoryReader } from "../../contract.ts";
import type { Band } from "../facts.ts";
import type { EnergyParameters } from "../parameters.ts";
import type { CalendarFacts } from "./calendar.ts";

const historyDays = 28;
const levels = [0.1, 0.5, 0.9];

/** Air flow and uncontrolled load on the grid, seasonal-naive from the last four weeks. */
export async function loadForecasts(
  grid: TimeGrid,
  history: HistoryReader,
  calendar: CalendarFacts,
  parameters: EnergyParameters,
): Promise<{ readonly flowM3min: Band; readonly baseKw: Band }> {
  const { profile } = parameters;
  const phase = phases(calendar);
  const air = { shift: profile.air.shiftM3min, break: profile.air.breakM3min, off: profile.air.offM3min };
  const base = { shift: profile.base.shiftKw, break: profile.base.breakKw, off: profile.base.offKw };
  const flowM3min = await bandOf("air.flowM3min", grid, history, parameters, (step) => air[phase(step)]);
  const measuredKw = await bandOf("base.powerKw", grid, history, parameters, (step) => base[phase(step)]);
  const fixedKw = Array.from({ length: grid.count }, (_, step) => auxiliariesKw(calendar, step, parameters));
  return { flowM3min, baseKw: shifted(measuredKw, fixedKw) };
}

type Phase = "shift" | "break" | "off";

const phases =
  ({ shift, pourTph }: CalendarFacts) =>
  (step: number): Phase =>
    pourTph[step]! > 0 ? "shift" : shift[step] ? "break" : "off";

async function bandOf(
  pointId: string,
  grid: TimeGrid,
  history: HistoryReader,
  { timeZone }: EnergyParameters,
  typical: (step: number) => number,
): Promise<Band> {
  const endMs = floorToStep(grid.startMs, grid.stepMin);
  const stepMs = grid.stepMin * 60_000;
  const past: TimeGrid = {
    startMs: endMs - historyDays * dayMs,
    stepMin: grid.stepMin,
    count: (historyDays * dayMs) / stepMs,
  };
  const values = await history.means(pointId, past);
  const forecast = seasonalNaive({
    history: { grid: past, values },
    grid,
    timeZone,
    levels,
    // Shift, break and idle time change at clock quarter-hours: neighbours would smear the edges.
    neighbours: 0,
    fallback: (atMs) => {
      const value = typical(Math.round((atMs - grid.startMs) / stepMs));
      return { value, spread: 0.12 * value };
    },
  });
  const [p10, p50, p90] = levels.map((level) => [...quantileRow(forecast, level)]);
  const basis = forecast.basis.includes("fallback") ? "fallback" : "history";
  return { p10: p10!, p50: p50!, p90: p90!, basis };
}

/** Pouring furnace, cooling, extraction, battery auxiliaries and losses of the connection: they follow the calendar. */
function auxiliariesKw(calendar: CalendarFacts, step: number, { profile }: EnergyParameters): number {
  const works = calendar.shift[step] || calendar.crewEurPerH[step] === 0;
  const { cooling, extraction } = profile;
  const coolingKw = works ? cooling.pumpKw + 2 * cooling.fanKw : cooling.pumpKw;
  const extractionKw = works ? extraction.onKw : extraction.idleKw;
  const lossesKw = works ? 15 : 7;
  return profile.pourHoldingKw + coolingKw + extractionKw + profile.auxKw + lossesKw;
}

const shifted = ({ p10, p50, p90, basis }: Band, byKw: readonly number[]): Band => ({
  p10: p10.map((value, step) => value + byKw[step]!),
  p50: p50.map((value, step) => value + byKw[step]!),
  p90: p90.map((value, step) => value + byKw[step]!),
  basis,
});

/** The published PV forecast with a band of its usual error; without one, nothing is counted on. */
export function pvBand(values: readonly (number | null)[]): Band {
  const known = values.map((value) => Math.max(0, value ?? 0));
  return {
    p10: known.map((value) => 0.6 * value),
    p50: known,
    p90: known.map((value) => 1.3 * value),
    basis: "published",
  };
}

/** Yearly and daily course of a moderate climate, where no forecast came. */
export function typicalOutdoorC(atMs: number, timeZone: string): number {
  const { month, hour } = localTime(atMs, timeZone);
  return (
    10 - 9 * Math.cos(((month - 0.5) / 12) * 2 * Math.PI) - 3 * Math.cos(((hour - 3) / 24) * 2 * Math.PI)
  );
}
