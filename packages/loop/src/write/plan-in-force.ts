import type { Decision } from "@qtwin/decide";
import type { ProposalRecord } from "@qtwin/store";
import type { LoopContext } from "../context.ts";
import { type AuthorityRules, authorityOf } from "./authority.ts";

export interface PlanInForce {
  readonly record: ProposalRecord;
  readonly decision: Decision;
}

/** The newest proposal that may write now, read and verified from the store; null under native control. */
export async function planInForce(
  context: Pick<LoopContext, "site" | "store" | "clock" | "key" | "approve">,
): Promise<PlanInForce | null> {
  const { site, store } = context;
  const records = await store.proposals.list(site.id, { states: ["approved", "active"], limit: 8 });
  for (const record of records) {
    const authority = await authorityOf(record, authorityRules(context), store.decisions);
    if (authority.ok) return { record, decision: authority.decision };
  }
  return null;
}

/** Whether the policy may approve here: on a simulated plant when asked to, elsewhere when the site file grants it. */
export function authorityRules(
  context: Pick<LoopContext, "site" | "clock" | "key" | "approve">,
): AuthorityRules {
  const { site, clock, key } = context;
  return {
    key,
    twoPerson: site.approval.twoPerson,
    autoApproval: site.simulated !== null || site.approval.autoApprove,
    nowMs: clock.nowMs(),
  };
}
