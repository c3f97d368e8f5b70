import { createHash } from "node:crypto";
import { canonicalJson } from "@qtwin/core";
import type { AuditEntry, AuditEvent } from "./audit.ts";

/** What the first entry stands on. */
export const firstHash = "0".repeat(64);

/** SHA-256 over the hash before and the canonical JSON of the event with its number. */
export function entryHash(previousHash: string, number: number, event: AuditEvent): string {
  const { siteId, atMs, actor, action, subject, details } = event;
  const text = canonicalJson({ number, siteId, atMs, actor, action, subject, details });
  return createHash("sha256")
    .update(previousHash + text)
    .digest("hex");
}

/** Why an entry does not follow the one before it; null when it does. */
export function breakIn(
  before: Pick<AuditEntry, "number" | "hash"> | null,
  entry: AuditEntry,
): string | null {
  const number = (before?.number ?? 0) + 1;
  const previousHash = before?.hash ?? firstHash;
  if (entry.number !== number) return `entry ${number} is missing`;
  if (entry.previousHash !== previousHash) return `entry ${number} does not stand on the one before it`;
  if (entry.hash !== entryHash(previousHash, number, entry))
    return `the content of entry ${number} was changed`;
  return null;
}
