import type { ProposalState } from "@qtwin/decide";

/** What may become of a proposal. `approved` is reached by a decision, of a person or of an envelope in force. */
export const proposalTransitions: Readonly<Record<ProposalState, readonly ProposalState[]>> = {
  draft: ["open", "approved", "superseded", "expired"],
  open: ["approved", "rejected", "deferred", "expired", "superseded"],
  deferred: ["open", "approved", "rejected", "expired", "superseded"],
  approved: ["active", "rejected", "expired", "superseded", "handed-back"],
  active: ["finished", "handed-back", "superseded", "expired"],
  rejected: [],
  expired: [],
  superseded: ["handed-back"],
  finished: ["handed-back"],
  "handed-back": [],
};
