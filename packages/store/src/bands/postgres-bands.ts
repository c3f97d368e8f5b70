import type { ErrorBands } from "@qtwin/forecast";
import type { Database } from "../database.ts";
import type { BandStore } from "./bands.ts";

export function createBands({ query }: Database): BandStore {
  return {
    get: async (siteId) => {
      const row = await query
        .selectFrom("learnt_bands")
        .selectAll()
        .where("site_id", "=", siteId)
        .executeTakeFirst();
      return row ? { untilMs: row.until_ms, bands: row.content as ErrorBands } : null;
    },
    put: async (siteId, { untilMs, bands }) => {
      await query
        .insertInto("learnt_bands")
        .values({ site_id: siteId, until_ms: Math.round(untilMs), content: JSON.stringify(bands) })
        .onConflict((conflict) =>
          conflict
            .column("site_id")
            .doUpdateSet((set) => ({
              until_ms: set.ref("excluded.until_ms"),
              content: set.ref("excluded.content"),
            }))
            .whereRef("learnt_bands.until_ms", "<", "excluded.until_ms"),
        )
        .execute();
    },
  };
}
