import type { Evidence, Verdict } from "@qtwin/model";

/** What a quantum run brought, as it was measured and by whom it was recorded. */
export interface EvidenceRecord {
  /** Chosen by the recorder, so that recording again adds nothing. */
  readonly id: string;
  /** When the run ended, on the wall clock. */
  readonly atMs: number;
  /** User name, api key name, or `os:` and the name of who ran the command. */
  readonly by: string;
  readonly evidence: Evidence;
}

export interface EvidenceEntry extends EvidenceRecord {
  /** In the order of recording. */
  readonly number: number;
  /** Computed from the evidence each time it is read. */
  readonly verdict: Verdict;
}

export interface EvidenceFilter {
  readonly problemClass?: string;
  readonly method?: string;
  /** Runs that ended at this instant or later. */
  readonly sinceMs?: number;
  /** The next page: entries recorded before this one. */
  readonly beforeNumber?: number;
  /** Default 100. */
  readonly limit?: number;
}

/** Append-only: a measurement is never changed. */
export interface EvidenceStore {
  /** All or none; idempotent by id. @throws QT_STORE_EVIDENCE_DIFFERS when an id exists with other content */
  readonly put: (records: readonly EvidenceRecord[]) => Promise<void>;
  /** Newest first. */
  readonly list: (filter?: EvidenceFilter) => Promise<readonly EvidenceEntry[]>;
}
