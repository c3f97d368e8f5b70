import type { Command } from "commander";
import { numberOption, wholeOption } from "../options.ts";
import { stopSignal } from "../say.ts";

interface ServeFlags {
  readonly port?: number;
  readonly speed?: number;
  readonly prices?: string;
}

export function registerServe(program: Command): void {
  program
    .command("serve")
    .description("run the platform: database, simulated plant, ingest, worker, web")
    .argument("[site]", "site id, or path of a site.json", "foundry")
    .option(
      "--port <n>",
      "port of the web page (default: 8420 or the next free; 0: any)",
      wholeOption("--port", 0, 65_535),
    )
    .option(
      "--speed <factor>",
      "plant seconds per second, simulated plants only",
      numberOption("--speed", 0.1, 1000),
    )
    .option("--prices <file>", "day-ahead prices instead of the public data, simulated plants only")
    .addHelpText(
      "after",
      `
Examples:
  qtwin serve                          the example foundry on http://127.0.0.1:8420
  qtwin serve foundry --speed 60       an hour of plant time a minute
  QTWIN_HOME=/data qtwin serve plant/site.json --port 80

Data lies in QTWIN_HOME (default .qtwin beside the programs). Ctrl-C ends everything in order.`,
    )
    .action(runServe);
}

async function runServe(siteName: string, flags: ServeFlags): Promise<void> {
  const stop = stopSignal();
  const [{ loadSite }, server] = await Promise.all([import("@qtwin/loop"), import("@qtwin/server")]);
  // Holds the process: children that were taken over are no handles of ours that would.
  const hold = setInterval(() => undefined, 3_600_000);
  const startedAt = performance.now();
  const log = (message: string): void => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
    process.stdout.write(`${seconds} s  ${message}\n`);
  };
  const platform = await server
    .startPlatform({
      site: loadSite(siteName),
      log,
      signal: stop,
      ...(flags.port === undefined ? {} : { port: flags.port }),
      ...(flags.speed === undefined ? {} : { speed: flags.speed }),
      ...(flags.prices === undefined ? {} : { pricesFile: flags.prices }),
    })
    .catch((error: unknown) => {
      clearInterval(hold);
      if (!stop.aborted) throw error;
      return null;
    });
  if (platform === null) {
    log("Stopped while starting; nothing is left running.");
    process.exit(0);
  }
  const { name, password } = platform.firstUser;
  const shown = password ?? `(see ${platform.home.secretsDir}/${server.passwordFile}, unless changed)`;
  process.stdout.write(`\nQtwin is ready: ${platform.url}  user: ${name}  password: ${shown}\n\n`);
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener("abort", resolve, { once: true }));
  log("Stopping …");
  await platform.stop();
  log("Stopped; nothing is left running.");
  process.exit(0);
}
