import type { AssetMode } from "@qtwin/decide";
import { type Formats, left, type Section, unknownText } from "@qtwin/report";
import type { AssetModeRecord, OverrideRecord } from "@qtwin/store";
import { phrases } from "./phrases.ts";

/** A stretch in which an asset was in one mode. */
export interface ModeStretch {
  readonly asset: string;
  readonly mode: AssetMode;
  /** Null: before the period began. */
  readonly sinceMs: number | null;
  /** Null: it goes on. */
  readonly untilMs: number | null;
  readonly by: string;
  readonly reason: string;
}

/** Modes of an asset that touch a period; an asset that nobody raised is in shadow. @param changes oldest first */
export function modeStretches(
  asset: string,
  changes: readonly AssetModeRecord[],
  fromMs: number,
  untilMs: number,
): readonly ModeStretch[] {
  const shadow = {
    asset,
    mode: "shadow" as const,
    sinceMs: Number.NEGATIVE_INFINITY,
    by: unknownText,
    reason: "",
  };
  const all = [shadow, ...changes];
  return all.flatMap((change, place): ModeStretch[] => {
    const endMs = all[place + 1]?.sinceMs ?? Number.POSITIVE_INFINITY;
    if (endMs <= fromMs || change.sinceMs >= untilMs || endMs <= change.sinceMs) return [];
    const { mode, by, reason } = change;
    return [
      {
        asset,
        mode,
        by,
        reason,
        sinceMs: change.sinceMs < fromMs ? null : change.sinceMs,
        untilMs: endMs >= untilMs ? null : endMs,
      },
    ];
  });
}

export function modesSection(stretches: readonly ModeStretch[], formats: Formats): Section {
  const words = phrases[formats.locale];
  const isPassive = stretches.some(({ mode }) => mode === "shadow" || mode === "advise");
  return {
    title: words.modes,
    blocks: [
      {
        kind: "table",
        table: {
          columns: [words.asset, words.mode, words.since, words.until, words.by, words.reason].map(left),
          rows: stretches.map(({ asset, mode, sinceMs, untilMs, by, reason }) => [
            asset,
            words.modeNames[mode],
            sinceMs === null ? words.before : formats.instant(sinceMs),
            untilMs === null ? "" : formats.instant(untilMs),
            by,
            reason,
          ]),
        },
      },
      ...(isPassive ? [{ kind: "text" as const, text: words.shadowRule }] : []),
    ],
  };
}

/** Overrides that touch the period, with who and why. */
export function overridesSection(overrides: readonly OverrideRecord[], formats: Formats): Section {
  const words = phrases[formats.locale];
  if (overrides.length === 0)
    return { title: words.overrides, blocks: [{ kind: "text", text: words.noOverrides }] };
  return {
    title: words.overrides,
    blocks: [
      {
        kind: "table",
        table: {
          columns: [words.asset, words.since, words.until, words.by, words.reason].map(left),
          rows: overrides.map(({ asset, startedAtMs, endedAtMs, by, reason }) => [
            asset,
            formats.instant(startedAtMs),
            endedAtMs === null ? words.open : formats.instant(endedAtMs),
            by,
            reason,
          ]),
        },
      },
    ],
  };
}
