import type { Command } from "commander";
import { print, say } from "../say.ts";

interface ReleaseFlags {
  readonly json?: boolean;
}

export function registerRelease(program: Command): void {
  program
    .command("release")
    .description("hand assets back to native control at once, straight at the plant")
    .argument("<site>", "site id, or path of a site.json")
    .argument("[assets...]", "asset ids; none: all")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Needs neither Qtwin's server nor its database. Plans in force end when the database is there to be told.

Examples:
  qtwin release foundry               everything
  qtwin release foundry f1 battery`,
    )
    .action(runRelease);
}

async function runRelease(siteName: string, assets: readonly string[], flags: ReleaseFlags): Promise<void> {
  const [{ loadSite, openSiteClock, sitePaths }, server, { userInfo }] = await Promise.all([
    import("@qtwin/loop"),
    import("@qtwin/server"),
    import("node:os"),
  ]);
  const site = loadSite(siteName);
  const home = server.homeOf();
  server.makeHome(home);
  const ended = new AbortController();
  const clock = openSiteClock(site, sitePaths(home.dir, site.id), Date.now, ended.signal);
  const onSecurityEvent = ({ action, detail }: { readonly action: string; readonly detail: string }): void =>
    say(`${action}: ${detail}`);
  const log = (level: string, message: string): void => {
    if (level !== "info") say(`${level}: ${message}`);
  };
  await server.releasePlant({ site, home, clock, log, onSecurityEvent }, assets);
  ended.abort();
  const release = {
    siteId: site.id,
    assets,
    actor: { name: `os:${userInfo().username}`, kind: "user", roles: ["operator"] },
    atMs: Math.round(clock.nowMs()),
  } as const;
  const recorded = await recordOrKeep(release);
  const what = assets.length === 0 ? "Everything" : assets.join(", ");
  print(flags.json, { released: assets.length === 0 ? "*" : assets, recorded }, [
    `${what} is back on native control.`,
    ...(recorded ? [] : ["The database is away: the record follows when it is back."]),
  ]);
}

async function recordOrKeep(
  release: Parameters<typeof import("@qtwin/server").recordRelease>[1],
): Promise<boolean> {
  const { homeOf, openBacklog, ownerOf, recordRelease, withStore } = await import("@qtwin/server");
  const home = homeOf();
  if (ownerOf(home) !== null) {
    try {
      await withStore(home, say, ({ store }) => recordRelease(store, release));
      return true;
    } catch {
      // Told below: the plant has been released, which is what counts.
    }
  }
  openBacklog(home, "api").keep({ kind: "release", release });
  return false;
}
