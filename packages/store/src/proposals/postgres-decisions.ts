import { canonicalJson } from "@qtwin/core";
import type { Decision } from "@qtwin/decide";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { storeErrors } from "../errors.ts";
import type { DecisionStore } from "./proposals.ts";

export function createDecisions({ query }: Database): DecisionStore {
  const get = async (id: string): Promise<Decision | null> => {
    const row = await query.selectFrom("decisions").select("content").where("id", "=", id).executeTakeFirst();
    return row ? (row.content as Decision) : null;
  };
  return {
    get,
    add: async (siteId, decision) => {
      const content = JSON.stringify(decision);
      const added = await query
        .insertInto("decisions")
        .values({
          id: decision.id,
          site_id: siteId,
          proposal_id: decision.proposalId,
          verdict: decision.verdict,
          decided_at_ms: Math.round(decision.decidedAtMs),
          content,
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returning("id")
        .executeTakeFirst();
      if (!added && canonicalJson(await get(decision.id)) !== canonicalJson(JSON.parse(content))) {
        throw storeErrors.decisionDiffers(decision.id);
      }
    },
    ofProposal: async (proposalId) => {
      const rows = await query
        .selectFrom("decisions")
        .select("content")
        .where("proposal_id", "=", proposalId)
        .orderBy("decided_at_ms")
        .orderBy("id")
        .execute();
      return rows.map((row) => row.content as Decision);
    },
    approvals: async (siteId, fromMs, untilMs) => {
      const ended = sql<number>`least((decisions.content->'envelope'->>'untilMs')::float8,
        case when state in ('superseded', 'handed-back') then updated_at_ms end)`;
      const rows = await query
        .selectFrom("decisions")
        .innerJoin("proposals", "proposals.id", "decisions.proposal_id")
        .select(["proposal_id", "decided_at_ms", ended.as("until_ms")])
        .where("decisions.site_id", "=", siteId)
        .where("verdict", "=", "approve")
        .where("decided_at_ms", "<", Math.round(untilMs))
        .where(ended, ">", Math.round(fromMs))
        .orderBy("decided_at_ms")
        .execute();
      return rows.map((row) => ({
        proposalId: row.proposal_id,
        sinceMs: row.decided_at_ms,
        untilMs: Math.round(row.until_ms),
      }));
    },
  };
}
