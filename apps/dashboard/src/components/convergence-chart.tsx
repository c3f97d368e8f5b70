import { scaleLinear } from "d3-scale";
import { formatNumber } from "../format.ts";
import { meaning } from "../theme.ts";
import { useWidth } from "./use-width.ts";

interface Moment {
  readonly seconds: number;
  readonly objective: number | null;
  readonly bound: number | null;
}

const height = 240;
const margin = { left: 64, right: 12, top: 10, bottom: 28 };

/** A step line of what was known from each moment on. */
function steps(
  moments: readonly { readonly seconds: number; readonly value: number }[],
  endS: number,
  x: (seconds: number) => number,
  y: (value: number) => number,
): string {
  const parts = moments.map(
    ({ seconds, value }, index) =>
      `${index === 0 ? "M" : "H"}${x(seconds)}${index === 0 ? "," : "V"}${y(value)}`,
  );
  return `${parts.join("")}H${x(endS)}`;
}

/** Best solution and proven bound over the seconds of a run: they close in on each other from both sides. */
export function ConvergenceChart(props: { readonly timeline: readonly Moment[]; readonly seconds: number }) {
  const { timeline, seconds } = props;
  const [ref, width] = useWidth();
  const known = (of: (moment: Moment) => number | null) =>
    timeline.flatMap((moment) => {
      const value = of(moment);
      return value === null || !Number.isFinite(value) ? [] : [{ seconds: moment.seconds, value }];
    });
  const found = known(({ objective }) => objective);
  const proven = known(({ bound }) => bound);
  const values = [...found, ...proven].map(({ value }) => value);
  if (values.length === 0) return null;
  const endS = Math.max(seconds, ...timeline.map((moment) => moment.seconds), 1e-3);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const padding = (most - least || Math.abs(most) || 1) * 0.06;
  const x = scaleLinear([0, endS], [margin.left, Math.max(width - margin.right, margin.left + 60)]);
  const y = scaleLinear([least - padding, most + padding], [height - margin.bottom, margin.top]);
  const line = { fill: "none", strokeWidth: 1.75 };
  return (
    <figure ref={ref} style={{ margin: 0 }}>
      <svg width={width} height={height} role="img" aria-label="Best solution and proven bound over time">
        {y.ticks(5).map((tick) => (
          <g key={tick}>
            <line
              x1={margin.left}
              x2={width - margin.right}
              y1={y(tick)}
              y2={y(tick)}
              stroke="var(--mantine-color-default-border)"
            />
            <text
              x={margin.left - 6}
              y={y(tick) + 4}
              fontSize={11}
              textAnchor="end"
              fill="var(--mantine-color-text)"
            >
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        {x.ticks(6).map((tick) => (
          <text
            key={tick}
            x={x(tick)}
            y={height - 8}
            fontSize={11}
            textAnchor="middle"
            fill="var(--mantine-color-text)"
          >
            {formatNumber(tick)} s
          </text>
        ))}
        {proven.length > 0 && (
          <path {...line} d={steps(proven, endS, x, y)} stroke={meaning.baseline} strokeDasharray="5 4" />
        )}
        {found.length > 0 && <path {...line} d={steps(found, endS, x, y)} stroke={meaning.plan} />}
      </svg>
      <figcaption style={{ fontSize: 13 }}>Solid: best solution. Dashed: proven bound.</figcaption>
    </figure>
  );
}
