import { scaleLinear } from "d3-scale";
import { useWidth } from "../components/use-width.ts";
import { meaning } from "../theme.ts";
import { ChartFrame, type ChartScales, Legend, margin } from "./chart-frame.tsx";
import { formatEnergy, formatProbability } from "./figures.ts";
import { commonBins, type Histogram, histogram } from "./histogram.ts";
import type { RunReport } from "./messages.ts";

const height = 240;

/** How the energies of the shots are distributed: the final state as blocks, chance as an outline. */
export function EnergyChart({ report }: { readonly report: RunReport }) {
  const [ref, width] = useWidth();
  const optimum = report.certified.energy;
  const sets = [report.quantum.samples.levels, report.quantum.randomSamples.levels];
  const { low, width: binWidth, bins } = commonBins(sets, optimum, width < 480 ? 24 : 48);
  const [quantum, random] = sets.map((levels) => histogram(levels, low, binWidth, bins)) as [
    Histogram,
    Histogram,
  ];
  const greatest = Math.max(...quantum.shares, ...random.shares);
  const scales: ChartScales = {
    x: scaleLinear([low, low + bins * binWidth], [margin.left, width - margin.right]),
    y: scaleLinear([0, greatest], [height - margin.bottom, margin.top]).nice(5),
  };
  return (
    <figure ref={ref} className="chart-figure">
      <figcaption>
        <strong>Energies of {report.settings.shots.toLocaleString()} shots</strong>
        <Legend
          entries={[
            { mark: <rect x={3} y={1} width={16} height={11} fill={meaning.plan} />, name: "QAOA" },
            {
              mark: <path d="M1 11V4H21V11" fill="none" stroke={meaning.price} strokeWidth={2} />,
              name: "random sampling",
            },
            {
              mark: <path d="M11 0V12" stroke={meaning.good} strokeWidth={2} strokeDasharray="4 2" />,
              name: "certified optimum",
            },
          ]}
        />
      </figcaption>
      <ChartFrame
        scales={scales}
        width={width}
        height={height}
        label={`Share of shots by energy, from ${formatEnergy(optimum)} up; the table below has best and mean.`}
        xName="energy (left is better)"
        yName="share of shots"
        xTick={formatEnergy}
        yTick={formatProbability}
      >
        <Blocks histogram={quantum} scales={scales} />
        <Outline histogram={random} scales={scales} />
        <line
          x1={scales.x(optimum)}
          x2={scales.x(optimum)}
          y1={margin.top}
          y2={height - margin.bottom}
          stroke={meaning.good}
          strokeWidth={2}
          strokeDasharray="4 2"
        />
      </ChartFrame>
    </figure>
  );
}

function Blocks({
  histogram: { low, width, shares },
  scales: { x, y },
}: {
  histogram: Histogram;
  scales: ChartScales;
}) {
  return shares.map((share, bin) => {
    const from = low + bin * width;
    const block = Math.max(1, x(from + width) - x(from) - 1);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its index
      <rect key={bin} x={x(from)} y={y(share)} width={block} height={y(0) - y(share)} fill={meaning.plan}>
        <title>{`${formatEnergy(from + width / 2)}: ${formatProbability(share)}`}</title>
      </rect>
    );
  });
}

function Outline({
  histogram: { low, width, shares },
  scales: { x, y },
}: {
  histogram: Histogram;
  scales: ChartScales;
}) {
  const steps = shares.map((share, bin) => `V${y(share)}H${x(low + (bin + 1) * width)}`).join("");
  return (
    <path d={`M${x(low)} ${y(0)}${steps}V${y(0)}`} fill="none" stroke={meaning.price} strokeWidth={1.75} />
  );
}
