import { type SnapshotJson, snapshotFromJson, snapshotToJson } from "@qtwin/twin";
import type { Database } from "../database.ts";
import type { SnapshotStore } from "./history.ts";

export function createSnapshots({ query }: Database): SnapshotStore {
  return {
    put: async (snapshot) => {
      await query
        .insertInto("snapshots")
        .values({
          id: snapshot.id,
          site_id: snapshot.siteId,
          watermark_ms: Math.round(snapshot.watermarkMs),
          taken_at_ms: Math.round(snapshot.takenAtMs),
          content: JSON.stringify(snapshotToJson(snapshot)),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    get: async (id) => {
      const row = await query
        .selectFrom("snapshots")
        .select("content")
        .where("id", "=", id)
        .executeTakeFirst();
      return row ? snapshotFromJson(row.content as SnapshotJson) : null;
    },
  };
}
