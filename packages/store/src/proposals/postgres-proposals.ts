import type { Proposal, ProposalState } from "@qtwin/decide";
import { type Selectable, sql } from "kysely";
import type { Database } from "../database.ts";
import { storeErrors } from "../errors.ts";
import type { ProposalsTable } from "../tables.ts";
import type { ProposalRecord, ProposalStore } from "./proposals.ts";
import { proposalTransitions } from "./transitions.ts";

export function createProposals({ query }: Database): ProposalStore {
  const get = async (id: string): Promise<ProposalRecord | null> => {
    const row = await query.selectFrom("proposals").selectAll().where("id", "=", id).executeTakeFirst();
    return row ? recordOf(row) : null;
  };
  const existing = async (id: string): Promise<ProposalRecord> => {
    const record = await get(id);
    if (!record) throw storeErrors.noProposal(id);
    return record;
  };
  return {
    get,
    create: async (proposal, state, by = proposal.author) => {
      await query
        .insertInto("proposals")
        .values({
          id: proposal.id,
          site_id: proposal.siteId,
          state,
          version: 1,
          created_at_ms: Math.round(proposal.createdAtMs),
          updated_at_ms: Math.round(proposal.createdAtMs),
          updated_by: by,
          note: "",
          content: JSON.stringify(proposal),
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
      return existing(proposal.id);
    },
    list: async (siteId, filter = {}) => {
      let rows = query.selectFrom("proposals").selectAll().where("site_id", "=", siteId);
      if (filter.states) rows = rows.where(sql<boolean>`state = any(${filter.states})`);
      if (filter.sinceMs !== undefined) rows = rows.where("created_at_ms", ">=", Math.round(filter.sinceMs));
      if (filter.beforeMs !== undefined) rows = rows.where("created_at_ms", "<", Math.round(filter.beforeMs));
      const order = filter.oldestFirst ? "asc" : "desc";
      const found = await rows
        .orderBy("created_at_ms", order)
        .orderBy("id", order)
        .limit(filter.limit ?? 100)
        .execute();
      return found.map(recordOf);
    },
    transition: async (id, change) => {
      const record = await existing(id);
      if (change.version !== undefined && change.version !== record.version) {
        throw storeErrors.version(id, change.version, record.version);
      }
      if (record.state === change.to && change.version === undefined) return record;
      if (!proposalTransitions[record.state].includes(change.to)) {
        throw storeErrors.badTransition("proposal", id, record.state, change.to);
      }
      const changed = await query
        .updateTable("proposals")
        .set({
          state: change.to,
          version: record.version + 1,
          updated_at_ms: Math.round(change.atMs),
          updated_by: change.by,
          note: change.note ?? "",
        })
        .where("id", "=", id)
        .where("version", "=", record.version)
        .returningAll()
        .executeTakeFirst();
      if (changed) return recordOf(changed);
      const now = await existing(id);
      if (now.state === change.to && change.version === undefined) return now;
      throw storeErrors.version(id, record.version, now.version);
    },
  };
}

function recordOf(row: Selectable<ProposalsTable>): ProposalRecord {
  return {
    proposal: row.content as Proposal,
    state: row.state as ProposalState,
    version: row.version,
    updatedAtMs: row.updated_at_ms,
    updatedBy: row.updated_by,
    note: row.note,
  };
}
