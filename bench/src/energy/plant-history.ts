import { hourMs, stepStartMs, type TimeGrid } from "@qtwin/core";
import type { Foundry, History } from "@qtwin/foundry";
import type { HistoryReader } from "@qtwin/usecases";

/** Quarter-hour means as the plant's historian keeps them: the weeks before the block, then what the block adds. */
export interface PlantHistory extends HistoryReader {
  /** Notes the flow of the minute; call once a minute. */
  readonly minute: () => void;
  /** Notes the flow of the quarter-hour that ends now, and the meters of the one before: they close it a second later. */
  readonly quarter: () => void;
}

const quarterMs = 900_000;

export function plantHistory(past: History, foundry: Foundry): PlantHistory {
  const series = new Map<string, Map<number, number>>();
  for (const [pointId, values] of Object.entries(past.series))
    series.set(pointId, new Map(values.map((value, i) => [past.startMs + i * quarterMs, value])));
  const flows: number[] = [];
  const note = (pointId: string, startMs: number, value: number): void => {
    series.get(pointId)?.set(startMs, value);
  };
  /** By the counter: what was bought before now in the running quarter-hour, kW; null in others, which `meter.importKw` has. */
  const importOf = (grid: TimeGrid): (number | null)[] => {
    const { quarterStartMs, importKwh, atQuarter } = foundry.truth().meter;
    const elapsedH = (foundry.nowMs() - quarterStartMs) / hourMs;
    return Array.from({ length: grid.count }, (_, step) =>
      stepStartMs(grid, step) === quarterStartMs && elapsedH > 0
        ? (importKwh - atQuarter.importKwh) / elapsedH
        : null,
    );
  };
  return {
    minute: () => {
      flows.push(foundry.truth().air.flowM3min);
    },
    quarter: () => {
      const startMs = foundry.nowMs() - quarterMs;
      const { air, meter } = { air: flows.splice(0), meter: foundry.meter().quarters.at(-1) };
      note("air.flowM3min", startMs, air.reduce((sum, flow) => sum + flow, 0) / Math.max(1, air.length));
      if (!meter) return;
      note("base.powerKw", meter.startMs, meter.baseKwh * 4);
      note("pv.powerKw", meter.startMs, meter.pvKwh * 4);
      note("meter.importKw", meter.startMs, meter.importKwh * 4);
    },
    means: async (pointId: string, grid: TimeGrid) => {
      if (pointId === "meter.importKwh") return importOf(grid);
      const known = series.get(pointId);
      return Array.from({ length: grid.count }, (_, step) => known?.get(stepStartMs(grid, step)) ?? null);
    },
  };
}
