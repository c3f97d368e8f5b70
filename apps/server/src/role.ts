import { closeSync, constants, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { QtwinError, type SerializedError } from "@qtwin/core";
import { loadSite } from "@qtwin/loop";
import { homeOf } from "./home.ts";
import { createLogger } from "./log.ts";
import { runApiRole } from "./roles/api-role.ts";
import type { RoleContext } from "./roles/context.ts";
import { runIngestRole } from "./roles/ingest-role.ts";
import { runWorkerRole } from "./roles/worker-role.ts";
import type { ChildHealth } from "./supervisor/child-health.ts";
import { type RoleName, roleHealthFile, roleNames } from "./supervisor/child-specs.ts";

const beatMs = 1_000;
const healthBytes = 2_048;

const { values } = parseArgs({
  options: {
    role: { type: "string" },
    site: { type: "string" },
    home: { type: "string" },
    port: { type: "string", default: "0" },
  },
});

const role = roleNames.find((name) => name === values.role);
if (role === undefined || values.site === undefined) {
  process.stderr.write(`role.ts --role ${roleNames.join("|")} --site SITE [--home DIR] [--port N]\n`);
  process.exit(2);
}
await play(role, values.site);

/** Overwrites a file without making it shorter: it needs no new space, so a full disk does not silence a healthy role. */
function writeInPlace(path: string, text: string): void {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    writeSync(file, text, 0);
  } finally {
    closeSync(file);
  }
}

/** Plays one role until it is told to end, and says in its health file how it is. */
async function play(name: RoleName, sitePath: string): Promise<void> {
  const home = homeOf(values.home);
  const logger = createLogger(name);
  const stopping = new AbortController();
  let state: ChildHealth["state"] = "starting";
  const say = (error: SerializedError | null): void => {
    const health = { pid: process.pid, atMs: Date.now(), state, error };
    try {
      writeInPlace(roleHealthFile(home, name), JSON.stringify(health).padEnd(healthBytes));
    } catch (thrown) {
      logger.error({ err: thrown }, "health file not written");
    }
  };
  say(null);
  const timer = setInterval(() => say(null), beatMs);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stopping.abort());
  try {
    const context: RoleContext = {
      site: loadSite(sitePath),
      home,
      databaseUrl: process.env.QTWIN_DATABASE_URL ?? "",
      logger,
      signal: stopping.signal,
      onReady: () => {
        state = "ready";
        say(null);
        logger.info("ready");
      },
    };
    await run(name, context);
    clearInterval(timer);
    logger.info("ended");
    process.exit(0);
  } catch (thrown) {
    clearInterval(timer);
    const error = QtwinError.from(thrown);
    state = "failed";
    say(error.toJSON());
    logger.fatal({ err: error.cause ?? error, code: error.code, fix: error.fix }, error.message);
    process.exit(1);
  }
}

function run(name: RoleName, context: RoleContext): Promise<void> {
  switch (name) {
    case "ingest":
      return runIngestRole(context);
    case "worker":
      return runWorkerRole(context);
    case "api":
      return runApiRole(context, Number(values.port));
  }
}
