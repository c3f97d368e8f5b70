import { markdownTable } from "../markdown-table.ts";
import type { SensitivityBench } from "../sensitivity.ts";
import { billEurOf, plannedOf, remarksOf, type SensitivityRow } from "./rows.ts";
import { mostInfluential, screened } from "./screening.ts";

const percent = (value: number): string => `${value.toFixed(2)} %`;
const signed = (value: number, digits: number): string => {
  const text = value.toFixed(digits);
  return Number(text) > 0 ? `+${text}` : Number(text) === 0 ? text.replace("-", "") : text;
};
const figure = (value: number): string => String(Number(value.toPrecision(4)));

export const changeText = (changePct: number): string => `${signed(changePct, 0)} %`;

/** One row in a line. */
export function summaryOf({ bench, problem }: SensitivityRow): string {
  if (!bench) return problem === null ? "not run" : `impossible: ${problem}`;
  const { controller, savingOnB0Pct, savingOnB1Pct, savingOnB2Pct } = plannedOf(bench);
  const saves = `${percent(savingOnB0Pct)} on B0, ${percent(savingOnB1Pct)} on B1, ${percent(savingOnB2Pct)} on B2`;
  return [
    `B1 ${billEurOf(bench, "b1").toFixed(0)} EUR, ${controller} saves ${saves}`,
    bench.counts ? "counts" : "does not count",
    ...remarksOf(bench),
  ].join(", ");
}

const heads = [
  ...["value", "change", "from", "to", "B1 bill EUR", "bill changes", "B1 target kW"],
  ...["on B0", "on B1", "on B2", "counts", "remarks"],
];

function cellsOf(row: SensitivityRow, unchangedBillEur: number | undefined): readonly string[] {
  const { bench, value, changePct, from, to, unit, problem } = row;
  const withUnit = (number: number | null): string =>
    number === null ? "" : `${figure(number)}${unit === "1" ? "" : ` ${unit}`}`;
  const what = [value, changePct === 0 ? "" : changeText(changePct), withUnit(from), withUnit(to)];
  if (!bench) return [...what, ...Array<string>(6).fill("–"), "no", problem ?? ""];
  const billEur = billEurOf(bench, "b1");
  const { savingOnB0Pct, savingOnB1Pct, savingOnB2Pct } = plannedOf(bench);
  return [
    ...what,
    billEur.toFixed(0),
    unchangedBillEur === undefined ? "–" : `${signed(100 * (billEur / unchangedBillEur - 1), 2)} %`,
    bench.demandTargetKw.toFixed(0),
    ...[savingOnB0Pct, savingOnB1Pct, savingOnB2Pct].map(percent),
    bench.counts ? "yes" : "no",
    remarksOf(bench).join(", "),
  ];
}

function tableOf({ rows }: SensitivityBench): readonly (readonly string[])[] {
  const unchangedBench = rows.find(({ changePct }) => changePct === 0)?.bench;
  const unchangedBillEur = unchangedBench ? billEurOf(unchangedBench, "b1") : undefined;
  return rows.map((row) => cellsOf(row, unchangedBillEur));
}

const screenHeads = ["value", "B1 bill, up to", "saving of B1 on B0, up to", "saving of B2 on B1, up to"];

const screenTableOf = ({ rows }: SensitivityBench): readonly (readonly string[])[] =>
  screened(rows).map(({ value, billPct, ruleSavingPp, wellRunSavingPp }) => [
    value,
    `${billPct.toFixed(2)} %`,
    `${wellRunSavingPp.toFixed(2)} points`,
    ruleSavingPp === null ? "–" : `${ruleSavingPp.toFixed(2)} points`,
  ]);

const chosenOf = ({ rows }: SensitivityBench): string =>
  `The most influential: ${mostInfluential(screened(rows)).join(", ")}.`;

/** For people at a terminal. */
export function linesOf(
  bench: SensitivityBench,
  table: (rows: readonly (readonly string[])[]) => readonly string[],
): readonly string[] {
  const who = bench.screen ? "B2, the price rule" : "Qtwin";
  return [
    `${bench.zone} ${bench.fromDate}, ${bench.days} days billed as one month, ${bench.tariff} tariff, seed ${bench.seed}; savings of ${who}`,
    ...table([heads, ...tableOf(bench)]),
    ...(bench.screen ? ["", ...table([screenHeads, ...screenTableOf(bench)]), chosenOf(bench)] : []),
  ];
}

/** The table of bench/REPORT.md: of a screening the one that the ten values are chosen by. */
export function markdownOf(bench: SensitivityBench): string {
  if (!bench.screen)
    return markdownTable(heads, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|---|", tableOf(bench));
  return `${markdownTable(screenHeads, "|---|--:|--:|--:|", screenTableOf(bench))}\n\n${chosenOf(bench)}`;
}
