import { createRandom } from "@qtwin/core";
import { parseModel } from "@qtwin/model";
import { expect, test } from "vitest";
import { changedDuration } from "./changed-duration.ts";
import { planOf, shareMoved, shareReordered } from "./plan-changes.ts";
import { sameStart } from "./testing/tiny-data.ts";

const plan = (start: readonly number[], machine: readonly number[]) => ({
  start: Float64Array.from(start),
  machine: Int32Array.from(machine),
});

test("an operation has moved when it starts at another time or runs elsewhere", () => {
  const before = plan([0, 2, 4, 6], [0, 0, 1, 1]);
  expect(shareMoved(before, before)).toBe(0);
  expect(shareMoved(before, plan([0, 3, 4, 6], [0, 0, 1, 0]))).toBe(0.5);
});

test("only those that overtook one another are reordered, not those that shifted or left", () => {
  const before = plan([0, 2, 4, 6], [0, 0, 0, 1]);
  expect(shareReordered(before, plan([1, 3, 5, 7], [0, 0, 0, 1]))).toBe(0);
  expect(shareReordered(before, plan([2, 0, 4, 6], [0, 0, 0, 1]))).toBe(0.5);
  expect(shareReordered(before, plan([2, 0, 4, 6], [1, 0, 0, 1]))).toBe(0);
});

test("a plan is read from starts and from the machines that were chosen", () => {
  const fixed = parseModel(sameStart, "same", "jsp");
  const values = new Float64Array(fixed.variables.count);
  for (const [name, value] of Object.entries({ "start[1,2]": 6, "start[2,1]": 2, "start[2,2]": 7 }))
    values[fixed.variables.names.indexOf(name)] = value;
  expect(planOf(fixed, values)).toEqual(plan([0, 6, 2, 7], [0, 1, 0, 1]));

  const flexible = parseModel("1 2\n1 2 0 3 1 4\n", "one", "fjsp");
  const chosen = new Float64Array(flexible.variables.count);
  chosen[flexible.variables.choices[0]!.first + 1] = 1;
  expect(planOf(flexible, chosen)).toEqual(plan([0], [1]));
});

test("one operation gets 1 % longer, rounded up, and nothing else changes", () => {
  const text = "2 2\n0 250 1 7\n1 100 0 1\n";
  const seen = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const { text: longer, ...change } = changedDuration(text, "jsp", createRandom(seed));
    seen.add(JSON.stringify([change, longer]));
  }
  expect(seen).toEqual(
    new Set(
      [
        [{ operation: 0, durationBefore: 250, durationAfter: 253 }, "2 2\n0 253 1 7\n1 100 0 1\n"],
        [{ operation: 1, durationBefore: 7, durationAfter: 8 }, "2 2\n0 250 1 8\n1 100 0 1\n"],
        [{ operation: 2, durationBefore: 100, durationAfter: 101 }, "2 2\n0 250 1 7\n1 101 0 1\n"],
        [{ operation: 3, durationBefore: 1, durationAfter: 2 }, "2 2\n0 250 1 7\n1 100 0 2\n"],
      ].map((each) => JSON.stringify(each)),
    ),
  );
});

test("on each of its machines, and setup times stay", () => {
  const text = "1 2\n2 2 1 10 2 300 1 2 5\n\n0 9\n9 0\n0 9\n9 0\n";
  const random = { ...createRandom(1), integer: () => 0 };
  expect(changedDuration(text, "fjsp-sdst", random).text).toBe(
    "1 2\n2 2 1 11 2 303 1 2 5\n\n0 9\n9 0\n0 9\n9 0\n",
  );
});
