import type { Command } from "commander";
import { dataDir } from "../data-dir.ts";
import { blockOptions, numberOption, wholeOption } from "../options.ts";
import { print, say, stopSignal } from "../say.ts";

interface CourseFlags {
  readonly zone: string;
  readonly from: string;
  readonly data?: string;
  readonly count: number;
  readonly courses: number;
  readonly time: number;
  readonly replanTime: number;
  readonly seed: number;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

const explanation = `
The simulated foundry before each work day: a plan for possible courses of load, PV and prices (mean and CVaR of the cost, a
chance for the contract of the connection), proven within 1 %. Then a furnace falls out for two hours: the time to a new plan.
Before and in each day, four events (furnace trip, refused heat, other prices, compressor trip): the time from the facts to all that a
new proposal holds, planned as the live loop does on the expected course, with --replan-time as the deadline.`;

export function registerCourseBench(bench: Command): void {
  blockOptions(bench.command("courses"))
    .description(
      "energy plans for possible courses with CVaR: time to a proven gap of 1 %, and after an event",
    )
    .option("--count <n>", "work days to plan", wholeOption("--count", 1, 20), 5)
    .option("--courses <n>", "possible courses", wholeOption("--courses", 2, 50), 10)
    .option("--time <seconds>", "wall time for one plan", numberOption("--time", 0.5, 600), 60)
    .option(
      "--replan-time <seconds>",
      "wall time for one plan after an event",
      numberOption("--replan-time", 0.5, 60),
      4,
    )
    .option("--seed <n>", "disturbances of the plant, courses and search", wholeOption("--seed", 0), 1)
    .option("--markdown", "print the table of bench/REPORT.md")
    .option("--json", "print one JSON document")
    .addHelpText("after", explanation)
    .action(benchPossibleCourses);
}

async function benchPossibleCourses(flags: CourseFlags): Promise<void> {
  const { benchCourses, markdownOf } = await import("@qtwin/bench/courses");
  const { zone, from, count, courses, time, replanTime, seed } = flags;
  const result = await benchCourses({
    ...{ zone, fromDate: from, count, courses, seed },
    dataDir: dataDir(flags.data),
    timeLimitS: time,
    replanLimitS: replanTime,
    signal: stopSignal(),
    onProgress: say,
  });
  print(flags.json, result, [markdownOf(result)]);
}
