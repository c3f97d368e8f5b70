import { gridEndMs } from "@qtwin/core";
import type { Selectable } from "kysely";
import type { Database } from "../database.ts";
import type { NominationsTable } from "../tables.ts";
import type { NominationRecord, NominationStore } from "./nominations.ts";

export function createNominations({ query }: Database): NominationStore {
  const get: NominationStore["get"] = async (siteId, day) => {
    const row = await query
      .selectFrom("nominations")
      .selectAll()
      .where("site_id", "=", siteId)
      .where("day", "=", day)
      .executeTakeFirst();
    return row ? recordOf(row) : null;
  };
  return {
    put: async (nomination) => {
      const { siteId, day, madeAtMs, nominated } = nomination;
      const { contract, basis, snapshotId } = nomination;
      await query
        .insertInto("nominations")
        .values({
          site_id: siteId,
          day,
          made_at_ms: Math.round(madeAtMs),
          from_ms: nominated.grid.startMs,
          until_ms: gridEndMs(nominated.grid),
          content: JSON.stringify({ nominated, contract, basis, snapshotId }),
        })
        .onConflict((conflict) => conflict.columns(["site_id", "day"]).doNothing())
        .execute();
      return (await get(siteId, day))!;
    },
    get,
    between: async (siteId, fromMs, untilMs, madeByMs = Number.MAX_SAFE_INTEGER) => {
      const rows = await query
        .selectFrom("nominations")
        .selectAll()
        .where("site_id", "=", siteId)
        .where("until_ms", ">", Math.round(fromMs))
        .where("from_ms", "<", Math.round(untilMs))
        .where("made_at_ms", "<=", Math.round(madeByMs))
        .orderBy("day")
        .execute();
      return rows.map(recordOf);
    },
    list: async (siteId, limit) => {
      const rows = await query
        .selectFrom("nominations")
        .selectAll()
        .where("site_id", "=", siteId)
        .orderBy("day", "desc")
        .limit(limit)
        .execute();
      return rows.map(recordOf);
    },
  };
}

type Content = Pick<NominationRecord, "nominated" | "contract" | "basis" | "snapshotId">;

const recordOf = (row: Selectable<NominationsTable>): NominationRecord => ({
  siteId: row.site_id,
  day: row.day,
  madeAtMs: row.made_at_ms,
  ...(row.content as Content),
});
