import { QtwinError } from "@qtwin/core";
import { decideOn } from "@qtwin/loop";
import type { ApiDeps, Caller, Handlers } from "../context.ts";
import { planCsv } from "../views/plan-csv.ts";
import { actorOf, detailView, type ProposalParts, planInForceView, summaryView } from "../views/proposals.ts";

/** States in which a plan is the one in force. */
export const inForce = ["approved", "active"] as const;

async function partsOf(deps: ApiDeps, id: string): Promise<ProposalParts> {
  const { proposals, decisions, commands } = deps.store();
  const record = await proposals.get(id);
  if (record === null || record.proposal.siteId !== deps.site.id)
    throw new QtwinError({
      kind: "not-found",
      code: "QT_SERVER_NO_PROPOSAL",
      message: `There is no proposal '${id}'.`,
      fix: "GET /api/v1/proposals lists them.",
      where: "id",
    });
  return {
    record,
    decisions: await decisions.ofProposal(id),
    commands: await commands.ofProposal(id),
  };
}

/** The approved plan being written; null under native control. */
export async function planPartsInForce(deps: ApiDeps): Promise<ProposalParts | null> {
  const [record] = await deps.store().proposals.list(deps.site.id, { states: inForce, limit: 1 });
  return record === undefined ? null : partsOf(deps, record.proposal.id);
}

export function decideHandlers(
  deps: ApiDeps,
): Handlers<"proposals" | "proposal" | "planCsv" | "decide" | "planInForce"> {
  const detail = async (id: string, caller: Caller) =>
    detailView(await partsOf(deps, id), {
      identity: caller.identity!,
      key: deps.decisionKey,
      nowMs: deps.clock.nowMs(),
      twoPerson: deps.site.approval.twoPerson,
    });
  return {
    proposals: async ({ query }) => {
      const { state, limit } = query;
      const filter = { limit, ...(state === undefined ? {} : { states: [state] }) };
      return (await deps.store().proposals.list(deps.site.id, filter)).map(summaryView);
    },

    proposal: ({ params }, caller) => detail(params.id, caller),

    planCsv: async ({ params }) =>
      planCsv((await partsOf(deps, params.id)).record.proposal.plan, deps.site.timeZone),

    decide: async ({ params, body }, caller) => {
      await partsOf(deps, params.id);
      const nowMs = Math.round(deps.clock.nowMs());
      await decideOn(
        {
          store: deps.store(),
          key: deps.decisionKey,
          nowMs,
          twoPerson: deps.site.approval.twoPerson,
        },
        {
          proposalId: params.id,
          verdict: body.verdict,
          actor: actorOf(caller.identity!),
          note: body.note,
          ...(body.deferMin === undefined ? {} : { deferUntilMs: nowMs + body.deferMin * 60_000 }),
        },
      );
      return detail(params.id, caller);
    },

    planInForce: async () => {
      const parts = await planPartsInForce(deps);
      return parts === null ? null : planInForceView(parts);
    },
  };
}
