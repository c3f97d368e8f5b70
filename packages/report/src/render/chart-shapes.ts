import { scaleBand, scaleLinear } from "d3-scale";
import type { BarChart } from "../document.ts";

export type Shape =
  | {
      readonly kind: "rect";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly colour: string;
    }
  | {
      readonly kind: "line";
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly colour: string;
    }
  | {
      readonly kind: "text";
      readonly x: number;
      /** Of the base line. */
      readonly y: number;
      readonly text: string;
      readonly anchor: "start" | "middle" | "end";
    };

/** A chart as shapes on a plane whose y goes down; both renderers draw these and nothing else. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  readonly shapes: readonly Shape[];
}

/** Told apart in grey as well. */
const colours = ["#9aa5b1", "#1864ab", "#e67700"];
const gridColour = "#dee2e6";
const axisColour = "#495057";
const width = 680;
const height = 210;
const area = { left: 62, right: width - 6, top: 30, bottom: height - 22 };
const fontSize = 10;
const mostLabels = 16;

/** @param tick text of a value on the axis */
export function chartShapes(chart: BarChart, tick: (value: number) => string): Drawing {
  const known = chart.series.flatMap(({ values }) => values.filter((value) => value !== null));
  const y = scaleLinear()
    .domain([Math.min(0, ...known), Math.max(0, ...known) || 1])
    .nice(5)
    .range([area.bottom, area.top]);
  const groups = scaleBand<number>()
    .domain(chart.labels.keys())
    .range([area.left, area.right])
    .paddingInner(0.25)
    .paddingOuter(0.1);
  const bars = scaleBand<number>().domain(chart.series.keys()).range([0, groups.bandwidth()]);
  const zero = y(0);
  const every = Math.max(1, Math.ceil(chart.labels.length / mostLabels));
  return {
    width,
    height,
    fontSize,
    shapes: [
      ...y.ticks(5).flatMap((value): Shape[] => [
        { kind: "line", x1: area.left, x2: area.right, y1: y(value), y2: y(value), colour: gridColour },
        { kind: "text", x: area.left - 6, y: y(value) + 3.5, text: tick(value), anchor: "end" },
      ]),
      ...chart.series.flatMap(({ values }, index) =>
        values.flatMap((value, place): Shape[] => {
          if (value === null) return [];
          const x = groups(place)! + bars(index)!;
          const edge = y(value);
          const colour = colours[index % colours.length]!;
          const top = Math.min(zero, edge);
          return [
            { kind: "rect", x, y: top, width: bars.bandwidth(), height: Math.abs(zero - edge), colour },
          ];
        }),
      ),
      { kind: "line", x1: area.left, x2: area.right, y1: zero, y2: zero, colour: axisColour },
      ...chart.labels.flatMap((text, place): Shape[] =>
        place % every === 0
          ? [
              {
                kind: "text",
                x: groups(place)! + groups.bandwidth() / 2,
                y: height - 8,
                text,
                anchor: "middle",
              },
            ]
          : [],
      ),
      { kind: "text", x: area.left - 6, y: 14, text: chart.unit, anchor: "end" },
      ...legend(chart),
    ],
  };
}

function legend({ series }: BarChart): Shape[] {
  let x = area.left;
  return series.flatMap(({ title }, index): Shape[] => {
    const colour = colours[index % colours.length]!;
    const at = x;
    // About half a font size a character.
    x += 26 + title.length * fontSize * 0.52;
    return [
      { kind: "rect", x: at, y: 6, width: 10, height: 10, colour },
      { kind: "text", x: at + 15, y: 14, text: title, anchor: "start" },
    ];
  });
}
