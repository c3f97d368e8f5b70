import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { apiErrors, evidenceRecordSchema, storable } from "@qtwin/api";
import { QtwinError } from "@qtwin/core";
import type { EvidenceRecord, Store } from "@qtwin/store";
import { fileFailure } from "./errors.ts";
import { type Home, makeHome, writeFileAtomic } from "./home.ts";
import { storeIsAway } from "./release.ts";
import { whileRunning } from "./while-running.ts";

/** Where runs wait that were measured while no platform ran: one file each, so that writer and reader never share one. */
const outboxOf = (home: Home): string => join(home.runDir, "evidence");

/**
 * Puts runs into the ledger of a data directory: at once while its platform runs, else (or while it cannot take them) onto
 * its disk, from where the next start, or the next `qtwin evidence`, takes them over. Nothing is lost either way.
 * @returns whether they are in the ledger, or wait
 * @throws QT_STORE_EVIDENCE_DIFFERS, QT_SERVER_DISK_FULL, QT_SERVER_NOT_WRITABLE
 */
export async function recordEvidence(
  home: Home,
  records: readonly EvidenceRecord[],
  log: (message: string) => void,
): Promise<"recorded" | "waiting"> {
  const recorded = await whileRunning(home, log, async ({ evidence }) => {
    await evidence.put(records);
    return true;
  });
  if (recorded) return "recorded";
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

/**
 * Moves the runs that wait into the store; one that was moved twice is there once. A file that is no run, or that the store
 * refuses, is set aside and named, and the others go on.
 * @returns how many files no longer wait
 * @throws QT_STORE_AWAY and its like: they wait on
 */
export async function takeOverEvidence(
  home: Home,
  store: Store,
  log: (message: string) => void,
): Promise<number> {
  const names = waiting(home);
  for (const name of names) {
    const file = join(outboxOf(home), name);
    try {
      const text = readIfThere(file);
      if (text !== null) await store.evidence.put([recordOf(text)]);
      rmSync(file, { force: true });
    } catch (thrown) {
      if (storeIsAway(thrown)) throw thrown;
      setAside(file, QtwinError.from(thrown), log);
    }
  }
  return names.length;
}

/** @throws QT_API_INVALID */
function recordOf(text: string): EvidenceRecord {
  const parsed = evidenceRecordSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw apiErrors.invalid("run", parsed.error);
  const texts = storable.safeParse(parsed.data);
  if (!texts.success) throw apiErrors.invalid("run", texts.error);
  return parsed.data;
}

/** Undefined, which is no run, where it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Under a name of its own: what was set aside before under the same id stays. */
function setAside(file: string, { message, code }: QtwinError, log: (message: string) => void): void {
  const aside = `${file}.${randomUUID()}.refused`;
  try {
    renameSync(file, aside);
  } catch (thrown) {
    if (isGone(thrown)) return;
    throw fileFailure(thrown, file);
  }
  log(`${file} cannot go into the evidence ledger and is now ${aside}: ${message} [${code}]`);
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
    if (isGone(thrown)) return null;
    throw fileFailure(thrown, file);
  }
}

const isGone = (thrown: unknown): boolean => (thrown as NodeJS.ErrnoException).code === "ENOENT";
