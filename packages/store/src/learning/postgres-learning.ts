import type { LearntValue } from "@qtwin/usecases";
import type { Selectable } from "kysely";
import type { Database } from "../database.ts";
import type { LearntDecisionsTable, LearntValuesTable } from "../tables.ts";
import type { LearningStore, LearntDecision, LearntRecord } from "./learning.ts";

const versionsKept = 100;

export function createLearning({ query }: Database): LearningStore {
  return {
    put: async (records) => {
      if (records.length === 0) return;
      await query
        .insertInto("learnt_values")
        .values(
          records.map(({ siteId, learntAtMs, learnt }) => ({
            site_id: siteId,
            value_id: learnt.id,
            learnt_at_ms: Math.round(learntAtMs),
            until_ms: Math.round(learnt.untilMs),
            content: JSON.stringify(learnt),
          })),
        )
        .onConflict((conflict) => conflict.columns(["site_id", "value_id", "until_ms"]).doNothing())
        .execute();
    },
    latest: async (siteId, atMs) => {
      const rows = await query
        .selectFrom("learnt_values")
        .selectAll()
        .distinctOn("value_id")
        .where("site_id", "=", siteId)
        .where("learnt_at_ms", "<=", Math.round(atMs))
        .orderBy("value_id")
        .orderBy("number", "desc")
        .execute();
      return new Map(rows.map((row) => [row.value_id, recordOf(row)]));
    },
    versions: async (siteId, valueId, limit = versionsKept) => {
      const rows = await query
        .selectFrom("learnt_values")
        .selectAll()
        .where("site_id", "=", siteId)
        .where("value_id", "=", valueId)
        .orderBy("number", "desc")
        .limit(limit)
        .execute();
      return rows.map(recordOf);
    },
    decide: async ({ siteId, valueId, verdict, atMs, by, reason }) => {
      await query
        .insertInto("learnt_decisions")
        .values({ site_id: siteId, value_id: valueId, verdict, at_ms: Math.round(atMs), by, reason })
        .execute();
    },
    decisions: async (siteId, atMs) => {
      const rows = await query
        .selectFrom("learnt_decisions")
        .selectAll()
        .distinctOn("value_id")
        .where("site_id", "=", siteId)
        .where("at_ms", "<=", Math.round(atMs))
        .orderBy("value_id")
        .orderBy("number", "desc")
        .execute();
      return new Map(rows.map((row) => [row.value_id, decisionOf(row)]));
    },
  };
}

const recordOf = (row: Selectable<LearntValuesTable>): LearntRecord => ({
  number: row.number,
  siteId: row.site_id,
  learntAtMs: row.learnt_at_ms,
  learnt: row.content as LearntValue,
});

const decisionOf = (row: Selectable<LearntDecisionsTable>): LearntDecision => ({
  siteId: row.site_id,
  valueId: row.value_id,
  verdict: row.verdict as LearntDecision["verdict"],
  atMs: row.at_ms,
  by: row.by,
  reason: row.reason,
});
