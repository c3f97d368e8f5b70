import { canonicalJson } from "@qtwin/core";
import type { Decision } from "@qtwin/decide";
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
  };
}
