import { markdownTable } from "../markdown-table.ts";
import type { WindowBench } from "../windows.ts";
import type { CircuitResult, MethodResult, WindowRow } from "./measure.ts";

const head = [
  "window",
  "heats",
  "qubits",
  "allowed",
  "penalty EUR",
  "bits",
  "optimum EUR",
  "exact",
  "penalised: one shot predicted",
  "sampled",
  "subspace: one shot predicted",
  "sampled",
  "uniform there",
  "taken EUR",
] as const;

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 2 : 1)} %`;
const hit = (isOptimal: boolean): string => (isOptimal ? "reached" : "missed");

const sharesOf = (circuit: CircuitResult | null): readonly string[] =>
  circuit ? [percent(circuit.predictedSuccess), percent(circuit.observedSuccess)] : ["–", "–"];

const cellsOf = (row: WindowRow): readonly string[] => [
  row.window,
  String(row.heats),
  String(row.qubits),
  `${row.feasible} of ${row.combinations}`,
  `${row.penaltyEur}${row.isCertified ? "" : " (not certified)"}`,
  String(row.rangeBits),
  row.optimumEur.toFixed(2),
  hit(row.exactReached),
  ...sharesOf(row.penalised),
  ...sharesOf(row.subspace),
  percent(row.uniformSuccess),
  row.isTaken ? row.gainEur.toFixed(2) : "–",
];

interface MethodSummary {
  readonly method: string;
  readonly reached: number;
  readonly medianS: number;
  readonly longestS: number;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function summaries(circuits: readonly CircuitResult[]): readonly MethodSummary[] {
  const results = Map.groupBy(
    circuits.flatMap(({ methods }) => methods),
    ({ method }: MethodResult) => method,
  );
  return [...results].map(([method, each]) => ({
    method,
    reached: each.filter(({ isOptimal }) => isOptimal).length,
    medianS: median(each.map(({ seconds }) => seconds)),
    longestS: Math.max(...each.map(({ seconds }) => seconds)),
  }));
}

const penalisedOf = (rows: readonly WindowRow[]): readonly CircuitResult[] =>
  rows.flatMap(({ penalised }) => penalised ?? []);

const methodHead = ["formulation", "method", "optimum reached", "median seconds", "longest"] as const;

/** Each formulation's circuit beside the controls of the same windows, which have its seconds and its local search. */
const methodCells = (rows: readonly WindowRow[]): readonly (readonly string[])[] =>
  [
    ["subspace", rows.map(({ subspace }) => subspace)] as const,
    ["penalised", penalisedOf(rows)] as const,
  ].flatMap(([formulation, circuits]) =>
    summaries(circuits).map(({ method, reached, medianS, longestS }) => [
      formulation,
      method,
      `${reached} of ${circuits.length}`,
      medianS.toFixed(4),
      longestS.toFixed(3),
    ]),
  );

/** What is to be known beside the tables, a sentence each. */
function notesOf({ rows, plans, leftOut, gainEur, plainGainEur, seconds }: WindowBench): readonly string[] {
  const exact = rows.filter(({ exactReached }) => exactReached).length;
  const certified = rows.filter(({ isCertified }) => isCertified).length;
  const taken = rows.filter(({ isTaken }) => isTaken);
  const errorEur = Math.max(0, ...rows.map((row) => row.errorEur));
  const circuits = [...rows.map(({ subspace }) => subspace), ...penalisedOf(rows)];
  const aheadInTime = circuits.filter(({ methods: [quantum, ...controls] }) =>
    controls.every((control) => !control.isOptimal || control.seconds > quantum!.seconds),
  ).length;
  const gains = rows.map(({ subspace, uniformSuccess }) => subspace.predictedSuccess / uniformSuccess);
  const trained = median(rows.map(({ subspace }) => subspace.predictedSuccess));
  return [
    `${rows.length} windows of ${plans} plans${leftOut > 0 ? `; ${leftOut} ran out of time and are left out` : ""}. Penalties found large enough again by other arithmetic: ${certified} of ${rows.length}.`,
    `The certified optimum was reached by both exact controls (enumeration of the QUBO, HiGHS on the choices) in ${exact} of ${rows.length} windows.`,
    `Taken into the plan: ${taken.length}, ${gainEur.toFixed(2)} EUR in all on the energy model itself; the window's objective is never further than ${errorEur.toFixed(5)} EUR from it. Going on with the search for the plans (HiGHS and a neighbourhood search) instead, for the same seconds, gains ${plainGainEur.toFixed(2)} EUR.`,
    `In the subspace one shot is the optimum with ${percent(trained)} on the median, ${median(gains).toFixed(0)} times a uniform draw of one option each (least ${Math.min(...gains).toFixed(1)} times).`,
    `No control was as good and as fast as simulated QAOA in ${aheadInTime} of ${circuits.length} runs.`,
    `Seconds: ${seconds.plans.toFixed(0)} for plans, ${seconds.windows.toFixed(0)} for windows (their linear programs), ${seconds.methods.toFixed(0)} for all methods.`,
  ];
}

/** For people at a terminal. */
export const linesOf = (
  bench: WindowBench,
  table: (rows: readonly (readonly string[])[]) => readonly string[],
): readonly string[] => [
  ...table([head, ...bench.rows.map(cellsOf)]),
  ...table([methodHead, ...methodCells(bench.rows)]),
  ...notesOf(bench),
];

const ruleOf = (names: readonly string[]): string =>
  `|${names.map((_, at) => (at === 0 ? "---" : "--:")).join("|")}|`;

/** The part of `bench/REPORT.md` that was measured. */
export function markdownOf(bench: WindowBench): string {
  const { zone, fromDate, seed, layers, shots, planTimeS, rows } = bench;
  return [
    `### ${rows.length} windows, ${zone} from ${fromDate}, seed ${seed}: ${layers} layers, ${shots} shots, plans of ${planTimeS} s`,
    markdownTable(methodHead, ruleOf(methodHead), methodCells(rows)),
    notesOf(bench)
      .map((note) => `- ${note}`)
      .join("\n"),
    markdownTable(head, ruleOf(head), rows.map(cellsOf)),
  ].join("\n\n");
}
