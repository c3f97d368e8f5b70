import type { Random } from "@qtwin/core";

export interface ChangedDuration {
  readonly text: string;
  /** Position over all jobs in the order of the file, from 0. */
  readonly operation: number;
  readonly durationBefore: number;
  readonly durationAfter: number;
}

/**
 * Makes one operation of a shop's file 1 % longer, at least by 1, on each of its machines.
 * @param text as `printModel` writes it: `jobs machines`, then a line a job
 * @param format `jsp`: pairs `machine duration`; else first the number of operations, and before the pairs of each their number
 */
export function changedDuration(text: string, format: string, random: Random): ChangedDuration {
  const lines = text.split("\n").map((line) => line.split(" "));
  const jobs = Number(lines[0]![0]);
  const operations = lines
    .slice(1, jobs + 1)
    .flatMap((words) => durationsIn(words, format === "jsp").map((places) => ({ words, places })));
  const operation = random.integer(operations.length);
  const { words, places } = operations[operation]!;
  const durationBefore = Number(words[places[0]!]);
  for (const place of places) words[place] = String(longer(Number(words[place])));
  return {
    text: lines.map((line) => line.join(" ")).join("\n"),
    operation,
    durationBefore,
    durationAfter: longer(durationBefore),
  };
}

const longer = (duration: number): number => duration + Math.max(1, Math.ceil(0.01 * duration));

/** Of each operation of a job, the positions of its durations in the line. */
function durationsIn(words: readonly string[], oneMachineEach: boolean): number[][] {
  const operations: number[][] = [];
  for (let at = oneMachineEach ? 0 : 1; at < words.length; ) {
    const options = oneMachineEach ? 1 : Number(words[at++]);
    operations.push(Array.from({ length: options }, (_, option) => at + 2 * option + 1));
    at += 2 * options;
  }
  return operations;
}
