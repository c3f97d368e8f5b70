import { scaleUtc } from "d3-scale";
import { formatClock, formatInstant } from "../format.ts";
import { meaning } from "../theme.ts";
import { useWidth } from "./use-width.ts";

interface GanttBar {
  readonly id: string;
  readonly title: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: string;
  readonly frozen: boolean;
}

interface GanttLane {
  readonly id: string;
  readonly title: string;
  readonly bars: readonly GanttBar[];
  /** What would happen otherwise: drawn as an outline behind the bars. */
  readonly ghosts: readonly GanttBar[];
}

const laneHeight = 34;
const labelWidth = 132;
const axisHeight = 22;

/** One row per lane, the baseline as outlines behind the plan, and the same facts as a list for screen readers. */
export function Gantt(props: {
  readonly title: string;
  readonly lanes: readonly GanttLane[];
  readonly startMs: number;
  readonly endMs: number;
  readonly nowMs: number;
  readonly zone: string;
}) {
  const { title, lanes, startMs, endMs, nowMs, zone } = props;
  const [ref, width] = useWidth();
  const x = scaleUtc([startMs, endMs], [labelWidth, Math.max(width - 12, labelWidth + 60)]).clamp(true);
  const height = axisHeight + lanes.length * laneHeight;
  const ticks = x.ticks(Math.max(2, Math.floor(width / 110)));
  return (
    <figure ref={ref} style={{ margin: 0 }}>
      <svg width={width} height={height} role="img" aria-label={title}>
        {ticks.map((tick) => (
          <g key={tick.getTime()}>
            <line
              x1={x(tick)}
              x2={x(tick)}
              y1={axisHeight}
              y2={height}
              stroke="var(--mantine-color-default-border)"
            />
            <text x={x(tick)} y={14} fontSize={11} textAnchor="middle" fill="var(--mantine-color-dimmed)">
              {formatClock(tick.getTime(), zone)}
            </text>
          </g>
        ))}
        {lanes.map((lane, index) => (
          <Lane
            key={lane.id}
            lane={lane}
            top={axisHeight + index * laneHeight}
            x={(ms) => x(ms)}
            zone={zone}
          />
        ))}
        {nowMs >= startMs && nowMs <= endMs && (
          <line
            x1={x(nowMs)}
            x2={x(nowMs)}
            y1={axisHeight - 4}
            y2={height}
            stroke={meaning.alarm}
            strokeWidth={1.5}
          />
        )}
      </svg>
      <figcaption className="visually-hidden">
        {lanes.flatMap((lane) =>
          lane.bars.map(
            (bar) =>
              `${lane.title}: ${bar.title}, ${formatInstant(bar.startMs, zone)} to ${formatClock(bar.endMs, zone)}. `,
          ),
        )}
      </figcaption>
    </figure>
  );
}

function Lane(props: { lane: GanttLane; top: number; x: (ms: number) => number; zone: string }) {
  const { lane, top, x, zone } = props;
  return (
    <g>
      <text x={0} y={top + 21} fontSize={12} fill="var(--mantine-color-text)">
        {lane.title}
      </text>
      {lane.ghosts.map((bar) => (
        <rect
          key={bar.id}
          x={x(bar.startMs)}
          y={top + 3}
          width={Math.max(1, x(bar.endMs) - x(bar.startMs))}
          height={laneHeight - 6}
          fill="none"
          stroke={meaning.baseline}
          strokeDasharray="3 2"
        />
      ))}
      {lane.bars.map((bar) => (
        <Bar key={bar.id} bar={bar} top={top} x={x} zone={zone} />
      ))}
    </g>
  );
}

function Bar({ bar, top, x, zone }: { bar: GanttBar; top: number; x: (ms: number) => number; zone: string }) {
  const left = x(bar.startMs);
  const width = Math.max(1, x(bar.endMs) - left);
  return (
    <g>
      <title>{`${bar.title}: ${formatInstant(bar.startMs, zone)} – ${formatClock(bar.endMs, zone)}${bar.frozen ? " (frozen)" : ""}`}</title>
      <rect
        x={left}
        y={top + 7}
        width={width}
        height={laneHeight - 14}
        rx={2}
        fill={meaning.plan}
        fillOpacity={bar.frozen ? 0.35 : 0.8}
        stroke={meaning.plan}
      />
      {width > 46 && (
        <text
          x={left + 5}
          y={top + 21}
          fontSize={11}
          fill={bar.frozen ? "var(--mantine-color-text)" : "var(--mantine-color-body)"}
        >
          {bar.title.slice(0, Math.floor(width / 7))}
        </text>
      )}
    </g>
  );
}
