import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { QtwinError } from "@qtwin/core";
import { type Actor, writesIn } from "@qtwin/decide";
import { moveProposal } from "@qtwin/loop";
import type { AuditEvent, Store } from "@qtwin/store";
import { z } from "zod";
import { fileFailure } from "./errors.ts";
import type { Home } from "./home.ts";

/** A release that the plant has carried out and the store must learn of. */
export interface ReleaseRecord {
  readonly siteId: string;
  /** Empty: all. */
  readonly assets: readonly string[];
  readonly actor: Actor;
  /** Plant time. */
  readonly atMs: number;
}

/**
 * Makes a release last: plans in force end (all assets), or the assets leave the plan by stepping down to `advise`.
 * Doing it twice changes nothing more.
 */
export async function recordRelease(store: Store, release: ReleaseRecord): Promise<void> {
  const { siteId, assets, actor, atMs } = release;
  const note = assets.length === 0 ? "Release all." : `Release of ${assets.join(", ")}.`;
  await store.audit.append({
    siteId,
    atMs,
    actor: actor.name,
    action: "release",
    subject: assets.length === 0 ? "*" : assets.join(" "),
    details: { via: actor.kind },
  });
  if (assets.length === 0) await endPlans(store, release, note);
  else await stepDown(store, release, note);
  await store.events.notify({
    siteId,
    topic: "trigger",
    atMs,
    payload: { kind: "operator-override", released: assets.length === 0 ? "*" : assets.join(" ") },
  });
}

async function endPlans(store: Store, { siteId, actor, atMs }: ReleaseRecord, note: string): Promise<void> {
  const plans = await store.proposals.list(siteId, { states: ["approved", "active"] });
  for (const record of plans) {
    if (record.updatedAtMs > atMs) continue;
    await moveProposal({ store, nowMs: atMs }, record, "hand-back", actor, note);
  }
}

async function stepDown(store: Store, release: ReleaseRecord, reason: string): Promise<void> {
  const { siteId, assets, actor, atMs } = release;
  const current = await store.assetModes.current(siteId);
  for (const asset of assets) {
    const mode = current.get(asset)?.mode ?? "shadow";
    if (!writesIn(mode)) continue;
    await store.assetModes.set({ siteId, asset, mode: "advise", sinceMs: atMs, by: actor.name, reason });
  }
}

const entrySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("audit"), event: z.custom<AuditEvent>() }),
  z.object({ kind: z.literal("release"), release: z.custom<ReleaseRecord>() }),
]);
type Entry = z.infer<typeof entrySchema>;

/** What happened while the database was away, kept on disk until it is back. */
export interface Backlog {
  /** Appends durably. @throws QT_SERVER_DISK_FULL, QT_SERVER_NOT_WRITABLE */
  readonly keep: (entry: Entry) => void;
  /** Moves everything kept into the store, oldest first; stops at the first failure and keeps the rest. */
  readonly drain: (store: Store) => Promise<number>;
  readonly length: () => number;
}

export function openBacklog(home: Home, name: string): Backlog {
  const file = join(home.runDir, `${name}.backlog.jsonl`);
  const read = (): Entry[] =>
    existsSync(file)
      ? readFileSync(file, "utf8")
          .split("\n")
          .filter((line) => line !== "")
          .flatMap((line) => parsed(line))
      : [];
  const keep = (entry: Entry): void => {
    try {
      appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600, flush: true });
    } catch (thrown) {
      throw fileFailure(thrown, file);
    }
  };
  return {
    keep,
    length: () => read().length,
    drain: async (store) => {
      const entries = read();
      if (entries.length === 0) return 0;
      let done = 0;
      try {
        for (const entry of entries) {
          if (entry.kind === "audit") await store.audit.append(entry.event);
          else await recordRelease(store, entry.release);
          done += 1;
        }
      } finally {
        const rest = read().slice(done);
        rmSync(file, { force: true });
        for (const entry of rest) keep(entry);
      }
      return done;
    },
  };
}

/** A line cut off by a crash is no entry. */
function parsed(line: string): Entry[] {
  try {
    const entry = entrySchema.safeParse(JSON.parse(line));
    return entry.success ? [entry.data] : [];
  } catch {
    return [];
  }
}

/** Whether a failure means that the store is away, rather than that it refused. */
export const storeIsAway = (thrown: unknown): boolean => {
  const { kind } = QtwinError.from(thrown);
  return kind === "unavailable" || kind === "deadline" || kind === "internal";
};
