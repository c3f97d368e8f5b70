import type { Json } from "@qtwin/core";
import {
  type BalanceGroup,
  type BalanceMemory,
  balanceReason,
  emptyBalance,
  rememberBalance,
} from "./cleansing/balance.ts";
import { calibrationAt, calibrationRule } from "./cleansing/calibration.ts";
import { clockRule } from "./cleansing/clock.ts";
import { gapRule } from "./cleansing/gap.ts";
import { outlierRule, rememberWindow } from "./cleansing/outlier.ts";
import { qualityRule } from "./cleansing/quality.ts";
import { rangeRule } from "./cleansing/range.ts";
import { rateRule } from "./cleansing/rate.ts";
import { accuracyAt, isLate, type PointMemory, type Rule, reason, type Sample } from "./cleansing/rule.ts";
import { stuckRule, unchangedSince } from "./cleansing/stuck.ts";
import { typeRule } from "./cleansing/type.ts";
import { canonicalValue, unitRule } from "./cleansing/unit.ts";
import type { ConfidenceReason, Measurement, RawMeasurement } from "./measurement.ts";
import type { PointSpec } from "./point.ts";

export interface CleanseContext {
  /** When the batch arrived, plant clock. */
  readonly receivedTimeMs: number;
  /** Measured clock offset per connector id (`LinkStatus.clockOffsetMs`). */
  readonly clockOffsetMs?: Readonly<Record<string, number | null>>;
}

/** Turns raw values into measurements: canonical unit, accuracy, mode, and confidence with its reasons. */
export interface Cleanser {
  /** One measurement per raw value, in the same order; nothing is dropped, nothing thrown. */
  readonly cleanse: (batch: readonly RawMeasurement[], context: CleanseContext) => readonly Measurement[];
  /** Plain JSON; `createCleanser({ …, state })` goes on from it. */
  readonly state: () => CleanserState;
}

export interface CleanserState {
  readonly points: Readonly<Record<string, PointMemory>>;
  readonly modes: Readonly<Record<string, string>>;
  readonly balances: Readonly<Record<string, BalanceMemory>>;
}

export interface CleanserOptions {
  readonly points: readonly PointSpec[];
  readonly balances?: readonly BalanceGroup[];
  readonly state?: CleanserState;
}

/** A value with a reason below this is no reference for later ones. */
const plausibleFrom = 0.5;

const rules: readonly Rule[] = [
  qualityRule,
  typeRule,
  unitRule,
  rangeRule,
  rateRule,
  stuckRule,
  outlierRule,
  gapRule,
  clockRule,
  calibrationRule,
];

