import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import type { Evidence } from "@qtwin/model";
import { say } from "./say.ts";

/**
 * Puts what quantum runs brought into the ledger of the data directory and says where it is.
 * @throws QT_STORE_*, QT_SERVER_DISK_FULL, QT_SERVER_NOT_WRITABLE
 */
export async function recordRuns(evidence: readonly Evidence[], atMs = Date.now()): Promise<void> {
  if (evidence.length === 0) return;
  const { homeOf, recordEvidence } = await import("@qtwin/server");
  const by = `os:${userInfo().username}`;
  const records = evidence.map((run) => ({ id: randomUUID(), atMs, by, evidence: run }));
  const home = homeOf();
  const where = await recordEvidence(home, records, say);
  const runs = records.length === 1 ? "1 run" : `${records.length} runs`;
  say(
    where === "recorded"
      ? `${runs} recorded in the evidence ledger: 'qtwin evidence'.`
      : `${runs} kept in ${home.runDir}; 'qtwin evidence' or the next start takes it into the ledger.`,
  );
}
