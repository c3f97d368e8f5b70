import { Stack } from "@mantine/core";
import type { ProposalDetail } from "@qtwin/api";
import { gridEndMs } from "@qtwin/core";
import { useMemo, useState } from "react";
import { meaning } from "../theme.ts";
import { Gantt } from "./gantt.tsx";
import { type ChartSeries, SeriesChart } from "./series-chart.tsx";

/** A use case lists its series by importance: so many are shown at once. */
const mainCharts = 4;

/** Series that are drawn into the chart of another one: by id, with their own title. */
const drawnInto: Readonly<Record<string, string>> = { nominatedKw: "importKw" };

type Plan = ProposalDetail["proposal"]["plan"];
type PlanSeries = Plan["series"][number];

function chartSeries(
  planned: PlanSeries,
  before: PlanSeries | undefined,
  beforeTitle: string,
  others: readonly PlanSeries[],
): readonly ChartSeries[] {
  const isPlanned = planned.nature === "planned";
  const band = planned.low && planned.high ? { low: planned.low, high: planned.high } : {};
  const line: ChartSeries = {
    title: isPlanned ? "this plan" : planned.nature,
    color: isPlanned ? meaning.plan : meaning.price,
    stepped: true,
    values: planned.values,
    ...band,
  };
  const also = others.map(({ title, values }) => ({
    ...{ title: title.toLowerCase(), values, color: meaning.metal, dashed: true, stepped: true },
  }));
  if (!isPlanned || before === undefined) return [...also, line];
  return [
    ...also,
    { title: beforeTitle, color: meaning.baseline, dashed: true, stepped: true, values: before.values },
    line,
  ];
}

/** Gantt with what it is held against as outlines, then one chart a series with that dashed. */
export function PlanCharts(props: {
  plan: Plan;
  baseline: Plan;
  /** What the baseline is, for legends. */
  before?: string;
  /** What stands beside the band of a series: how far it can be trusted. */
  coverage?: ((seriesId: string) => string) | undefined;
  nowMs: number;
  zone: string;
}) {
  const { plan, baseline, before = "without us", coverage, nowMs, zone } = props;
  const { startMs, stepMin, count } = plan.grid;
  const startsMs = useMemo(
    () => Array.from({ length: count }, (_, step) => startMs + step * stepMin * 60_000),
    [startMs, stepMin, count],
  );
  const [moreOpen, setMoreOpen] = useState(false);
  const charts = useMemo(
    () =>
      plan.series
        .filter(({ id }) => !Object.hasOwn(drawnInto, id))
        .map((series) => ({
          series,
          lines: chartSeries(
            series,
            baseline.series.find((other) => other.id === series.id),
            before,
            plan.series.filter(({ id }) => drawnInto[id] === series.id),
          ),
        })),
    [plan, baseline, before],
  );
  const chart = ({ series, lines }: (typeof charts)[number]) => (
    <SeriesChart
      key={series.id}
      title={series.title}
      unit={series.unit}
      zone={zone}
      startsMs={startsMs}
      series={lines}
      {...(series.low && coverage ? { note: coverage(series.id) } : {})}
    />
  );
  const lanes = plan.lanes.map((lane) => ({
    ...lane,
    ghosts: baseline.lanes.find((other) => other.id === lane.id)?.bars ?? [],
  }));
  return (
    <Stack gap="md">
      <Gantt
        title={`Heats: this plan, and outlined ${before}`}
        lanes={lanes}
        startMs={startMs}
        endMs={gridEndMs(plan.grid)}
        nowMs={nowMs}
        zone={zone}
      />
      {charts.slice(0, mainCharts).map(chart)}
      {charts.length > mainCharts && (
        <details onToggle={(event) => setMoreOpen(event.currentTarget.open)}>
          <summary>{charts.length - mainCharts} more series</summary>
          {moreOpen && charts.slice(mainCharts).map(chart)}
        </details>
      )}
    </Stack>
  );
}
