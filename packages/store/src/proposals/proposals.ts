import type { Decision, Proposal, ProposalState } from "@qtwin/decide";

export interface ProposalRecord {
  readonly proposal: Proposal;
  readonly state: ProposalState;
  /** Grows by one with each change of state. */
  readonly version: number;
  readonly updatedAtMs: number;
  /** Who or what changed the state last, and why. */
  readonly updatedBy: string;
  readonly note: string;
}

export interface ProposalTransition {
  readonly to: ProposalState;
  readonly atMs: number;
  readonly by: string;
  readonly note?: string;
  /** Given: the change happens only if the record still has this version. */
  readonly version?: number;
}

export interface ProposalStore {
  /** Idempotent by id: a second call returns the record as it is now. */
  readonly create: (proposal: Proposal, state: "draft" | "open", by?: string) => Promise<ProposalRecord>;
  readonly get: (id: string) => Promise<ProposalRecord | null>;
  /** Newest first, unless the oldest are asked for; `sinceMs` and `beforeMs` bound when they were made. */
  readonly list: (
    siteId: string,
    filter?: {
      readonly states?: readonly ProposalState[];
      readonly limit?: number;
      readonly sinceMs?: number;
      readonly beforeMs?: number;
      readonly oldestFirst?: boolean;
    },
  ) => Promise<readonly ProposalRecord[]>;
  /**
   * Changes the state along the table of `transitions.ts`. A change to the state it has already, asked without a
   * version, changes nothing and returns the record.
   * @throws QT_STORE_NO_PROPOSAL, QT_STORE_BAD_TRANSITION, QT_STORE_VERSION
   */
  readonly transition: (id: string, change: ProposalTransition) => Promise<ProposalRecord>;
}

/** A stretch for which a proposal was approved; a newer one may have taken over within it. */
export interface Approval {
  readonly proposalId: string;
  readonly sinceMs: number;
  /** End of the approved time, or when it was superseded or handed back. */
  readonly untilMs: number;
}

/** Append-only: a decision is never changed. */
export interface DecisionStore {
  /** Idempotent by id. @throws QT_STORE_DECISION_DIFFERS when the id exists with other content */
  readonly add: (siteId: string, decision: Decision) => Promise<void>;
  readonly get: (id: string) => Promise<Decision | null>;
  /** Oldest first. */
  readonly ofProposal: (proposalId: string) => Promise<readonly Decision[]>;
  /** Approvals whose stretch touches [fromMs, untilMs), oldest first. */
  readonly approvals: (siteId: string, fromMs: number, untilMs: number) => Promise<readonly Approval[]>;
}
