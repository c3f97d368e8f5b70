import type {
  CommandView,
  DecisionView,
  Identity,
  PlanInForce,
  ProposalDetail,
  ProposalSummary,
} from "@qtwin/api";
import { type Actor, type Decision, transition } from "@qtwin/decide";
import { approvalCase } from "@qtwin/loop";
import type { CommandRecord, ProposalRecord } from "@qtwin/store";

/** The caller as the approval machine sees them: keys are machines. */
export const actorOf = ({ name, roles, via }: Identity): Actor => ({
  name,
  kind: via === "key" ? "machine" : "user",
  roles,
});

export function summaryView({ proposal, state }: ProposalRecord): ProposalSummary {
  return {
    id: proposal.id,
    state,
    trigger: proposal.trigger,
    author: proposal.author,
    createdAtMs: proposal.createdAtMs,
    expiresAtMs: proposal.expiresAtMs,
    predictedSavingEur: proposal.predictedSavingEur,
    predictedSavingPct: proposal.predictedSavingPct,
    probabilityWorse: proposal.difference.probabilityWorse,
    worstConfidence: proposal.worstConfidence,
  };
}

const decisionView = ({
  id,
  proposalId,
  verdict,
  by,
  note,
  decidedAtMs,
  deferUntilMs,
}: Decision): DecisionView => ({
  id,
  proposalId,
  verdict,
  by,
  note,
  decidedAtMs,
  deferUntilMs,
});

export function commandView({
  siteId: _site,
  decisionId: _decision,
  ...command
}: CommandRecord): CommandView {
  return command;
}

export interface ProposalParts {
  readonly record: ProposalRecord;
  readonly decisions: readonly Decision[];
  readonly commands: readonly CommandRecord[];
}

export interface AskingUser {
  readonly identity: Identity;
  readonly key: Uint8Array;
  /** Plant time. */
  readonly nowMs: number;
  readonly twoPerson: boolean;
}

/** One proposal with what the asking user may do with it. */
export function detailView(
  { record, decisions, commands }: ProposalParts,
  asking: AskingUser,
): ProposalDetail {
  const subject = approvalCase(record, decisions, asking.key);
  const rules = { nowMs: asking.nowMs, twoPerson: asking.twoPerson, autoApproval: false };
  const { refusal } = transition(subject, "approve", actorOf(asking.identity), rules);
  const needed = asking.twoPerson ? 2 : 1;
  const waits = record.state === "open" || record.state === "deferred";
  return {
    state: record.state,
    proposal: record.proposal,
    decisions: decisions.map(decisionView),
    commands: commands.map(commandView),
    approvalsMissing: waits ? Math.max(0, needed - subject.approvals.length) : 0,
    mayDecide: refusal === null,
    whyNot: refusal === null ? null : `${refusal.message} ${refusal.fix}`,
  };
}

export function planInForceView({ record, decisions, commands }: ProposalParts): PlanInForce {
  const approval = decisions.findLast((decision) => decision.verdict === "approve");
  const { proposal, state } = record;
  return {
    proposalId: proposal.id,
    state,
    approvedBy: approval?.by ?? [],
    decidedAtMs: approval?.decidedAtMs ?? record.updatedAtMs,
    note: approval?.note ?? "",
    plan: proposal.plan,
    baseline: proposal.baseline,
    envelope: approval?.envelope ?? proposal.envelope,
    commands: commands.map(commandView),
  };
}
