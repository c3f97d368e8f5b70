import { scaleLinear } from "d3-scale";
import { useWidth } from "../components/use-width.ts";
import { meaning } from "../theme.ts";
import { ChartFrame, Legend, margin } from "./chart-frame.tsx";
import { formatEnergy } from "./figures.ts";
import type { TracePoint } from "./messages.ts";

const path = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** The least objective so far by states prepared, above the line of the certified optimum. */
export function ConvergenceChart(props: {
  readonly trace: readonly TracePoint[];
  readonly optimum: number | null;
  readonly objective: string;
}) {
  const { trace, optimum, objective } = props;
  const [ref, width] = useWidth();
  const height = width < 480 ? 230 : 310;
  const values = trace.map(({ value }) => value);
  const floor = optimum ?? Math.min(0, ...values);
  const x = scaleLinear([0, Math.max(10, trace.at(-1)?.states ?? 0)], [margin.left, width - margin.right]);
  const y = scaleLinear(
    [floor, values.length === 0 ? floor + 1 : Math.max(...values)],
    [height - margin.bottom, margin.top],
  ).nice(5);
  const last = trace.at(-1);
  return (
    <figure ref={ref} className="chart-figure">
      <figcaption>
        <strong>{objective} while the angles are optimised</strong>
        <Legend
          entries={[
            { mark: <path d="M0 6H22" stroke={meaning.plan} strokeWidth={2} />, name: objective },
            {
              mark: <path d="M0 6H22" stroke={meaning.good} strokeWidth={2} strokeDasharray="6 3" />,
              name: "certified optimum",
            },
          ]}
        />
      </figcaption>
      <ChartFrame
        scales={{ x, y }}
        width={width}
        height={height}
        label={`${objective}: ${last ? `${formatEnergy(last.value)} after ${last.states} states` : "no state yet"}; certified optimum ${optimum === null ? "not known yet" : formatEnergy(optimum)}.`}
        xName="states prepared"
        yName="energy"
        xTick={String}
        yTick={formatEnergy}
      >
        {optimum !== null && (
          <line
            x1={margin.left}
            x2={width - margin.right}
            y1={y(optimum)}
            y2={y(optimum)}
            stroke={meaning.good}
            strokeWidth={2}
            strokeDasharray="6 3"
          />
        )}
        <path
          d={path(trace.map(({ states, value }) => [x(states), y(value)]))}
          fill="none"
          stroke={meaning.plan}
          strokeWidth={2}
        />
        {last && <circle cx={x(last.states)} cy={y(last.value)} r={4} fill={meaning.plan} />}
      </ChartFrame>
    </figure>
  );
}
