import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { loadSite, runIngest } from "@qtwin/loop";
import { openStore } from "@qtwin/store";

/**
 * A real ingest in a process of its own. It also writes down, on disk, what it acknowledged: the store said it was
 * committed. Arguments: site file, data directory, database, file of acknowledged values.
 */
const [siteFile, homeDir, databaseUrl, spyFile] = process.argv.slice(2) as [string, string, string, string];
const site = loadSite(siteFile);
const wallNowMs = (): number => Math.floor(performance.timeOrigin + performance.now());
const spy = openSync(spyFile, "a");
process.once("exit", () => closeSync(spy));

const store = await openStore({ url: databaseUrl, nowMs: wallNowMs });
const append: typeof store.history.append = async (siteId, batch) => {
  const result = await store.history.append(siteId, batch);
  const meters = batch.filter((value) => value.source.startsWith("mqtt"));
  if (meters.length > 0) {
    writeSync(spy, meters.map((value) => `${value.pointId} ${value.sourceTimeMs}\n`).join(""));
    fsyncSync(spy);
  }
  return result;
};
await runIngest({
  site,
  store: { ...store, history: { ...store.history, append } },
  homeDir,
  wallNowMs,
  signal: new AbortController().signal,
  log: (level, message, details) =>
    void process.stdout.write(`${JSON.stringify({ level, message, ...(details ? { details } : {}) })}\n`),
});
