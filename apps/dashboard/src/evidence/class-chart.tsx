import { scaleLog } from "d3-scale";
import { useWidth } from "../components/use-width.ts";
import { Legend } from "../quantum/chart-frame.tsx";
import { formatWall } from "../quantum/figures.ts";
import { meaning } from "../theme.ts";
import { type ClassSummary, classSentence, type TimePair, timePair } from "./ledger.ts";

/** Newest runs that are drawn; the table has all. */
const mostRows = 8;
const rowHeight = 24;
/** Left of the first power of ten and right of the last one. */
const markRoom = 12;
const margin = { top: 6, right: 16, bottom: 36, left: 150 } as const;

/** Time to solution of the runs of a class against the fastest of their controls, on a scale of powers of ten. */
export function ClassChart({ summary }: { readonly summary: ClassSummary }) {
  const [ref, width] = useWidth();
  const pairs = summary.entries.slice(0, mostRows).map(timePair);
  const times = pairs.flatMap(({ quantumS, plainS }) => [quantumS, plainS]).filter((each) => each !== null);
  const height = margin.top + margin.bottom + rowHeight * pairs.length;
  const x = scaleLog(decadesAround(times), [margin.left + markRoom, width - margin.right - markRoom]);
  const ticks = x.ticks().filter(isPower);
  const shown = everyNth(ticks, Math.max(2, Math.floor((width - margin.left) / 76)));
  return (
    <figure ref={ref} className="chart-figure">
      <figcaption>
        <strong>{summary.problemClass}</strong>
        <span>{classSentence(summary)}</span>
        <Legend entries={legend} />
      </figcaption>
      <svg width={width} height={height} role="img" className="chart" aria-label={labelOf(summary)}>
        {shown.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={x(tick)} x2={x(tick)} y1={margin.top} y2={height - margin.bottom} />
            <text x={x(tick)} y={height - margin.bottom + 15} textAnchor="middle">
              {formatWall(tick * 1000)}
            </text>
          </g>
        ))}
        <text x={width / 2} y={height - 4} textAnchor="middle">
          time to solution with 99 % (left is better)
        </text>
        {pairs.map((pair, row) => (
          <PairRow key={pair.entry.number} pair={pair} x={x} y={margin.top + rowHeight * (row + 0.5)} />
        ))}
      </svg>
    </figure>
  );
}

const quantumMark = (x: number, y: number) => <circle cx={x} cy={y} r={5} fill={meaning.plan} />;
const plainMark = (x: number, y: number) => (
  <rect x={x - 4} y={y - 4} width={8} height={8} transform={`rotate(45 ${x} ${y})`} fill={meaning.price} />
);
const legend = [
  { mark: quantumMark(11, 6), name: "quantum run" },
  { mark: plainMark(11, 6), name: "fastest control" },
];

function PairRow({ pair, x, y }: { pair: TimePair; x: (seconds: number) => number; y: number }) {
  const { entry, quantumS, plainS } = pair;
  const { model, qubits } = entry.evidence;
  const name = model.name.length > 16 ? `${model.name.slice(0, 15)}…` : model.name;
  return (
    <g>
      <title>{`${model.name}: quantum ${quantumText(pair)}, ${pair.plainMethod ?? "controls"} ${plainText(pair)}`}</title>
      <text x={margin.left - 8} y={y} textAnchor="end" dominantBaseline="central">
        {`${name}, ${qubits} qubits`}
      </text>
      {quantumS !== null && plainS !== null && (
        <line x1={x(quantumS)} x2={x(plainS)} y1={y} y2={y} stroke={meaning.baseline} strokeWidth={1.5} />
      )}
      {plainS !== null && plainMark(x(plainS), y)}
      {quantumS !== null && quantumMark(x(quantumS), y)}
      {quantumS === null && plainS === null && (
        <text x={margin.left + 8} y={y} dominantBaseline="central">
          {withoutTimes(pair)}
        </text>
      )}
    </g>
  );
}

const [never, notMeasured] = ["never", "not measured"];

/** Without a time: one whose tries were counted never came there, or, of several problems, not in each of them. */
const quantumText = ({ entry, quantumS }: TimePair): string => {
  if (quantumS !== null) return formatWall(quantumS * 1000);
  return entry.evidence.processedSuccess === null ? notMeasured : never;
};

/** A control that had success has a time; where it is missing nobody took it. */
const plainText = ({ entry, plainS }: TimePair): string => {
  if (plainS !== null) return formatWall(plainS * 1000);
  const { controls } = entry.evidence;
  return controls.length > 0 && controls.every(({ success }) => success?.hits === 0) ? never : notMeasured;
};

const withoutTimes = (pair: TimePair): string =>
  quantumText(pair) === never && plainText(pair) === never
    ? "no method came to the reference"
    : "time to solution was not measured";

/** From one power of ten to another: at least two, so that the scale can be read. */
function decadesAround(times: readonly number[]): readonly [number, number] {
  const powers = times.filter((each) => each > 0).map(Math.log10);
  const least = Math.floor(Math.min(...powers, Infinity));
  if (!Number.isFinite(least)) return [0.01, 1];
  return [10 ** least, 10 ** Math.max(least + 1, Math.ceil(Math.max(...powers)))];
}

const isPower = (value: number): boolean => {
  const exponent = Math.log10(value);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9;
};

function everyNth(ticks: readonly number[], most: number): readonly number[] {
  const step = Math.ceil(ticks.length / most);
  return ticks.filter((_, index) => index % step === 0);
}

const labelOf = ({ problemClass, entries }: ClassSummary): string =>
  `Time to solution of ${Math.min(entries.length, mostRows)} runs of ${problemClass}, each beside its fastest control; the table below has the numbers.`;
