import pg from "pg";

const batchRows = 5_000;

/** Rows as arrays, in the order of the columns of the table. */
type Row = readonly unknown[];

/** Columns of the history table, but for what the database fills in itself. */
async function columnsOf(client: pg.Client): Promise<readonly { name: string; type: string }[]> {
  const found = await client.query<{ name: string; type: string }>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = 'qtwin' and table_name = 'history' and is_generated = 'NEVER' and is_identity = 'NO'
     order by ordinal_position`,
  );
  return found.rows;
}

/**
 * What the database does without us: inserts the rows of the history again, into a table with the same columns and
 * keys, in batches, each a transaction on disk.
 * @returns rows a second
 */
export async function bareInsert(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const columns = await columnsOf(client);
    const names = columns.map(({ name }) => `"${name}"`).join(", ");
    await client.query("create table public.bare (like qtwin.history including all)");
    const { rows } = await client.query<unknown[]>({
      text: `select ${columns.map(({ name, type }) => (type === "json" ? `"${name}"::text` : `"${name}"`)).join(", ")} from qtwin.history`,
      rowMode: "array",
    });
    const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ");
    const text = `insert into public.bare (${names}) select * from unnest(${arrays})`;
    await client.query("checkpoint");
    const started = performance.now();
    for (let from = 0; from < rows.length; from += batchRows) {
      const batch: readonly Row[] = rows.slice(from, from + batchRows);
      const values = columns.map((_, index) => batch.map((row) => row[index]));
      await client.query({ name: "bare", text, values });
    }
    return rows.length / ((performance.now() - started) / 1_000);
  } finally {
    await client.query("drop table if exists public.bare").catch(() => undefined);
    await client.end();
  }
}
