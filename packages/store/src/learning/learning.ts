import type { LearntValue } from "@qtwin/usecases";

/** A value as it was learnt on a day. */
export interface LearntRecord {
  /** In the order of recording: the version. */
  readonly number: number;
  readonly siteId: string;
  /** Plant time. */
  readonly learntAtMs: number;
  readonly learnt: LearntValue;
}

/**
 * What a person said about a value. `reject`: it is not planned with, whatever is learnt. `reset`: nothing learnt before
 * counts any more, learning begins anew; it also ends a rejection.
 */
export interface LearntDecision {
  readonly siteId: string;
  readonly valueId: string;
  readonly verdict: "reject" | "reset";
  /** Plant time. */
  readonly atMs: number;
  readonly by: string;
  readonly reason: string;
}

/** Append-only. Everything can be asked for as it stood at an instant of plant time. */
export interface LearningStore {
  /** One record per value and end of its stretch: what is there already is left as it is. */
  readonly put: (records: readonly Omit<LearntRecord, "number">[]) => Promise<void>;
  /** Newest of each value. */
  readonly latest: (siteId: string, atMs: number) => Promise<ReadonlyMap<string, LearntRecord>>;
  /** All versions of a value, newest first. */
  readonly versions: (siteId: string, valueId: string, limit?: number) => Promise<readonly LearntRecord[]>;
  readonly decide: (decision: LearntDecision) => Promise<void>;
  /** Newest of each value. */
  readonly decisions: (siteId: string, atMs: number) => Promise<ReadonlyMap<string, LearntDecision>>;
}
