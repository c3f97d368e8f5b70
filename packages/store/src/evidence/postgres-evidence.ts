import { canonicalJson } from "@qtwin/core";
import { type Evidence, verdictOf } from "@qtwin/model";
import type { Insertable, Selectable } from "kysely";
import type { Database } from "../database.ts";
import { storeErrors } from "../errors.ts";
import type { QuantumEvidenceTable } from "../tables.ts";
import type { EvidenceEntry, EvidenceRecord, EvidenceStore } from "./evidence.ts";

export function createEvidence({ query }: Database): EvidenceStore {
  return {
    put: async (records) => {
      if (records.length === 0) return;
      await query.transaction().execute(async (step) => {
        // In the order of ids, so that two recorders of the same runs wait for each other instead of locking up.
        const rows = [...records].sort((one, other) => (one.id < other.id ? -1 : 1)).map(rowOf);
        await step
          .insertInto("quantum_evidence")
          .values(rows)
          .onConflict((conflict) => conflict.column("id").doNothing())
          .execute();
        const ids = rows.map(({ id }) => id);
        const kept = await step
          .selectFrom("quantum_evidence")
          .select(["id", "content"])
          .where("id", "in", ids)
          .execute();
        requireSame(records, new Map(kept.map(({ id, content }) => [id, content])));
      });
    },
    list: async ({ problemClass, method, sinceMs, beforeNumber, limit = 100 } = {}) => {
      let rows = query.selectFrom("quantum_evidence").selectAll();
      if (problemClass !== undefined) rows = rows.where("problem_class", "=", problemClass);
      if (method !== undefined) rows = rows.where("method", "=", method);
      if (sinceMs !== undefined) rows = rows.where("at_ms", ">=", Math.ceil(sinceMs));
      if (beforeNumber !== undefined) rows = rows.where("number", "<", beforeNumber);
      return (await rows.orderBy("number", "desc").limit(limit).execute()).map(entryOf);
    },
  };
}

const rowOf = ({ id, atMs, by, evidence }: EvidenceRecord): Insertable<QuantumEvidenceTable> => ({
  id,
  at_ms: Math.round(atMs),
  by,
  problem_class: evidence.problemClass,
  method: evidence.method,
  content: JSON.stringify(evidence),
});

/** An id stands for one measurement: other numbers under it are a mistake of the recorder that must not pass in silence. */
function requireSame(records: readonly EvidenceRecord[], kept: ReadonlyMap<string, unknown>): void {
  const text = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)));
  for (const { id, evidence } of records)
    if (text(kept.get(id)) !== text(evidence)) throw storeErrors.evidenceDiffers(id);
}

function entryOf(row: Selectable<QuantumEvidenceTable>): EvidenceEntry {
  const evidence = row.content as Evidence;
  const { number, id, by } = row;
  return { number, id, atMs: row.at_ms, by, verdict: verdictOf(evidence), evidence };
}
