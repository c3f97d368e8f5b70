import type { AssetMode } from "@qtwin/decide";
import type { Database } from "../database.ts";
import type {
  AssetEvidence,
  AssetModeRecord,
  AssetModeStore,
  OverrideRecord,
  OverrideStore,
} from "./assets.ts";

export function createAssetModes({ query }: Database): AssetModeStore {
  const rowsOf = (siteId: string) =>
    query.selectFrom("asset_modes").selectAll().where("site_id", "=", siteId);
  return {
    current: async (siteId) => {
      const rows = await rowsOf(siteId)
        .distinctOn("asset")
        .orderBy("asset")
        .orderBy("number", "desc")
        .execute();
      return new Map(rows.map((row) => [row.asset, modeRecord(row)]));
    },
    set: async (record) => {
      await query
        .insertInto("asset_modes")
        .values({
          site_id: record.siteId,
          asset: record.asset,
          mode: record.mode,
          since_ms: Math.round(record.sinceMs),
          by: record.by,
          reason: record.reason,
        })
        .execute();
    },
    changes: async (siteId, asset) => {
      const rows = await rowsOf(siteId).where("asset", "=", asset).orderBy("number").execute();
      return rows.map(modeRecord);
    },
    putEvidence: async (evidence) => {
      const measured = {
        prediction_error_pct: evidence.predictionErrorPct,
        prediction_limit_pct: evidence.predictionLimitPct,
        saving_eur: evidence.savingEur,
        overrides: evidence.overrides,
        refusals: evidence.refusals,
      };
      await query
        .insertInto("asset_evidence")
        .values({ site_id: evidence.siteId, asset: evidence.asset, day: evidence.day, ...measured })
        .onConflict((conflict) => conflict.columns(["site_id", "asset", "day"]).doUpdateSet(measured))
        .execute();
    },
    evidence: async (siteId, asset, fromDay) => {
      const rows = await query
        .selectFrom("asset_evidence")
        .selectAll()
        .where("site_id", "=", siteId)
        .where("asset", "=", asset)
        .where("day", ">=", fromDay)
        .orderBy("day")
        .execute();
      return rows.map(
        (row): AssetEvidence => ({
          siteId: row.site_id,
          asset: row.asset,
          day: row.day,
          predictionErrorPct: row.prediction_error_pct,
          predictionLimitPct: row.prediction_limit_pct,
          savingEur: row.saving_eur,
          overrides: row.overrides,
          refusals: row.refusals,
        }),
      );
    },
  };
}

const modeRecord = (row: {
  site_id: string;
  asset: string;
  mode: string;
  since_ms: number;
  by: string;
  reason: string;
}): AssetModeRecord => ({
  siteId: row.site_id,
  asset: row.asset,
  mode: row.mode as AssetMode,
  sinceMs: row.since_ms,
  by: row.by,
  reason: row.reason,
});

export function createOverrides({ query }: Database): OverrideStore {
  const rowsOf = (siteId: string) =>
    query.selectFrom("overrides").selectAll().where("site_id", "=", siteId).orderBy("started_at_ms");
  return {
    start: async (override) => {
      await query
        .insertInto("overrides")
        .values({
          id: override.id,
          site_id: override.siteId,
          asset: override.asset,
          started_at_ms: Math.round(override.startedAtMs),
          ended_at_ms: null,
          by: override.by,
          reason: override.reason,
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    },
    end: async (id, atMs) => {
      await query
        .updateTable("overrides")
        .set({ ended_at_ms: Math.round(atMs) })
        .where("id", "=", id)
        .where("ended_at_ms", "is", null)
        .execute();
    },
    open: async (siteId) =>
      (await rowsOf(siteId).where("ended_at_ms", "is", null).execute()).map(overrideRecord),
    list: async (siteId, fromMs, toMs) => {
      const rows = await rowsOf(siteId)
        .where("started_at_ms", ">=", Math.round(fromMs))
        .where("started_at_ms", "<", Math.round(toMs))
        .execute();
      return rows.map(overrideRecord);
    },
  };
}

const overrideRecord = (row: {
  id: string;
  site_id: string;
  asset: string;
  started_at_ms: number;
  ended_at_ms: number | null;
  by: string;
  reason: string;
}): OverrideRecord => ({
  id: row.id,
  siteId: row.site_id,
  asset: row.asset,
  startedAtMs: row.started_at_ms,
  endedAtMs: row.ended_at_ms,
  by: row.by,
  reason: row.reason,
});
