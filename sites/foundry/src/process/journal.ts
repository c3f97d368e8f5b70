import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import type { FoundryAck } from "../plant-model.ts";

/** What the plant knows about a command id it has met. */
export interface JournalEntry {
  readonly pointId: string;
  readonly id: string;
  /** Null when the plant stopped between taking the id and answering it. */
  readonly ack: FoundryAck | null;
}

/** The plant's memory of command ids: on disk before the command has any effect, kept for ever. */
export interface CommandJournal {
  readonly find: (id: string) => JournalEntry | null;
  /** Remembers an id; returns after it is on disk. */
  readonly take: (pointId: string, id: string) => void;
  readonly answer: (id: string, ack: FoundryAck) => void;
  /** Ids taken but never answered: the process ended in between, and they will not be applied. */
  readonly unanswered: () => readonly JournalEntry[];
  readonly close: () => void;
}

type Line = { readonly take: string; readonly id: string } | { readonly ack: FoundryAck };

/** Opens the journal of a plant; a torn last line, from a crash while writing, is cut off. */
export function openJournal(file: string): CommandJournal {
  const entries = new Map<string, JournalEntry>();
  for (const line of readLines(file)) {
    if ("take" in line) entries.set(line.id, { pointId: line.take, id: line.id, ack: null });
    else {
      const entry = entries.get(line.ack.id);
      if (entry) entries.set(line.ack.id, { ...entry, ack: line.ack });
    }
  }
  const handle = openSync(file, "a", 0o600);
  const append = (line: Line) => {
    writeSync(handle, `${JSON.stringify(line)}\n`);
    fsyncSync(handle);
  };
  return {
    find: (id) => entries.get(id) ?? null,
    take: (pointId, id) => {
      append({ take: pointId, id });
      entries.set(id, { pointId, id, ack: null });
    },
    answer: (id, ack) => {
      append({ ack });
      const entry = entries.get(id);
      if (entry) entries.set(id, { ...entry, ack });
    },
    unanswered: () => [...entries.values()].filter((entry) => entry.ack === null),
    close: () => closeSync(handle),
  };
}

function readLines(file: string): readonly Line[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const end = text.lastIndexOf("\n") + 1;
  if (end < text.length) truncateSync(file, Buffer.byteLength(text.slice(0, end)));
  return text
    .slice(0, end)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}
