import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const folder = resolve(import.meta.dirname, "../../peers/portfolio");

/** Start and end of each read by a clock that only reads move; a read takes `unitS` times its length. */
function readsOf(timeS: number, unitS: number): readonly (readonly [start: number, end: number])[] {
  const script = `
import json
from schedule import Schedule
schedule, now, reads = Schedule(${timeS}), 0.0, []
while (length := schedule.next_length(now)) is not None:
    reads.append((now, now + ${unitS} * length))
    schedule.took(${unitS} * length)
    now = reads[-1][1]
print(json.dumps(reads))`;
  return JSON.parse(String(execFileSync("python3", ["-B", "-c", script], { cwd: folder })));
}

const lengthOf = ([start, end]: readonly [number, number]): number => end - start;

test("reads of a sampler double, fill the time and end within it", () => {
  const reads = readsOf(10, 0.02);
  expect(reads.slice(0, 4).map((read) => Math.round(lengthOf(read) / 0.02))).toEqual([1, 2, 4, 8]);
  expect(Math.max(...reads.map(lengthOf))).toBeGreaterThan(2);
  const [, end] = reads.at(-1)!;
  // Another unit of 0.02 s would not fit.
  expect([end > 10 - 0.021, end < 10 + 1e-6]).toEqual([true, true]);
});

test.each([0.02, 0.3, 2])("a run of 60 s with units of %d s has at 10 s what a run of 10 s has", (unitS) => {
  const [short, long] = [readsOf(10, unitS), readsOf(60, unitS)];
  expect(long.slice(0, short.length)).toEqual(short);
  const later = long.slice(short.length);
  const longest = Math.max(...short.map(lengthOf));
  // Doubling goes on from where it was.
  expect(lengthOf(later[0]!)).toBeGreaterThan(1.9 * longest);
  expect(later.at(-1)![1]).toBeGreaterThan(60 - unitS);
  expect(later.at(-1)![1]).toBeLessThan(60 + 1e-6);
});

test("one read that takes all the time is made and no other", () => {
  expect(readsOf(10, 50)).toEqual([[0, 50]]);
  expect(readsOf(60, 50)).toEqual([[0, 50]]);
});
