import { scaleUtc } from "d3-scale";
import { type PointerEvent, useState } from "react";
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

export interface GanttLane {
  readonly id: string;
  readonly title: string;
  readonly bars: readonly GanttBar[];
  /** What would happen otherwise: drawn as an outline behind the bars. */
  readonly ghosts: readonly GanttBar[];
}

/** Moves of bars, where they may be moved. */
interface GanttMoves {
  readonly bars: ReadonlySet<string>;
  readonly lanes: ReadonlySet<string>;
  readonly stepMs: number;
  readonly move: (barId: string, laneId: string, startMs: number) => void;
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
  readonly moves?: GanttMoves;
}) {
  const { title, lanes, startMs, endMs, nowMs, zone, moves } = props;
  const [ref, width] = useWidth();
  const x = scaleUtc([startMs, endMs], [labelWidth, Math.max(width - 12, labelWidth + 60)]).clamp(true);
  const height = axisHeight + lanes.length * laneHeight;
  const ticks = x.ticks(Math.max(2, Math.floor(width / 110)));
  return (
    <figure ref={ref} style={{ margin: 0 }}>
      <svg width={width} height={height} role={moves ? "group" : "img"} aria-label={title}>
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
            drag={moves && dragOf(moves, lanes, index, (px) => x.invert(px).getTime() - startMs)}
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

/** What a bar that is let go needs: how far it went in time and in lanes. */
interface Drag {
  readonly may: (bar: GanttBar) => boolean;
  readonly stepMs: number;
  readonly drop: (bar: GanttBar, byMs: number, byLanes: number) => void;
  /** Time that so many pixels stand for. */
  readonly msOf: (px: number) => number;
}

function dragOf(
  moves: GanttMoves,
  lanes: readonly GanttLane[],
  index: number,
  fromStartMs: (px: number) => number,
): Drag {
  return {
    may: (bar) => moves.bars.has(bar.id) && !bar.frozen,
    stepMs: moves.stepMs,
    msOf: (px) => fromStartMs(labelWidth + px),
    drop: (bar, byMs, byLanes) => {
      const wanted = lanes[index + byLanes];
      const lane = wanted && moves.lanes.has(wanted.id) ? wanted : lanes[index]!;
      const startMs = Math.round((bar.startMs + byMs) / moves.stepMs) * moves.stepMs;
      if (lane.id !== lanes[index]!.id || startMs !== bar.startMs) moves.move(bar.id, lane.id, startMs);
    },
  };
}

function Lane(props: {
  lane: GanttLane;
  top: number;
  x: (ms: number) => number;
  zone: string;
  drag: Drag | undefined;
}) {
  const { lane, top, x, zone, drag } = props;
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
      {lane.bars.map((bar) =>
        drag?.may(bar) ? (
          <MovableBar key={bar.id} bar={bar} top={top} x={x} zone={zone} drag={drag} />
        ) : (
          <Bar key={bar.id} bar={bar} top={top} x={x} zone={zone} />
        ),
      )}
    </g>
  );
}

interface BarProps {
  readonly bar: GanttBar;
  readonly top: number;
  readonly x: (ms: number) => number;
  readonly zone: string;
}

const arrows: Readonly<Record<string, readonly [steps: number, lanes: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A bar that follows the pointer and is put down where it is let go; the arrow keys move it too. */
function MovableBar({ bar, drag, ...rest }: BarProps & { readonly drag: Drag }) {
  const [from, setFrom] = useState<{ x: number; y: number } | null>(null);
  const [by, setBy] = useState({ x: 0, y: 0 });
  const offsetOf = (event: PointerEvent<SVGGElement>) =>
    from ? { x: event.clientX - from.x, y: event.clientY - from.y } : { x: 0, y: 0 };
  const put = (): void => {
    setFrom(null);
    setBy({ x: 0, y: 0 });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button in SVG
    <g
      role="button"
      tabIndex={0}
      className="movable"
      data-bar={bar.id}
      aria-label={`${bar.title}, ${formatClock(bar.startMs, rest.zone)}. Drag it, or move it with the arrow keys.`}
      transform={`translate(${by.x} ${by.y})`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ x: event.clientX, y: event.clientY });
      }}
      onPointerMove={(event) => from && setBy(offsetOf(event))}
      onPointerUp={(event) => {
        const { x, y } = offsetOf(event);
        put();
        if (from) drag.drop(bar, drag.msOf(x), Math.round(y / laneHeight));
      }}
      onPointerCancel={put}
      onKeyDown={(event) => {
        const arrow = arrows[event.key];
        if (!arrow) return;
        event.preventDefault();
        drag.drop(bar, arrow[0] * drag.stepMs, arrow[1]);
      }}
    >
      <Bar bar={bar} {...rest} />
    </g>
  );
}

function Bar({ bar, top, x, zone }: BarProps) {
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
