import { canonicalJson } from "@qtwin/core";
import type { Foundry, FoundryAck, FoundryCommand } from "../plant-model.ts";
import type { CommandJournal } from "./journal.ts";
import type { ReportSecurity } from "./security-log.ts";

/** Where commands arrive: each id has an effect at most once, over crashes too. */
export interface CommandDesk {
  /** Takes the JSON text of a command; null when it is no command at all (then nothing happened). */
  readonly take: (pointId: string, text: string) => FoundryAck | null;
  /** The last answer on a write point. */
  readonly lastAck: (pointId: string) => FoundryAck | null;
}

/**
 * @param onTaken called after a new command was answered, to checkpoint
 */
export function createCommandDesk(
  foundry: Foundry,
  journal: CommandJournal,
  report: ReportSecurity,
  onTaken: () => void,
): CommandDesk {
  const last = new Map<string, FoundryAck>();
  for (const entry of journal.unanswered()) {
    const ack = neverApplied(entry.id, "the plant stopped before it could apply this id");
    journal.answer(entry.id, ack);
    last.set(entry.pointId, ack);
  }

  const lastAck = (pointId: string) => last.get(pointId) ?? foundry.lastAck(pointId);

  const replayed = (pointId: string, id: string): FoundryAck => {
    report({
      action: "command-replayed",
      subject: id,
      detail: `Command ${id} came again on ${pointId}; no effect.`,
    });
    const current = lastAck(pointId);
    // A repeat of the newest command keeps its answer: the sender may have lost it.
    if (current?.id === id) return current;
    const ack = neverApplied(id, "this id was used before");
    last.set(pointId, ack);
    return ack;
  };

  return {
    lastAck,
    take: (pointId, text) => {
      const command = parseCommand(pointId, text);
      if (command === null) return null;
      if (journal.find(command.id)) return replayed(pointId, command.id);
      journal.take(pointId, command.id);
      const ack = foundry.apply(command);
      journal.answer(command.id, ack);
      last.set(pointId, ack);
      onTaken();
      return ack;
    },
  };
}

const neverApplied = (id: string, reason: string): FoundryAck => ({
  id,
  state: "refused",
  value: null,
  reason,
});

/** Longest command text; a recommended heat list of two days is about 8 kB. */
const longestCommand = 65_536;

function parseCommand(pointId: string, text: string): FoundryCommand | null {
  if (text.length > longestCommand) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) return null;
  const { id, value, validFromMs, validUntilMs, planId } = parsed as Record<string, unknown>;
  const complete =
    typeof id === "string" &&
    id !== "" &&
    value !== undefined &&
    Number.isFinite(validFromMs) &&
    Number.isFinite(validUntilMs) &&
    typeof planId === "string";
  if (!complete) return null;
  return {
    pointId,
    id,
    value: JSON.parse(canonicalJson(value)),
    validFromMs: validFromMs as number,
    validUntilMs: validUntilMs as number,
    planId,
  };
}
