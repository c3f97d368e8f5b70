import type { Database } from "../database.ts";
import type { KpiStore } from "./runs.ts";

export function createKpis({ query }: Database): KpiStore {
  return {
    put: async (kpis) => {
      if (kpis.length === 0) return;
      await query
        .insertInto("kpis")
        .values(
          kpis.map((kpi) => ({
            site_id: kpi.siteId,
            id: kpi.id,
            from_ms: Math.round(kpi.fromMs),
            until_ms: Math.round(kpi.untilMs),
            value: kpi.value,
            unit: kpi.unit,
            computed_at_ms: Math.round(kpi.computedAtMs),
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(["site_id", "id", "from_ms", "until_ms"]).doUpdateSet((set) => ({
            value: set.ref("excluded.value"),
            unit: set.ref("excluded.unit"),
            computed_at_ms: set.ref("excluded.computed_at_ms"),
          })),
        )
        .execute();
    },
    list: async (siteId, fromMs, untilMs, id) => {
      let rows = query
        .selectFrom("kpis")
        .selectAll()
        .where("site_id", "=", siteId)
        .where("from_ms", ">=", Math.round(fromMs))
        .where("from_ms", "<", Math.round(untilMs));
      if (id !== undefined) rows = rows.where("id", "=", id);
      const found = await rows.orderBy("from_ms").orderBy("id").execute();
      return found.map((row) => ({
        siteId: row.site_id,
        id: row.id,
        fromMs: row.from_ms,
        untilMs: row.until_ms,
        value: row.value,
        unit: row.unit,
        computedAtMs: row.computed_at_ms,
      }));
    },
  };
}
