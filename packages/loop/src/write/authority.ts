import { canonicalJson } from "@qtwin/core";
import {
  type Decision,
  type Proposal,
  planOutside,
  proposalHash,
  verifyDecision,
  writingStates,
} from "@qtwin/decide";
import type { ProposalRecord } from "@qtwin/store";

/** `by` of a decision that rests on an earlier approval: the re-plan lies inside its envelope. */
export const envelopeApprover = (decisionId: string): string => `envelope:${decisionId}`;
/** `by` of a decision the site's policy took. */
export const policyApprover = "policy";

export interface AuthorityRules {
  readonly key: Uint8Array;
  readonly twoPerson: boolean;
  /** Whether the policy may approve on this site at all. */
  readonly autoApproval: boolean;
  readonly nowMs: number;
}

/** Everything that was decided about a proposal and about those whose envelope it rests on. */
export interface DecisionLookup {
  readonly ofProposal: (proposalId: string) => Promise<readonly Decision[]>;
  readonly get: (id: string) => Promise<Decision | null>;
}

export type Authority =
  | { readonly ok: true; readonly decision: Decision }
  | { readonly ok: false; readonly code: string; readonly sentence: string };

const no = (code: string, sentence: string): Authority => ({ ok: false, code, sentence });

const parentId = (decision: Decision): string | null => {
  const by = decision.by.find((name) => name.startsWith("envelope:"));
  return by === undefined ? null : by.slice("envelope:".length);
};

/** Who gave a decision: enough people, the policy where it may, or an envelope that people or the policy gave. */
async function givenRightly(
  decision: Decision,
  proposal: Proposal,
  rules: AuthorityRules,
  lookup: DecisionLookup,
): Promise<string | null> {
  const parent = parentId(decision);
  if (parent !== null) {
    const approval = await lookup.get(parent);
    if (approval?.verdict !== "approve" || !verifyDecision(approval, rules.key)) {
      return "The approval it rests on is missing or changed.";
    }
    if (parentId(approval) !== null) return "It rests on an envelope nobody approved.";
    if (canonicalJson(approval.envelope) !== canonicalJson(decision.envelope)) {
      return "Its envelope is not the approved one.";
    }
    const outside = planOutside(proposal.plan, proposal.commands, approval.envelope);
    return outside[0] ?? rightsOf(approval, rules);
  }
  return rightsOf(decision, rules);
}

function rightsOf(decision: Decision, rules: AuthorityRules): string | null {
  if (decision.by.includes(policyApprover)) {
    return rules.autoApproval ? null : "The policy may not approve on this site.";
  }
  const needed = rules.twoPerson ? 2 : 1;
  return new Set(decision.by).size >= needed ? null : `${needed} people must approve it.`;
}

/**
 * The decision that lets a proposal write, verified anew: state, signature, content, people. Read from the store at
 * each write; a message never carries it.
 */
export async function authorityOf(
  record: ProposalRecord,
  rules: AuthorityRules,
  lookup: DecisionLookup,
): Promise<Authority> {
  const { proposal } = record;
  if (!writingStates.includes(record.state)) return no("not-approved", `It is ${record.state}.`);
  const decisions = await lookup.ofProposal(proposal.id);
  const approvals = decisions.filter((item) => item.verdict === "approve");
  const decision = approvals.at(-1);
  if (!decision) return no("not-approved", "Nobody approved it.");
  if (!verifyDecision(decision, rules.key))
    return no("bad-signature", "The signature of its decision is wrong.");
  if (decision.proposalHash !== proposalHash(proposal)) {
    return no("changed", "The proposal is not the one that was approved.");
  }
  if (rules.nowMs >= decision.envelope.untilMs) return no("over", "The approved time is over.");
  const wrong = await givenRightly(decision, proposal, rules, lookup);
  return wrong === null ? { ok: true, decision } : no("not-entitled", wrong);
}

/** The approval whose envelope counts for a decision: its own, or the one it rests on. */
export const approvalBehind = (decision: Decision): string => parentId(decision) ?? decision.id;
