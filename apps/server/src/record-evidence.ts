import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EvidenceRecord, Store } from "@qtwin/store";
import { fileFailure } from "./errors.ts";
import { type Home, makeHome, writeFileAtomic } from "./home.ts";
import { storeIsAway } from "./release.ts";
import { ownerOf } from "./supervisor/owner-lock.ts";
import { withStore } from "./with-store.ts";

/** Where runs wait that were measured while no platform ran: one file each, so that writer and reader never share one. */
const outboxOf = (home: Home): string => join(home.runDir, "evidence");

/**
 * Puts runs into the ledger of a data directory: at once while its platform runs, else (or while its database is away) onto
 * its disk, from where the next start, or the next `qtwin evidence`, takes them over. Nothing is lost either way.
 * @returns whether they are in the ledger, or wait
 * @throws QT_STORE_EVIDENCE_DIFFERS, QT_SERVER_DISK_FULL, QT_SERVER_NOT_WRITABLE
 */
export async function recordEvidence(
  home: Home,
  records: readonly EvidenceRecord[],
  log: (message: string) => void,
): Promise<"recorded" | "waiting"> {
  if (ownerOf(home) !== null) {
    try {
      await withStore(home, log, ({ store }) => store.evidence.put(records));
      return "recorded";
    } catch (thrown) {
      if (!storeIsAway(thrown)) throw thrown;
    }
  }
  keepEvidence(home, records);
  return "waiting";
}

/** @throws QT_SERVER_DISK_FULL, QT_SERVER_NOT_WRITABLE */
function keepEvidence(home: Home, records: readonly EvidenceRecord[]): void {
  makeHome(home);
  const outbox = outboxOf(home);
  try {
    mkdirSync(outbox, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw fileFailure(thrown, outbox);
  }
  for (const record of records)
    writeFileAtomic(join(outbox, `${encodeURIComponent(record.id)}.json`), JSON.stringify(record));
}

/** Moves the runs that wait into the store; one that was moved twice is there once. @returns how many were moved */
export async function takeOverEvidence(home: Home, store: Store): Promise<number> {
  const names = waiting(home);
  for (const name of names) {
    const file = join(outboxOf(home), name);
    const text = readIfThere(file);
    if (text !== null) await store.evidence.put([JSON.parse(text) as EvidenceRecord]);
    rmSync(file, { force: true });
  }
  return names.length;
}

function waiting(home: Home): readonly string[] {
  try {
    // Drafts, whose names begin with a dot, are not whole yet.
    return readdirSync(outboxOf(home)).filter((name) => /^[^.].*\.json$/.test(name));
  } catch {
    return [];
  }
}

/** Null: another process has moved it. */
function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw thrown;
  }
}
