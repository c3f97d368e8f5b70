import type { Answer } from "@qtwin/model";

/** The ledger of solves: enough to check value and bound with any other solver. */
export interface RunRecord {
  readonly id: string;
  readonly siteId: string;
  readonly useCase: string;
  readonly snapshotId: string | null;
  readonly proposalId: string | null;
  readonly createdAtMs: number;
  /** SHA-256 of the MPS text. */
  readonly modelHash: string;
  /** The model as MPS text; kept compressed. */
  readonly mps: string;
  readonly answer: Answer;
}

export interface RunStore {
  /** Idempotent by id. */
  readonly put: (run: RunRecord) => Promise<void>;
  readonly get: (id: string) => Promise<RunRecord | null>;
  /** Newest first, without model and solution. */
  readonly list: (siteId: string, limit?: number) => Promise<readonly Omit<RunRecord, "mps">[]>;
}

export interface KpiRecord {
  readonly siteId: string;
  /** For example `billEur`, `savingEur`, `peakKw`. */
  readonly id: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly value: number;
  readonly unit: string;
  readonly computedAtMs: number;
}

export interface KpiStore {
  /** One row per site, id and period; computed again, it is replaced. */
  readonly put: (kpis: readonly KpiRecord[]) => Promise<void>;
  /** Periods that start in [fromMs, untilMs), oldest first. */
  readonly list: (
    siteId: string,
    fromMs: number,
    untilMs: number,
    id?: string,
  ) => Promise<readonly KpiRecord[]>;
}
