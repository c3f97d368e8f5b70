import type { CommandRecord, CommandStore } from "@qtwin/store";

/** The outbox in memory, for tests of the write step alone; the real one is PostgreSQL. */
export function memoryCommands(): CommandStore {
  const records = new Map<string, CommandRecord>();
  const known = (id: string): CommandRecord => {
    const record = records.get(id);
    if (!record) throw new Error(`no command ${id}`);
    return record;
  };
  const ended = new Set(["verified", "refused", "expired", "failed", "handed-back"]);
  return {
    prepare: async (command, atMs) => {
      const stored = records.get(command.id);
      if (stored) return { record: stored, created: false };
      const record: CommandRecord = {
        ...command,
        state: "prepared",
        preparedAtMs: atMs,
        sentAtMs: null,
        sends: 0,
        ack: null,
        endedAtMs: null,
        reason: "",
      };
      records.set(command.id, record);
      return { record, created: true };
    },
    get: async (id) => records.get(id) ?? null,
    transition: async (id, change) => {
      const before = known(id);
      if (ended.has(before.state)) return before;
      const record: CommandRecord = {
        ...before,
        state: change.to,
        ack: change.ack ?? before.ack,
        reason: change.reason ?? before.reason,
        sends: before.sends + (change.to === "sent" ? 1 : 0),
        sentAtMs: change.to === "sent" ? change.atMs : before.sentAtMs,
        endedAtMs: ended.has(change.to) ? change.atMs : null,
      };
      records.set(id, record);
      return record;
    },
    ofProposal: async (proposalId) => [...records.values()].filter((item) => item.proposalId === proposalId),
    underWay: async () => [...records.values()].filter((item) => !ended.has(item.state)),
    list: async () => [...records.values()].toReversed(),
    countSent: async (_, pointId, sinceMs) =>
      [...records.values()].filter((item) => item.pointId === pointId && (item.sentAtMs ?? -1) >= sinceMs)
        .length,
  };
}
