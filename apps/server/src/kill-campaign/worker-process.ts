import { type AnyUseCase, loadSite, openSiteClock, runWorker, sitePaths } from "@qtwin/loop";
import { openStore } from "@qtwin/store";
import { busyUseCase } from "./use-case.ts";

/** A real worker in a process of its own, with the busy use case. Arguments: site file, data directory, database. */
const [siteFile, homeDir, databaseUrl] = process.argv.slice(2) as [string, string, string];
const site = loadSite(siteFile);
const signal = new AbortController().signal;
const wallNowMs = (): number => Math.floor(performance.timeOrigin + performance.now());
const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const store = await openStore({ url: databaseUrl, nowMs: wallNowMs });
await runWorker({
  site,
  store,
  homeDir,
  databaseUrl,
  clock: openSiteClock(site, sitePaths(homeDir, site.id), wallNowMs, signal),
  signal,
  log: (level, message, details) => print({ level, message, ...(details ? { details } : {}) }),
  planEveryMin: 10,
  onReady: () => print({ ready: true }),
  parts: { useCase: busyUseCase as AnyUseCase },
});
