import { canonicalJson } from "@qtwin/core";
import type { Ack } from "@qtwin/twin";
import { type Selectable, sql, type UpdateObject } from "kysely";
import type { Database } from "../database.ts";
import { storeErrors } from "../errors.ts";
import type { CommandsTable, Tables } from "../tables.ts";
import type {
  CommandChange,
  CommandRecord,
  CommandState,
  CommandStore,
  PreparedCommand,
} from "./commands.ts";
import { commandTransitions, underWayStates } from "./states.ts";

export function createCommands(database: Database): CommandStore {
  const { query } = database;
  const get = async (id: string): Promise<CommandRecord | null> => {
    const row = await query.selectFrom("commands").selectAll().where("id", "=", id).executeTakeFirst();
    return row ? recordOf(row) : null;
  };
  return {
    get,
    prepare: async (command, atMs) => {
      const added = await query
        .insertInto("commands")
        .values(rowOf(command, atMs))
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returningAll()
        .executeTakeFirst();
      if (added) return { record: recordOf(added), created: true };
      const record = (await get(command.id))!;
      if (!sameContent(record, command)) throw storeErrors.commandDiffers(command.id);
      return { record, created: false };
    },
    transition: async (id, change) => {
      const sources = sourcesOf(change.to);
      const changed = await query
        .updateTable("commands")
        .set(changedColumns(change))
        .where("id", "=", id)
        .where(sql<boolean>`state = any(${sources})`)
        .returningAll()
        .executeTakeFirst();
      if (changed) return recordOf(changed);
      const record = await get(id);
      if (!record) throw storeErrors.noCommand(id);
      if (record.state === change.to) return record;
      throw storeErrors.badTransition("command", id, record.state, change.to);
    },
    ...createLists(database),
  };
}

type Lists = Pick<CommandStore, "ofProposal" | "underWay" | "list" | "countSent">;

function createLists({ query }: Database): Lists {
  return {
    ofProposal: async (proposalId) => {
      const rows = await query
        .selectFrom("commands")
        .selectAll()
        .where("proposal_id", "=", proposalId)
        .orderBy("slot")
        .orderBy("point_id")
        .execute();
      return rows.map(recordOf);
    },
    underWay: async (siteId) => {
      const rows = await query
        .selectFrom("commands")
        .selectAll()
        .where("site_id", "=", siteId)
        .where("state", "in", underWayStates)
        .orderBy("prepared_at_ms")
        .orderBy("id")
        .execute();
      return rows.map(recordOf);
    },
    list: async (siteId, limit = 100) => {
      const rows = await query
        .selectFrom("commands")
        .selectAll()
        .where("site_id", "=", siteId)
        .orderBy("prepared_at_ms", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map(recordOf);
    },
    countSent: async (siteId, pointId, sinceMs) => {
      const row = await query
        .selectFrom("commands")
        .select(sql<number>`count(*)`.as("count"))
        .where("site_id", "=", siteId)
        .where("point_id", "=", pointId)
        .where("sent_at_ms", ">=", Math.round(sinceMs))
        .executeTakeFirstOrThrow();
      return row.count;
    },
  };
}

const sourcesOf = (to: CommandState): readonly CommandState[] =>
  (Object.keys(commandTransitions) as CommandState[]).filter((from) => commandTransitions[from].includes(to));

function rowOf(command: PreparedCommand, atMs: number) {
  return {
    id: command.id,
    site_id: command.siteId,
    proposal_id: command.proposalId,
    decision_id: command.decisionId,
    point_id: command.pointId,
    asset: command.asset,
    slot: command.slot,
    value: JSON.stringify(command.value ?? null),
    restore: JSON.stringify(command.restore ?? null),
    valid_from_ms: Math.round(command.validFromMs),
    valid_until_ms: Math.round(command.validUntilMs),
    state: "prepared",
    prepared_at_ms: Math.round(atMs),
  };
}

function sameContent(record: CommandRecord, command: PreparedCommand): boolean {
  const content = (each: PreparedCommand) =>
    canonicalJson([
      each.proposalId,
      each.pointId,
      each.slot,
      each.value ?? null,
      Math.round(each.validFromMs),
      Math.round(each.validUntilMs),
    ]);
  return content(record) === content(command);
}

function changedColumns(change: CommandChange): UpdateObject<Tables, "commands"> {
  const atMs = Math.round(change.atMs);
  const ended = !underWayStates.includes(change.to);
  return {
    state: change.to,
    ...(change.to === "sent"
      ? { sent_at_ms: sql<number>`coalesce(sent_at_ms, ${atMs})`, sends: sql<number>`sends + 1` }
      : {}),
    ...(change.ack === undefined ? {} : { ack: JSON.stringify(change.ack) }),
    ...(ended ? { ended_at_ms: atMs } : {}),
    ...(change.reason === undefined ? {} : { reason: change.reason }),
  };
}

function recordOf(row: Selectable<CommandsTable>): CommandRecord {
  return {
    id: row.id,
    siteId: row.site_id,
    proposalId: row.proposal_id,
    decisionId: row.decision_id,
    pointId: row.point_id,
    asset: row.asset,
    slot: row.slot,
    value: row.value,
    restore: row.restore,
    validFromMs: row.valid_from_ms,
    validUntilMs: row.valid_until_ms,
    state: row.state as CommandState,
    preparedAtMs: row.prepared_at_ms,
    sentAtMs: row.sent_at_ms,
    sends: row.sends,
    ack: row.ack as Ack | null,
    endedAtMs: row.ended_at_ms,
    reason: row.reason,
  };
}
