import { expect, test } from "vitest";
import { compareVersions } from "./merge.ts";
import { measurement } from "./testing/samples.ts";

test("TW23 two values for one instant: what the server said last counts, then the better quality", () => {
  const first = measurement({ value: 20, serverTimeMs: 100, sourceTimeMs: 0 });
  const corrected = measurement({ value: 21, serverTimeMs: 200, sourceTimeMs: 0 });
  const withdrawn = measurement({ value: 21, serverTimeMs: 300, sourceTimeMs: 0, quality: "bad" });
  const better = measurement({ value: 19, serverTimeMs: 300, sourceTimeMs: 0, quality: "uncertain" });
  const order = [better, corrected, withdrawn, first].sort(compareVersions);
  expect(order).toEqual([first, corrected, withdrawn, better]);
});

test("TW23 a later source time counts over everything", () => {
  const old = measurement({ sourceTimeMs: 1, serverTimeMs: 900, quality: "good" });
  const late = measurement({ sourceTimeMs: 2, serverTimeMs: 2, quality: "bad" });
  expect(compareVersions(late, old)).toBeGreaterThan(0);
});
