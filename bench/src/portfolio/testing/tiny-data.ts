import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PublishedFacts } from "../published-facts.ts";

/** Two jobs that need two machines in opposite order: both machines work all the time from 0 to 5. */
export const twoJobs = "2 2\n0 3 1 2\n1 3 0 2\n";
/** Both jobs begin on machine 0: the one with the longer rest goes first, and 7 is best. */
export const sameStart = "2 2\n0 2 1 1\n0 2 1 4\n";
/** Two jobs of 2 and 3 on one machine with setups of 4 and 1: the second one first, 3 + 1 + 2. */
export const withSetups = "2 1\n1 1 1 2\n1 1 1 3\n0 4\n1 0\n";
/** Three jobs of 1; setups of 2 from the first to the second and on to the third, else of 9: directly is dearer. */
export const withDetour = "3 1\n1 1 1 1\n1 1 1 1\n1 1 1 1\n0 2 9\n9 0 2\n9 9 0\n";
/** Three classes of two parts, one resource of 6: values 3, 5 and 9 are the most that fit. */
export const parts = "3 2 1\n6\n1\n3 1\n4 3\n2\n2 1\n5 2\n3\n1 1\n9 3\n";
/** A triangle of weights 1, 2 and 4: the largest cut leaves out the lightest edge. */
export const triangle = "3 3\n1 2 1\n1 3 2\n2 3 4\n";
/** −2x + 3y − 4xy (an entry beside the diagonal counts twice): least at x = y = 1. */
export const pair = "2 3\n1 1 -2\n1 2 -2\n2 2 3\n";
/** Items of value 3, 5 and 4 with weights 2, 3 and 2 in a knapsack of 4: the first and the last. */
export const knapsack = "1\n3 1 0\n3 5 4\n2 3 2\n4\n";

/** A folder of data sets as the benches read them, of a few tiny instances. */
export function tinyData(
  sets: Readonly<
    Record<string, Readonly<Record<string, readonly [text: string, facts: Partial<PublishedFacts>]>>>
  >,
): string {
  const dir = mkdtempSync(join(tmpdir(), "qtwin-tiny-data-"));
  for (const [folder, files] of Object.entries(sets)) {
    const instances: Record<string, PublishedFacts> = {};
    mkdirSync(join(dir, folder));
    for (const [name, [text, facts]] of Object.entries(files)) {
      writeFileSync(join(dir, folder, name), text);
      instances[name] = { file: name, best: null, ...facts };
    }
    writeFileSync(join(dir, folder, "best-known.json"), JSON.stringify({ instances }));
  }
  return dir;
}
