import type { BalancingContract, Nominated } from "@qtwin/usecases";

/** What was nominated for one day of delivery: made once, never changed. */
export interface NominationRecord {
  readonly siteId: string;
  /** Local day of delivery, for example `2023-05-10`. */
  readonly day: string;
  /** Plant time. */
  readonly madeAtMs: number;
  readonly nominated: Nominated;
  /** As it was when the nomination was made: the day is settled by it. */
  readonly contract: BalancingContract;
  /** `plan`: what Qtwin means to do; `native`: what the plant does by itself. */
  readonly basis: "plan" | "native";
  readonly snapshotId: string;
}

export interface NominationStore {
  /** Keeps what is there already. Answers with what is kept. */
  readonly put: (nomination: NominationRecord) => Promise<NominationRecord>;
  readonly get: (siteId: string, day: string) => Promise<NominationRecord | null>;
  /** Those that say something of [fromMs, untilMs) and were made by `madeByMs`, by day. */
  readonly between: (
    siteId: string,
    fromMs: number,
    untilMs: number,
    madeByMs?: number,
  ) => Promise<readonly NominationRecord[]>;
  /** Newest day first. */
  readonly list: (siteId: string, limit: number) => Promise<readonly NominationRecord[]>;
}
