import type pg from "pg";

/** The number of a point of a site in history. */
export interface PointKeys {
  /** Makes numbers for points not seen before. */
  readonly keysOf: (siteId: string, pointIds: Iterable<string>) => Promise<ReadonlyMap<string, number>>;
  /** Null when nothing was ever stored for it. */
  readonly keyOf: (siteId: string, pointId: string) => Promise<number | null>;
}

export function createPointKeys(pool: pg.Pool): PointKeys {
  const sites = new Map<string, Map<string, number>>();
  const keysIn = (siteId: string): Map<string, number> => {
    const known = sites.get(siteId) ?? new Map<string, number>();
    sites.set(siteId, known);
    return known;
  };
  const load = async (siteId: string, pointIds: readonly string[]): Promise<void> => {
    const found = await pool.query<{ id: number; point_id: string }>(
      "select id, point_id from qtwin.points where site_id = $1 and point_id = any($2)",
      [siteId, pointIds],
    );
    for (const row of found.rows) keysIn(siteId).set(row.point_id, row.id);
  };
  return {
    keysOf: async (siteId, pointIds) => {
      const keys = keysIn(siteId);
      const missing = [...new Set(pointIds)].filter((pointId) => !keys.has(pointId)).sort();
      if (missing.length > 0) {
        await pool.query(
          `insert into qtwin.points (site_id, point_id)
           select $1, wanted from unnest($2::text[]) wanted
           where not exists (select from qtwin.points where site_id = $1 and point_id = wanted)
           on conflict do nothing`,
          [siteId, missing],
        );
        await load(siteId, missing);
      }
      return keys;
    },
    keyOf: async (siteId, pointId) => {
      if (!keysIn(siteId).has(pointId)) await load(siteId, [pointId]);
      return keysIn(siteId).get(pointId) ?? null;
    },
  };
}
