import { type Selectable, sql } from "kysely";
import type { Database } from "../database.ts";
import { locks } from "../locks.ts";
import type { AuditTable } from "../tables.ts";
import type { AuditEntry, AuditEvent, AuditStore, AuditVerdict } from "./audit.ts";
import { breakIn, entryHash, firstHash } from "./chain.ts";

const pageLength = 2_000;

export function createAudit(database: Database): AuditStore {
  const { query } = database;
  const append = (given: AuditEvent): Promise<AuditEntry> =>
    query.transaction().execute(async (step) => {
      // Through JSON, so that the hash covers what a reader gets back.
      const event = JSON.parse(JSON.stringify({ ...given, atMs: Math.round(given.atMs) })) as AuditEvent;
      await sql`select pg_advisory_xact_lock(${locks.audit[0]}, ${locks.audit[1]})`.execute(step);
      const last = await step
        .selectFrom("audit")
        .select(["number", "hash"])
        .orderBy("number", "desc")
        .limit(1)
        .executeTakeFirst();
      const number = (last?.number ?? 0) + 1;
      const previousHash = last?.hash ?? firstHash;
      const entry = { ...event, number, previousHash, hash: entryHash(previousHash, number, event) };
      await step
        .insertInto("audit")
        .values({
          number,
          site_id: event.siteId,
          at_ms: event.atMs,
          actor: event.actor,
          action: event.action,
          subject: event.subject,
          details: JSON.stringify(event.details ?? null),
          previous_hash: previousHash,
          hash: entry.hash,
        })
        .execute();
      return entry;
    });

  return {
    append,
    verify: createVerify(database),
    list: async (filter = {}) => {
      let rows = query.selectFrom("audit").selectAll();
      if (filter.siteId !== undefined) rows = rows.where("site_id", "=", filter.siteId);
      if (filter.subject !== undefined) rows = rows.where("subject", "=", filter.subject);
      if (filter.action !== undefined) rows = rows.where("action", "=", filter.action);
      if (filter.beforeNumber !== undefined) rows = rows.where("number", "<", filter.beforeNumber);
      return (
        await rows
          .orderBy("number", "desc")
          .limit(filter.limit ?? 100)
          .execute()
      ).map(entryOf);
    },
  };
}

function createVerify({ query }: Database): AuditStore["verify"] {
  const entriesAfter = async (number: number): Promise<readonly AuditEntry[]> => {
    const rows = await query
      .selectFrom("audit")
      .selectAll()
      .where("number", ">", number)
      .orderBy("number")
      .limit(pageLength)
      .execute();
    return rows.map(entryOf);
  };

  return async (expectedHead) => {
    let last: AuditEntry | null = null;
    let headFits = expectedHead === undefined;
    for (;;) {
      const page = await entriesAfter(last?.number ?? 0);
      for (const entry of page) {
        const fault = breakIn(last, entry);
        if (fault) return broken(last, (last?.number ?? 0) + 1, fault);
        if (expectedHead?.number === entry.number) headFits = expectedHead.hash === entry.hash;
        last = entry;
      }
      if (page.length < pageLength) break;
    }
    if (expectedHead && !headFits) {
      const missing = (last?.number ?? 0) < expectedHead.number;
      const fault = missing
        ? `entries after ${last?.number ?? 0} were cut off`
        : `entry ${expectedHead.number} is another one`;
      return broken(last, missing ? (last?.number ?? 0) + 1 : expectedHead.number, fault);
    }
    return { intact: true, count: last?.number ?? 0, headHash: last?.hash ?? firstHash };
  };
}

const broken = (last: AuditEntry | null, number: number, reason: string): AuditVerdict => ({
  intact: false,
  count: last?.number ?? 0,
  number,
  reason,
});

function entryOf(row: Selectable<AuditTable>): AuditEntry {
  return {
    number: row.number,
    siteId: row.site_id,
    atMs: row.at_ms,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    details: row.details,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
