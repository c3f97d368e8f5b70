import type pg from "pg";

/** Numbers for texts that repeat, remembered in the process: both directions. */
export interface Labels {
  readonly idsOf: (texts: Iterable<string>) => Promise<ReadonlyMap<string, number>>;
  readonly textsOf: (ids: Iterable<number>) => Promise<ReadonlyMap<number, string>>;
}

/** PostgreSQL holds every text but one with a zero in it. */
export const storableText = (text: string): string => text.replaceAll("\0", "\uFFFD").slice(0, 1_000);

export function createLabels(pool: pg.Pool): Labels {
  const ids = new Map<string, number>();
  const texts = new Map<number, string>();
  const remember = (rows: readonly { id: number; label: string }[]): void => {
    for (const { id, label } of rows) {
      ids.set(label, id);
      texts.set(id, label);
    }
  };
  return {
    idsOf: async (wanted) => {
      const missing = [...new Set(wanted)].filter((text) => !ids.has(text)).sort();
      if (missing.length > 0) {
        await pool.query(
          "insert into qtwin.labels (label) select unnest($1::text[]) except select label from qtwin.labels on conflict do nothing",
          [missing],
        );
        remember(
          (await pool.query("select id, label from qtwin.labels where label = any($1)", [missing])).rows,
        );
      }
      return ids;
    },
    textsOf: async (wanted) => {
      const missing = [...new Set(wanted)].filter((id) => !texts.has(id));
      if (missing.length > 0) {
        remember((await pool.query("select id, label from qtwin.labels where id = any($1)", [missing])).rows);
      }
      return texts;
    },
  };
}
