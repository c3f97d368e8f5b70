import { byPlain } from "./by-plain.ts";
import { byQtwin } from "./by-qtwin.ts";
import { denseCase, jobShopCase, linearCase } from "./cases.ts";
import { type CaseName, type Conversions, caseNames } from "./conversions.ts";

/**
 * The best of at least so many runs and seconds counts, as for the other libraries: code that is compiled while it runs
 * is warm then. What a process pays at first stands beside it.
 */
const [fewestRuns, fewestSeconds] = [5, 2];

/** Converts one case in a process of its own, so that its peak of memory is its own. Arguments: who, case. */
const [who, name] = process.argv.slice(2) as ["qtwin" | "plain", CaseName];
if (!caseNames.includes(name)) throw new Error(`There is no case '${name}'.`);
const by: Conversions = who === "qtwin" ? byQtwin : byPlain;
const run = {
  linear: () => timed(linearCase(), by.linear),
  dense: () => timed(denseCase(), by.dense),
  "job-shop": () => timed(jobShopCase(), by["job-shop"]),
};
process.stdout.write(`${JSON.stringify(run[name]())}\n`);

function timed<Case, Result>(source: Case, convert: (source: Case) => Result): object {
  const took: number[] = [];
  let converted: Result | undefined;
  for (let seconds = 0; took.length < fewestRuns || seconds < fewestSeconds; seconds += took.at(-1)!) {
    const beganMs = performance.now();
    converted = convert(source);
    took.push((performance.now() - beganMs) / 1000);
  }
  const peakMb = process.resourceUsage().maxRSS / 1024;
  return { seconds: Math.min(...took), firstSeconds: took[0], peakMb, ...converted };
}
