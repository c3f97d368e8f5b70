import {
  type Actor,
  type ApprovalCase,
  type ApprovalEvent,
  type ApprovalOutcome,
  type Decision,
  type Envelope,
  proposalHash,
  signDecision,
  transition,
  verifyDecision,
} from "@qtwin/decide";
import type { ProposalRecord, Store } from "@qtwin/store";
import { loopError } from "../errors.ts";

export interface VerdictInput {
  readonly proposalId: string;
  readonly verdict: Decision["verdict"];
  readonly actor: Actor;
  readonly note: string;
  /** Plant time; only with `defer`. */
  readonly deferUntilMs?: number;
  /** What is approved; default: the proposal's own envelope. A re-plan keeps the one it rests on. */
  readonly envelope?: Envelope;
}

export interface DecidePorts {
  readonly store: Pick<Store, "proposals" | "decisions" | "audit" | "events">;
  /** See `decisionKey`. */
  readonly key: Uint8Array;
  /** Plant time. */
  readonly nowMs: number;
  readonly twoPerson: boolean;
  /** Whether the policy may approve by itself; only for actors of kind `policy`. */
  readonly autoApproval?: boolean;
}

export interface VerdictResult {
  readonly record: ProposalRecord;
  readonly decision: Decision;
  /** People who must still agree. */
  readonly approvalsMissing: number;
}

/** What the approval machine knows of a stored proposal; only approvals whose signature holds count. */
export function approvalCase(
  record: ProposalRecord,
  decisions: readonly Decision[],
  key: Uint8Array,
): ApprovalCase {
  const hash = proposalHash(record.proposal);
  const valid = decisions.filter(
    (item) => item.verdict === "approve" && item.proposalHash === hash && verifyDecision(item, key),
  );
  return {
    proposalId: record.proposal.id,
    author: record.proposal.author,
    state: record.state,
    expiresAtMs: record.proposal.expiresAtMs,
    approvals: [...new Set(valid.flatMap((item) => item.by))],
  };
}

/** Records one step of the approval machine in the audit log, refused or not, and throws when it was refused. */
export async function audited(
  ports: Pick<DecidePorts, "store">,
  siteId: string,
  outcome: ApprovalOutcome,
  details: Readonly<Record<string, string | number | null>> = {},
): Promise<void> {
  const { event, actor, actorKind, from, to, refused, atMs, proposalId } = outcome.record;
  await ports.store.audit.append({
    siteId,
    atMs,
    actor,
    action: `proposal.${event}`,
    subject: proposalId,
    details: { actorKind, from, to, refused, ...details },
  });
  if (outcome.refusal) throw outcome.refusal;
}

function decisionOf(
  ports: DecidePorts,
  record: ProposalRecord,
  outcome: ApprovalOutcome,
  input: VerdictInput,
): Decision {
  const { proposal } = record;
  const approving = input.verdict === "approve";
  return signDecision(
    {
      id: `${proposal.id}/${input.verdict}/${input.actor.name}/${record.version}`,
      proposalId: proposal.id,
      proposalHash: proposalHash(proposal),
      verdict: input.verdict,
      by: approving ? outcome.next.approvals : [input.actor.name],
      note: input.note,
      decidedAtMs: ports.nowMs,
      deferUntilMs: input.verdict === "defer" ? (input.deferUntilMs ?? proposal.expiresAtMs) : null,
      envelope: input.envelope ?? proposal.envelope,
    },
    ports.key,
  );
}

/**
 * Decides on a proposal: the one way to approve, reject or defer, for people and for the policy.
 * The attempt is in the audit log whether it succeeds or not; the decision is signed and stored before the state changes.
 * @throws QT_LOOP_NO_PROPOSAL, QT_DECIDE_*, QT_STORE_VERSION
 */
export async function decideOn(ports: DecidePorts, input: VerdictInput): Promise<VerdictResult> {
  const { store, key, nowMs, twoPerson } = ports;
  const record = await store.proposals.get(input.proposalId);
  if (!record) throw loopError("QT_LOOP_NO_PROPOSAL", `There is no proposal '${input.proposalId}'.`);
  const { siteId } = record.proposal;
  const subject = approvalCase(record, await store.decisions.ofProposal(input.proposalId), key);
  const rules = { nowMs, twoPerson, autoApproval: ports.autoApproval ?? false };
  const outcome = transition(subject, input.verdict, input.actor, rules);
  await audited(ports, siteId, outcome, { note: input.note });
  const draft = decisionOf(ports, record, outcome, input);
  const decision = (await store.decisions.get(draft.id)) ?? draft;
  await store.decisions.add(siteId, decision);
  const changed = outcome.next.state !== record.state || input.verdict === "defer";
  const next = changed
    ? await store.proposals.transition(input.proposalId, {
        to: outcome.next.state,
        atMs: nowMs,
        by: input.actor.name,
        note: input.note,
        version: record.version,
      })
    : record;
  await store.events.notify({
    siteId,
    topic: "proposal",
    atMs: nowMs,
    payload: { proposalId: input.proposalId, state: next.state, verdict: input.verdict },
  });
  const missing = next.state === "open" && input.verdict === "approve" ? 1 : 0;
  return { record: next, decision, approvalsMissing: missing };
}

/** A step the loop itself takes (expire, supersede, activate, finish, hand-back), audited like a person's. */
export async function moveProposal(
  ports: Pick<DecidePorts, "store" | "nowMs">,
  record: ProposalRecord,
  event: Exclude<ApprovalEvent, Decision["verdict"]>,
  actor: Actor,
  note: string,
): Promise<ProposalRecord> {
  const { store, nowMs } = ports;
  const { proposal } = record;
  const subject: ApprovalCase = {
    proposalId: proposal.id,
    author: proposal.author,
    state: record.state,
    expiresAtMs: proposal.expiresAtMs,
    approvals: [],
  };
  const outcome = transition(subject, event, actor, { nowMs, twoPerson: false, autoApproval: false });
  await audited(ports, proposal.siteId, outcome, { note });
  const next = await store.proposals.transition(proposal.id, {
    to: outcome.next.state,
    atMs: nowMs,
    by: actor.name,
    note,
    version: record.version,
  });
  await store.events.notify({
    siteId: proposal.siteId,
    topic: "proposal",
    atMs: nowMs,
    payload: { proposalId: proposal.id, state: next.state },
  });
  return next;
}
