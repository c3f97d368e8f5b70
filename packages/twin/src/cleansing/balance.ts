import { minuteMs } from "@qtwin/core";
import { counterStep } from "../counter.ts";
import type { ConfidenceReason } from "../measurement.ts";
import type { PointSpec } from "../point.ts";
import { staleAfterMs } from "./gap.ts";
import { median } from "./outlier.ts";
import { accuracyAt, numberText, reason } from "./rule.ts";

/** Counters of which what comes in must equal what is used, but for an unmetered rest. */
export interface BalanceGroup {
  readonly id: string;
  readonly title: string;
  /** Points that count energy coming in: import, generation, discharge. */
  readonly sources: readonly string[];
  /** Points that count energy going out: export, charge, sub-meters. */
  readonly uses: readonly string[];
}

/** A reading inside the running quarter-hour, and what was counted since the quarter began. */
interface CounterMemory {
  readonly timeMs: number;
  readonly value: number;
  /** Start of the running quarter; null until a quarter was seen from its beginning. */
  readonly quarterMs: number | null;
  readonly increase: number;
}

export interface BalanceMemory {
  readonly counters: Readonly<Record<string, CounterMemory>>;
  /** Quarters not complete yet: quarter start → point → increase. */
  readonly open: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Residuals of the last quarters, oldest first, at most 96. */
  readonly residuals: readonly number[];
  /** Verdict on the newest complete quarter. */
  readonly verdict: BalanceVerdict | null;
}

export interface BalanceVerdict {
  readonly quarterMs: number;
  readonly sourcesTotal: number;
  readonly usesTotal: number;
  /** Sources minus uses. */
  readonly residual: number;
  /** What the residual usually is: the unmetered rest. */
  readonly usual: number;
  readonly sigma: number;
}

export const emptyBalance: BalanceMemory = { counters: {}, open: {}, residuals: [], verdict: null };

const quarterLengthMs = 15 * minuteMs;
const residualsKept = 96;
/** Below this many quarters the usual rest is not known and taken as the share below. */
const leastForUsual = 8;
const limit = 3;

/** Takes one reading of a member of the group in; late readings change nothing. */
export function rememberBalance(
  memory: BalanceMemory,
  group: BalanceGroup,
  specs: ReadonlyMap<string, PointSpec>,
  reading: { readonly pointId: string; readonly timeMs: number; readonly value: number },
): BalanceMemory {
  const spec = specs.get(reading.pointId)!;
  const before = memory.counters[reading.pointId];
  if (before && reading.timeMs <= before.timeMs) return memory;
  const { counter, closed } = advance(before, reading, spec);
  const counters = { ...memory.counters, [reading.pointId]: counter };
  if (!closed) return { ...memory, counters };
  const key = String(closed.quarterMs);
  const quarter = { ...memory.open[key], [reading.pointId]: closed.increase };
  const members = [...group.sources, ...group.uses];
  if (members.some((member) => quarter[member] === undefined)) {
    return { ...memory, counters, open: newestQuarters({ ...memory.open, [key]: quarter }) };
  }
  const verdict = judge(memory, group, specs, closed.quarterMs, quarter);
  const open = Object.fromEntries(Object.entries(memory.open).filter(([start]) => start !== key));
  return {
    counters,
    open,
    verdict,
    residuals: [...memory.residuals, verdict.residual].slice(-residualsKept),
  };
}

/** A member that is silent must not make the memory grow. */
function newestQuarters(open: BalanceMemory["open"]): BalanceMemory["open"] {
  const newest = Object.keys(open)
    .sort((left, right) => Number(right) - Number(left))
    .slice(0, 4);
  return Object.fromEntries(newest.map((key) => [key, open[key]!]));
}

/** Moves a counter on; at the end of a quarter the reading there is interpolated. */
function advance(
  before: CounterMemory | undefined,
  reading: { readonly timeMs: number; readonly value: number },
  spec: PointSpec,
): { counter: CounterMemory; closed: { quarterMs: number; increase: number } | null } {
  const start = { timeMs: reading.timeMs, value: reading.value, increase: 0 };
  if (!before) return { counter: { ...start, quarterMs: null }, closed: null };
  const { increase } = counterStep(before.value, reading.value, spec.rollover);
  const quarterMs = Math.floor(reading.timeMs / quarterLengthMs) * quarterLengthMs;
  const previousMs = Math.floor(before.timeMs / quarterLengthMs) * quarterLengthMs;
  if (quarterMs === previousMs) {
    return {
      counter: { ...start, quarterMs: before.quarterMs, increase: before.increase + increase },
      closed: null,
    };
  }
  const tooLong = reading.timeMs - before.timeMs > staleAfterMs(spec) + minuteMs;
  const share = (quarterMs - before.timeMs) / (reading.timeMs - before.timeMs);
  const counter = { ...start, quarterMs: tooLong ? null : quarterMs, increase: increase * (1 - share) };
  const whole = !tooLong && before.quarterMs !== null && quarterMs - previousMs === quarterLengthMs;
  return {
    counter,
    closed: whole ? { quarterMs: previousMs, increase: before.increase + increase * share } : null,
  };
}

function judge(
  memory: BalanceMemory,
  group: BalanceGroup,
  specs: ReadonlyMap<string, PointSpec>,
  quarterMs: number,
  quarter: Readonly<Record<string, number>>,
): BalanceVerdict {
  const total = (ids: readonly string[]) => ids.reduce((sum, id) => sum + quarter[id]!, 0);
  const sourcesTotal = total(group.sources);
  const usesTotal = total(group.uses);
  const usual = memory.residuals.length >= leastForUsual ? median(memory.residuals) : 0;
  const scatter = memory.residuals.length >= leastForUsual ? medianDeviation(memory.residuals, usual) : 0;
  const declared = Math.sqrt(
    [...group.sources, ...group.uses].reduce(
      (sum, id) => sum + ((accuracyAt(specs.get(id)!, quarter[id]!) ?? 0) / 2) ** 2,
      0,
    ),
  );
  return {
    quarterMs,
    sourcesTotal,
    usesTotal,
    residual: sourcesTotal - usesTotal,
    usual,
    sigma: Math.max(declared, 1.4826 * scatter, 0.001 * sourcesTotal, 1e-6),
  };
}

const medianDeviation = (values: readonly number[], centre: number): number =>
  median(values.map((value) => Math.abs(value - centre)));

/** TW20: why the members of a group deserve less confidence since its newest complete quarter; null when it adds up. */
export function balanceReason(
  group: BalanceGroup,
  memory: BalanceMemory,
  unit: string,
): ConfidenceReason | null {
  const verdict = memory.verdict;
  if (!verdict || memory.residuals.length <= leastForUsual) return null;
  const distance = Math.abs(verdict.residual - verdict.usual) / verdict.sigma;
  if (distance <= limit) return null;
  return reason(
    "balance",
    0.6,
    `${group.title} does not add up: ${numberText(verdict.sourcesTotal)} ${unit} in, ` +
      `${numberText(verdict.usesTotal)} ${unit} metered out, ${numberText(distance)} σ from the usual rest`,
  );
}
