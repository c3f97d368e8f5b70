import { sql } from "kysely";
import type { Database } from "../database.ts";
import type { EventStore, StoreEvent } from "./events.ts";
import { listenFor } from "./listen.ts";

export function createEvents(database: Database): EventStore {
  const { query } = database;
  const list = async (afterNumber: number, limit = 1_000): Promise<readonly StoreEvent[]> => {
    const rows = await query
      .selectFrom("events")
      .selectAll()
      .where("number", ">", afterNumber)
      .orderBy("number")
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      number: row.number,
      siteId: row.site_id,
      topic: row.topic,
      atMs: row.at_ms,
      payload: row.payload,
    }));
  };
  const newest = async (): Promise<number> => {
    const row = await query
      .selectFrom("events")
      .select(sql<number>`coalesce(max(number), 0)`.as("number"))
      .executeTakeFirstOrThrow();
    return row.number;
  };
  return {
    list,
    notify: async (event) => {
      const payload = JSON.stringify(event.payload ?? null);
      const found = await sql<{ number: number }>`
        select qtwin.add_event(${event.siteId}, ${event.topic}, ${Math.round(event.atMs)}, ${payload}::json) as number
      `.execute(query);
      return { ...event, number: found.rows[0]!.number };
    },
    listen: async (handler, options = {}) => {
      const afterNumber = options.afterNumber ?? (await newest());
      return listenFor(database, list, handler, { ...options, afterNumber });
    },
    prune: async (beforeMs) => {
      const done = await query
        .deleteFrom("events")
        .where("at_ms", "<", Math.round(beforeMs))
        .executeTakeFirst();
      return Number(done.numDeletedRows);
    },
  };
}