/** Deterministic: the same batches from the same state give the same measurements. */
export function createCleanser(options: CleanserOptions): Cleanser {
  const specs = new Map(options.points.map((spec) => [spec.id, spec]));
  const modePoints = new Set(options.points.flatMap((spec) => spec.modePoint ?? []));
  const groups = options.balances ?? [];
  const groupsOf = new Map<string, BalanceGroup[]>();
  for (const group of groups) {
    for (const member of [...group.sources, ...group.uses]) {
      groupsOf.set(member, [...(groupsOf.get(member) ?? []), group]);
    }
  }
  const memories = new Map(Object.entries(options.state?.points ?? {}));
  const modes = new Map(Object.entries(options.state?.modes ?? {}));
  const balances = new Map(Object.entries(options.state?.balances ?? {}));

  const balanceReasons = (spec: PointSpec): readonly ConfidenceReason[] =>
    (groupsOf.get(spec.id) ?? []).flatMap(
      (group) => balanceReason(group, balances.get(group.id) ?? emptyBalance, spec.unit) ?? [],
    );

  const learn = (sample: Sample, reasons: readonly ConfidenceReason[]): void => {
    const { spec, raw, number } = sample;
    const memory = memories.get(spec.id) ?? null;
    const plausible = reasons.every((each) => each.confidence >= plausibleFrom);
    if (memory?.newestMs === raw.sourceTimeMs) {
      memories.set(spec.id, { ...memory, confirmedMs: Math.max(memory.confirmedMs, vouchedMs(sample)) });
      return;
    }
    memories.set(spec.id, nextMemory(sample, memory, plausible));
    if (modePoints.has(spec.id) && typeof raw.value === "string" && raw.quality !== "bad") {
      modes.set(spec.id, raw.value);
    }
    if (number === null || !plausible) return;
    for (const group of groupsOf.get(spec.id) ?? []) {
      const reading = { pointId: spec.id, timeMs: raw.sourceTimeMs, value: number };
      balances.set(group.id, rememberBalance(balances.get(group.id) ?? emptyBalance, group, specs, reading));
    }
  };

  const cleanseOne = (raw: RawMeasurement, context: CleanseContext): Measurement => {
    const spec = specs.get(raw.pointId);
    if (!spec) return unknownPoint(raw, context.receivedTimeMs);
    const { value, unit } = canonicalValue(spec, raw);
    const sample: Sample = {
      spec,
      raw,
      value,
      number: unit === spec.unit ? numberOf(spec, value) : null,
      receivedTimeMs: context.receivedTimeMs,
      clockOffsetMs: context.clockOffsetMs?.[spec.source.connector] ?? null,
    };
    const memory = memories.get(spec.id) ?? null;
    const reasons = [...rules.flatMap((rule) => rule(sample, memory) ?? []), ...balanceReasons(spec)];
    const mode = spec.modePoint === undefined ? null : (modes.get(spec.modePoint) ?? null);
    if (!isLate(sample, memory)) learn(sample, reasons);
    return measurementOf(sample, unit, reasons, mode);
  };

  return {
    cleanse: (batch, context) => batch.map((raw) => cleanseOne(raw, context)),
    state: () => ({
      points: Object.fromEntries(memories),
      modes: Object.fromEntries(modes),
      balances: Object.fromEntries(balances),
    }),
  };
}

function numberOf(spec: PointSpec, value: Json): number | null {
  return spec.type === "number" && typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Until when the server vouches for the value; one on another clock for nothing after the receipt. */
const vouchedMs = ({ raw, receivedTimeMs }: Sample): number => Math.min(raw.serverTimeMs, receivedTimeMs);

function nextMemory(sample: Sample, memory: PointMemory | null, plausible: boolean): PointMemory {
  const { raw, number } = sample;
  const believed = plausible && number !== null;
  return {
    newestMs: raw.sourceTimeMs,
    confirmedMs: Math.max(raw.sourceTimeMs, vouchedMs(sample)),
    plausible: believed ? { timeMs: raw.sourceTimeMs, value: number } : (memory?.plausible ?? null),
    unchanged: unchangedSince(sample, memory),
    ...rememberWindow(sample, memory, plausible),
  };
}

function measurementOf(
  sample: Sample,
  unit: string,
  reasons: readonly ConfidenceReason[],
  mode: string | null,
): Measurement {
  const { spec, raw, value, number } = sample;
  return {
    ...raw,
    value,
    unit,
    kind: spec.kind,
    intervalStartMs: intervalStart(spec, raw.sourceTimeMs),
    receivedTimeMs: sample.receivedTimeMs,
    confidence: confidenceOf(reasons),
    reasons: [...reasons].sort((left, right) => left.confidence - right.confidence),
    accuracy: number === null ? null : accuracyAt(spec, number),
    calibration: calibrationAt(spec, raw.sourceTimeMs),
    mode,
  };
}

/** TW2: the smallest over the reasons, 1 without any. */
export function confidenceOf(reasons: readonly ConfidenceReason[]): number {
  return reasons.reduce((least, each) => Math.min(least, each.confidence), 1);
}

function intervalStart(spec: PointSpec, sourceTimeMs: number): number | null {
  if (!spec.interval) return null;
  return spec.interval.label === "start" ? sourceTimeMs : sourceTimeMs - spec.interval.seconds * 1000;
}

/** TW1: a value nobody declared is kept too, and trusted in nothing. */
function unknownPoint(raw: RawMeasurement, receivedTimeMs: number): Measurement {
  return {
    ...raw,
    kind: "event",
    intervalStartMs: null,
    receivedTimeMs,
    confidence: 0,
    reasons: [reason("unknown-point", 0, `${raw.pointId} is not in the catalogue`)],
    accuracy: null,
    calibration: "unknown",
    mode: null,
  };
}
