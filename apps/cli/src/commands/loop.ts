import type { CycleResult } from "@qtwin/loop";
import type { Command } from "commander";
import { wholeOption, wordOption } from "../options.ts";
import { print, say, stopSignal } from "../say.ts";

interface LoopFlags {
  readonly cycles: number;
  readonly approve: "auto" | "ask";
  readonly json?: boolean;
}

export function registerLoop(program: Command): void {
  program
    .command("loop")
    .description("turn the closed loop without a screen: snapshot, plan, approval, verified writes")
    .argument("<site>", "site id, or path of a site.json")
    .option("--cycles <n>", "how many turns", wholeOption("--cycles", 1, 10_000), 1)
    .option(
      "--approve <who>",
      "ask: a person decides in the web page; auto: the policy, where the site grants it",
      wordOption("--approve", ["auto", "ask"]),
      "ask",
    )
    .option("--json", "print one JSON document at the end")
    .addHelpText(
      "after",
      `
Uses the platform that runs on QTWIN_HOME, or starts what it needs and ends it afterwards.
'--approve auto' is refused unless every write point belongs to a simulated plant or the site's policy grants it.

Examples:
  qtwin loop foundry --cycles 3 --approve auto --json`,
    )
    .action(runLoop);
}

const euro = (value: number): string => `${value.toFixed(0)} EUR`;

function describe(cycle: CycleResult, index: number): string {
  if (cycle.proposalId === null) return `cycle ${index + 1}: no proposal: ${cycle.reason}`;
  const gap = cycle.gapPct === null ? "unknown" : `${cycle.gapPct.toFixed(2)} %`;
  return [
    `cycle ${index + 1}: ${cycle.state}, baseline ${euro(cycle.baselineCostEur)}, plan ${euro(cycle.planCostEur)}`,
    `saves ${cycle.predictedSavingPct.toFixed(2)} %, gap ${gap}, solved in ${cycle.solveSeconds.toFixed(1)} s`,
    `${cycle.writesVerified} of ${cycle.writesDone} writes verified`,
  ].join("; ");
}

async function runLoop(siteName: string, flags: LoopFlags): Promise<void> {
  const stop = stopSignal();
  const [{ loadSite }, { homeOf, ownerOf }, { loopAlone, loopWithPlatform }] = await Promise.all([
    import("@qtwin/loop"),
    import("@qtwin/server"),
    import("../loop-run.ts"),
  ]);
  const site = loadSite(siteName);
  const options = {
    site,
    cycles: flags.cycles,
    approve: flags.approve,
    signal: stop,
    log: say,
    onCycle: (cycle: CycleResult, index: number) => say(describe(cycle, index)),
  };
  const cycles = ownerOf(homeOf()) === null ? await loopAlone(options) : await loopWithPlatform(options);
  print(flags.json, { site: site.id, approve: flags.approve, cycles }, cycles.map(describe));
  process.exit(process.exitCode ?? 0);
}
