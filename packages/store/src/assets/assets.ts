import type { AssetMode } from "@qtwin/decide";

export interface AssetModeRecord {
  readonly siteId: string;
  readonly asset: string;
  readonly mode: AssetMode;
  readonly sinceMs: number;
  readonly by: string;
  readonly reason: string;
}

/** One day of evidence for or against more autonomy of an asset. */
export interface AssetEvidence {
  readonly siteId: string;
  readonly asset: string;
  /** Local calendar day of the plant, `2023-05-09`. */
  readonly day: string;
  /** Mean error of what the model predicted for the asset, and the limit it is held to; null where nothing was predicted. */
  readonly predictionErrorPct: number | null;
  readonly predictionLimitPct: number | null;
  readonly savingEur: number | null;
  readonly overrides: number;
  readonly refusals: number;
}

export interface AssetModeStore {
  /** Mode in force per asset; assets without a row are in `shadow`. */
  readonly current: (siteId: string) => Promise<ReadonlyMap<string, AssetModeRecord>>;
  /** Appends; the newest row counts. */
  readonly set: (record: AssetModeRecord) => Promise<void>;
  /** Oldest first. */
  readonly changes: (siteId: string, asset: string) => Promise<readonly AssetModeRecord[]>;
  /** One row per asset and day; a second one for the day replaces the first. */
  readonly putEvidence: (evidence: AssetEvidence) => Promise<void>;
  /** From `fromDay` on, oldest first. */
  readonly evidence: (siteId: string, asset: string, fromDay: string) => Promise<readonly AssetEvidence[]>;
}

/** An operator took an asset: it leaves the plan until handed back. */
export interface OverrideRecord {
  readonly id: string;
  readonly siteId: string;
  readonly asset: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly by: string;
  readonly reason: string;
}

export interface OverrideStore {
  /** Idempotent by id. */
  readonly start: (override: Omit<OverrideRecord, "endedAtMs">) => Promise<void>;
  /** Does nothing when it has ended already. */
  readonly end: (id: string, atMs: number) => Promise<void>;
  readonly open: (siteId: string) => Promise<readonly OverrideRecord[]>;
  readonly list: (siteId: string, fromMs: number, toMs: number) => Promise<readonly OverrideRecord[]>;
}
