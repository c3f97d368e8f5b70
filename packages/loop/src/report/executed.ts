import { type Block, type Formats, left, right, type Section } from "@qtwin/report";
import { type Phrases, phrases } from "./phrases.ts";
import type { DueWrite, Recorded } from "./recorded.ts";

interface Counts {
  readonly due: number;
  readonly verified: number;
  readonly refused: number;
  readonly ended: number;
  readonly underWay: number;
  readonly notSent: number;
}

/** How far what was due was carried out. */
export function countWrites(writes: readonly DueWrite[]): Counts {
  const count = (...states: readonly string[]): number =>
    writes.filter(({ record }) => record && states.includes(record.state)).length;
  return {
    due: writes.length,
    verified: count("verified"),
    refused: count("refused"),
    ended: count("failed", "expired", "handed-back"),
    underWay: count("prepared", "sent", "acknowledged", "clamped"),
    notSent: writes.filter(({ record }) => !record).length,
  };
}

const heads = (words: Phrases) =>
  [words.due, words.verified, words.share, words.refused, words.ended, words.underWay, words.notSent].map(
    right,
  );

function cells(writes: readonly DueWrite[], { number, quantity }: Formats): readonly string[] {
  const { due, verified, ...rest } = countWrites(writes);
  return [
    number(due, 0),
    number(verified, 0),
    quantity(due > 0 ? (100 * verified) / due : null, "%", 1),
    ...[rest.refused, rest.ended, rest.underWay, rest.notSent].map((count) => number(count, 0)),
  ];
}

function reasonsTable(writes: readonly DueWrite[], { number }: Formats, words: Phrases): readonly Block[] {
  const failed = writes.flatMap(({ asset, record }) =>
    record && ["refused", "failed", "expired", "handed-back"].includes(record.state)
      ? [{ asset, reason: record.reason || record.state }]
      : [],
  );
  const groups = Map.groupBy(failed, ({ asset, reason }) => `${asset}\n${reason}`);
  if (groups.size === 0) return [];
  const rows = [...groups.values()]
    .toSorted((one, other) => other.length - one.length)
    .map((group) => [group[0]!.asset, group[0]!.reason, number(group.length, 0)]);
  const columns = [left(words.asset), left(words.reason), right(words.times)];
  return [{ kind: "table", table: { columns, rows } }];
}

/** Share of plans carried out, by day and by asset, with the reasons of what was not. */
export function executedSection({ days, due, approvals }: Recorded, formats: Formats): Section {
  const words = phrases[formats.locale];
  if (due.length === 0) return { title: words.executed, blocks: [{ kind: "note", text: words.nothingDue }] };
  const byAsset = Map.groupBy(due, ({ asset }) => asset);
  const inForceOn = (fromMs: number, untilMs: number): number =>
    approvals.filter((each) => each.sinceMs < untilMs && each.untilMs > fromMs).length;
  return {
    title: words.executed,
    blocks: [
      {
        kind: "table",
        table: {
          columns: [left(words.day), right(words.plansInForce), ...heads(words)],
          rows: days.map(({ fromMs, untilMs }) => [
            formats.day(fromMs),
            formats.number(inForceOn(fromMs, untilMs), 0),
            ...cells(
              due.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs),
              formats,
            ),
          ]),
          total: [words.total, formats.number(approvals.length, 0), ...cells(due, formats)],
        },
      },
      {
        kind: "table",
        table: {
          columns: [left(words.asset), ...heads(words)],
          rows: [...byAsset].map(([asset, writes]) => [asset, ...cells(writes, formats)]),
        },
      },
      ...reasonsTable(due, formats, words),
      { kind: "text", text: words.executedRule },
    ],
  };
}
