import { minuteMs } from "@qtwin/core";
import { loopActor } from "@qtwin/decide";
import type { ProposalRecord } from "@qtwin/store";
import type { LoopContext } from "../context.ts";
import { approvalBehind, envelopeApprover, policyApprover } from "../write/authority.ts";
import { authorityRules, type PlanInForce } from "../write/plan-in-force.ts";
import { decideOn, moveProposal } from "./decide-on.ts";
import { type ProposeInput, propose } from "./propose.ts";
import type { Raising } from "./raise.ts";

/** What a person or a script sees of a cycle. */
export interface Raised {
  readonly proposalId: string;
  readonly state: ProposalRecord["state"];
  readonly raising: Raising["kind"];
  readonly reason: string;
  readonly baselineCostEur: number;
  readonly planCostEur: number;
  readonly predictedSavingPct: number;
  readonly gap: number | null;
  readonly solveSeconds: number;
}

const ports = (context: LoopContext) => ({
  store: context.store,
  key: context.key,
  nowMs: context.clock.nowMs(),
  twoPerson: context.site.approval.twoPerson,
  autoApproval: authorityRules(context).autoApproval,
});

/** Ends every proposal of the site that waits for nobody any more because a newer one is there. */
async function supersede(
  context: LoopContext,
  states: readonly ProposalRecord["state"][],
  keepId: string,
  note: string,
): Promise<void> {
  for (const record of await context.store.proposals.list(context.site.id, { states, limit: 20 })) {
    if (record.proposal.id === keepId) continue;
    await moveProposal(ports(context), record, "supersede", loopActor, note);
  }
}

async function approveByItself(
  context: LoopContext,
  proposalId: string,
  raising: Raising,
  inForce: PlanInForce | null,
): Promise<void> {
  const underEnvelope = raising.kind === "apply" && inForce;
  const name = underEnvelope ? envelopeApprover(approvalBehind(inForce.decision)) : policyApprover;
  await decideOn(
    { ...ports(context), autoApproval: underEnvelope ? true : authorityRules(context).autoApproval },
    {
      proposalId,
      verdict: "approve",
      actor: { name, kind: "policy", roles: [] },
      note: raising.reason,
      ...(underEnvelope ? { envelope: inForce.decision.envelope } : {}),
    },
  );
}

/**
 * Stores a new proposal and takes it as far as nobody needs to be asked: drafts stay drafts, a re-plan inside the
 * approved envelope and what the policy grants are approved. Safe to run again.
 */
export async function raiseProposal(context: LoopContext, input: ProposeInput): Promise<Raised> {
  const { store } = context;
  const { proposal, raising, inForce } = await propose(context, input);
  const created = await store.proposals.create(proposal, raising.kind === "draft" ? "draft" : "open", "loop");
  await supersede(context, ["draft", "open", "deferred"], proposal.id, "A newer proposal is there.");
  if (created.state === "open" && (raising.kind === "apply" || raising.kind === "auto")) {
    await approveByItself(context, proposal.id, raising, inForce);
  } else {
    await store.events.notify({
      siteId: proposal.siteId,
      topic: "proposal",
      atMs: context.clock.nowMs(),
      payload: { proposalId: proposal.id, state: created.state, reason: raising.reason },
    });
  }
  const now = (await store.proposals.get(proposal.id)) ?? created;
  return {
    proposalId: proposal.id,
    state: now.state,
    raising: raising.kind,
    reason: raising.reason,
    baselineCostEur: proposal.baseline.cost.totalEur,
    planCostEur: proposal.plan.cost.totalEur,
    predictedSavingPct: proposal.predictedSavingPct,
    gap: proposal.solve.gap,
    solveSeconds: proposal.solve.seconds,
  };
}

/** Puts an approved proposal in force in place of the one before. */
export async function activate(context: LoopContext, proposalId: string): Promise<void> {
  const record = await context.store.proposals.get(proposalId);
  if (record?.state === "approved") {
    await moveProposal(ports(context), record, "activate", loopActor, "It is being written.");
  }
  await supersede(context, ["approved", "active"], proposalId, `Proposal ${proposalId} took over.`);
}

export type Look =
  | { readonly kind: "waiting"; readonly waitMs: number }
  | { readonly kind: "decided"; readonly state: ProposalRecord["state"] };

/** Reads from the store itself how a proposal stands; what woke the workflow counts for nothing. */
export async function lookAtDecision(context: LoopContext, proposalId: string): Promise<Look> {
  const record = await context.store.proposals.get(proposalId);
  if (!record) return { kind: "decided", state: "expired" };
  if (record.state === "approved") await activate(context, proposalId);
  if (record.state !== "open" && record.state !== "deferred") return { kind: "decided", state: record.state };
  const leftMs = record.proposal.expiresAtMs - context.clock.nowMs();
  if (leftMs > 0) return { kind: "waiting", waitMs: Math.min(leftMs, 5 * minuteMs * context.clock.speed) };
  await moveProposal(ports(context), record, "expire", loopActor, "Nobody decided in time.");
  return { kind: "decided", state: "expired" };
}

/** Ends plans whose approved time is over: the plant is on native control from then on. */
export async function finishPlans(context: LoopContext): Promise<void> {
  const nowMs = context.clock.nowMs();
  const records = await context.store.proposals.list(context.site.id, {
    states: ["approved", "active"],
    limit: 20,
  });
  for (const record of records) {
    if (nowMs < record.proposal.envelope.untilMs) continue;
    // An approved one that was never activated (the worker was away all its time) was in force by its state.
    const active =
      record.state === "active"
        ? record
        : await moveProposal(ports(context), record, "activate", loopActor, "It was in force.");
    await moveProposal(ports(context), active, "finish", loopActor, "Its horizon is over.");
  }
}
