import type { ScaleLinear } from "d3-scale";
import type { ReactNode } from "react";

export const margin = { top: 10, right: 14, bottom: 38, left: 52 } as const;

export interface ChartScales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/** Grid, ticks and names of two linear axes around what is drawn. */
export function ChartFrame(props: {
  readonly scales: ChartScales;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly xName: string;
  readonly yName: string;
  readonly xTick: (value: number) => string;
  readonly yTick: (value: number) => string;
  readonly children: ReactNode;
}) {
  const { scales, width, height, label, xName, yName, xTick, yTick, children } = props;
  const bottom = height - margin.bottom;
  const middle = (margin.left + width - margin.right) / 2;
  return (
    <svg width={width} height={height} role="img" aria-label={label} className="chart">
      {scales.y.ticks(5).map((tick) => (
        <g key={tick}>
          <line
            className="grid"
            x1={margin.left}
            x2={width - margin.right}
            y1={scales.y(tick)}
            y2={scales.y(tick)}
          />
          <text x={margin.left - 8} y={scales.y(tick)} textAnchor="end" dominantBaseline="central">
            {yTick(tick)}
          </text>
        </g>
      ))}
      {scales.x.ticks(Math.max(2, Math.floor(width / 80))).map((tick) => (
        <text key={tick} x={scales.x(tick)} y={bottom + 16} textAnchor="middle">
          {xTick(tick)}
        </text>
      ))}
      <text x={middle} y={height - 4} textAnchor="middle">
        {xName}
      </text>
      <text transform={`translate(11 ${(margin.top + bottom) / 2}) rotate(-90)`} textAnchor="middle">
        {yName}
      </text>
      {children}
    </svg>
  );
}

/** A sample of a line or a block, with its name. */
export function Legend(props: {
  readonly entries: readonly { readonly mark: ReactNode; readonly name: string }[];
}) {
  return (
    <span className="legend">
      {props.entries.map(({ mark, name }) => (
        <span key={name}>
          <svg width={22} height={12} aria-hidden="true">
            {mark}
          </svg>
          {name}
        </span>
      ))}
    </span>
  );
}
