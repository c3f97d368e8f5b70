import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { fileFailure, serverError } from "../errors.ts";
import { type Home, writeFileAtomic } from "../home.ts";
import { identityOf, isRunning } from "./process-identity.ts";

const ownerSchema = z.object({
  pid: z.number().int(),
  start: z.string(),
  siteId: z.string(),
  /** Null until it answers. */
  url: z.string().nullable(),
});
/** Who owns a data directory. */
export type Owner = z.infer<typeof ownerSchema>;

export interface OwnerLock {
  readonly publish: (url: string) => void;
  readonly release: () => void;
}

const lockFile = (home: Home): string => join(home.runDir, "owner.json");

function read(file: string): Owner | null {
  try {
    const owner = ownerSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return owner.success ? owner.data : null;
  } catch {
    return null;
  }
}

/** The running owner of a data directory; null when there is none. */
export function ownerOf(home: Home): Owner | null {
  const owner = read(lockFile(home));
  return owner !== null && isRunning(owner) ? owner : null;
}

/**
 * Makes this process the one owner of a data directory.
 * @throws QT_SERVER_HOME_IN_USE, QT_SERVER_DISK_FULL, QT_SERVER_NOT_WRITABLE
 */
export function ownHome(home: Home, siteId: string): OwnerLock {
  const file = lockFile(home);
  const draft = `${file}.${process.pid}`;
  const me: Owner = { ...identityOf(process.pid)!, siteId, url: null };
  try {
    writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
    take(home, file, draft);
  } catch (thrown) {
    throw fileFailure(thrown, file);
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    publish: (url) => writeFileAtomic(file, JSON.stringify({ ...me, url })),
    release: () => {
      const owner = read(file);
      if (owner?.pid === me.pid && owner.start === me.start) rmSync(file, { force: true });
    },
  };
}

/** A link is made or refused in one step, so of two starters one wins. */
function take(home: Home, file: string, draft: string): void {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      linkSync(draft, file);
      return;
    } catch (thrown) {
      if (!(thrown instanceof Error) || !("code" in thrown) || thrown.code !== "EEXIST") throw thrown;
    }
    const owner = ownerOf(home);
    if (owner !== null) throw serverError.homeInUse(home.dir, owner.pid, owner.url);
    removeStale(file);
  }
  throw serverError.homeInUse(home.dir, read(file)?.pid ?? 0, null);
}

/** Moves the lock of a dead owner away; one that was new after all is put back. */
function removeStale(file: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    const owner = read(aside);
    if (owner !== null && isRunning(owner)) linkSync(aside, file);
  } catch {
    // Another starter was faster; the next attempt sees what it left.
  } finally {
    rmSync(aside, { force: true });
  }
}
