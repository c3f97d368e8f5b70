import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatClock, formatNumber } from "../format.ts";
import { useWidth } from "./use-width.ts";

export interface ChartSeries {
  readonly title: string;
  /** CSS colour pair as in `meaning`. */
  readonly color: string;
  readonly dashed?: boolean;
  readonly stepped?: boolean;
  readonly values: readonly (number | null)[];
  /** The 80 % band, drawn as a fan. */
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
}

/** Canvas cannot read CSS functions: the browser resolves the colour once per scheme. */
function resolveColor(color: string): string {
  const probe = document.createElement("span");
  probe.style.color = color;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}

function withAlpha(color: string, alpha: number): string {
  return color.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`);
}

function chartOptions(
  series: readonly ChartSeries[],
  unit: string,
  zone: string,
  height: number,
): Omit<uPlot.Options, "width"> {
  const text = resolveColor("var(--mantine-color-text)");
  const grid = withAlpha(resolveColor("var(--mantine-color-dimmed)"), 0.25);
  const lines: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  for (const item of series) {
    const stroke = resolveColor(item.color);
    const shape = item.stepped && uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {};
    lines.push({
      label: item.title,
      stroke,
      width: 1.75,
      ...(item.dashed ? { dash: [5, 4] } : {}),
      ...shape,
      points: { show: false },
      value: (_chart, value) => (value === null ? "–" : `${formatNumber(value)} ${unit}`),
    });
    if (item.low && item.high) {
      const edge: uPlot.Series = { stroke: "transparent", width: 0, ...shape, points: { show: false } };
      lines.push(
        { ...edge, label: `${item.title}, 90th percentile` },
        { ...edge, label: `${item.title}, 10th percentile` },
      );
      bands.push({ series: [lines.length - 2, lines.length - 1], fill: withAlpha(stroke, 0.18) });
    }
  }
  const axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  return {
    height,
    series: lines,
    bands,
    legend: { show: false },
    cursor: { y: false },
    axes: [
      { ...axis, size: 32, values: (_chart, ticks) => ticks.map((tick) => formatClock(tick * 1000, zone)) },
      { ...axis, size: 58, space: 24, values: (_chart, ticks) => ticks.map((tick) => formatNumber(tick)) },
    ],
  };
}

function chartData(startsMs: readonly number[], series: readonly ChartSeries[]): uPlot.AlignedData {
  const columns = series.flatMap((item) =>
    item.low && item.high ? [item.values, item.high, item.low] : [item.values],
  );
  return [startsMs.map((ms) => ms / 1000), ...columns.map((column) => [...column])];
}

/** Lines over plant time with optional fan bands; colours follow the colour scheme. */
export function SeriesChart(props: {
  readonly title: string;
  readonly unit: string;
  readonly zone: string;
  readonly startsMs: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Said beside the title, for example how far a band can be trusted. */
  readonly note?: string;
  readonly height?: number;
}) {
  const { title, unit, zone, startsMs, series, note, height = 150 } = props;
  const [ref, width] = useWidth();
  const host = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colour scheme changes what the colours resolve to
  useEffect(() => {
    if (!host.current) return;
    const chart = new uPlot(
      { ...chartOptions(series, unit, zone, height), width },
      chartData(startsMs, series),
      host.current,
    );
    return () => chart.destroy();
  }, [series, startsMs, unit, zone, height, width, scheme]);
  return (
    <figure ref={ref} style={{ margin: 0 }} aria-label={title}>
      <figcaption style={{ fontSize: 13, display: "flex", gap: 14, flexWrap: "wrap", alignItems: "center" }}>
        <strong>
          {title} <span style={{ fontWeight: 400 }}>({unit})</span>
        </strong>
        {series.map((item) => (
          <span key={item.title} style={{ display: "inline-flex", gap: 5, alignItems: "center" }}>
            <svg width={22} height={8} aria-hidden="true">
              <line
                x1={0}
                x2={22}
                y1={4}
                y2={4}
                stroke={item.color}
                strokeWidth={2}
                strokeDasharray={item.dashed ? "5 4" : undefined}
              />
            </svg>
            {item.title}
          </span>
        ))}
        {note !== undefined && <span style={{ color: "var(--mantine-color-dimmed)" }}>{note}</span>}
      </figcaption>
      <div ref={host} role="img" aria-label={`${title}: ${series.map((item) => item.title).join(", ")}`} />
    </figure>
  );
}
