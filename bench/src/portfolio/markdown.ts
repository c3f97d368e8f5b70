import { markdownTable } from "../markdown-table.ts";
import type { PortfolioBench } from "../portfolio.ts";
import {
  familyHead,
  familyRows,
  notesOf,
  pairHead,
  pairRows,
  referenceHead,
  referenceRows,
  stabilityHead,
  stabilityRows,
  summaryHead,
  summaryRows,
} from "./text.ts";

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const rule = `|${head.map((_, column) => (column < 2 ? "---" : "--:")).join("|")}|`;
  return [markdownTable(head, rule, rows)];
}

/** The part of `bench/REPORT.md` about one family. */
export function markdownOf(bench: PortfolioBench): string {
  const flagged = [...bench.rows, ...bench.peers.flatMap(({ rows }) => rows)].filter(
    ({ flags }) => flags.length > 0,
  );
  return [
    `### ${bench.family}: ${bench.time} s an instance, ${bench.threads} threads, seed ${bench.seed}`,
    ...tableOf(summaryHead(bench), summaryRows(bench)),
    ...tableOf(pairHead(bench), pairRows(bench)),
    ...tableOf(familyHead, familyRows(bench)),
    ...tableOf(referenceHead, referenceRows(bench)),
    ...tableOf(stabilityHead, stabilityRows(bench)),
    ...flagged.map(
      ({ instance, by, objective, flags }) => `${instance} by ${by}, ${objective}: ${flags.join("; ")}.`,
    ),
    notesOf(bench)
      .map((note) => `- ${note}`)
      .join("\n"),
  ].join("\n\n");
}
