import { byPlain } from "./by-plain.ts";
import { byQtwin } from "./by-qtwin.ts";
import { denseCase, jobShopCase, linearCase } from "./cases.ts";
import { type CaseName, type Conversions, caseNames } from "./conversions.ts";

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
  const beganMs = performance.now();
  const converted = convert(source);
  const seconds = (performance.now() - beganMs) / 1000;
  return { seconds, peakMb: process.resourceUsage().maxRSS / 1024, ...converted };
}
