import { expect, test } from "vitest";
import type { SensitivityRow } from "./rows.ts";
import { mostInfluential, type ScreenedValue, screened } from "./screening.ts";
import { testBench } from "./testing/energy-bench.ts";

const rowOf = (
  value: string,
  changePct: number,
  b1Eur: number,
  b2Eur: number,
  counts = true,
): SensitivityRow => ({
  ...{ kind: "sensitivity", zone: "DE", fromDate: "2023-05-08", days: 7, tariff: "annual", seed: 1 },
  ...{ gapLimit: 0.01, timeLimitMs: 10_000, targetDays: 7, nativeOnly: true, pricesFile: null },
  ...{ value, changePct, title: value, from: 1, to: 1, unit: "1", problem: null },
  bench: testBench({ b0: 400, b1: b1Eur, b2: b2Eur }, { bench: { counts } }),
});

test("a value is as influential as the larger of its two changes; a saving counts only where the block does", () => {
  const rows = [
    rowOf("unchanged", 0, 200, 198),
    rowOf("a", -20, 190, 188.1),
    rowOf("a", 20, 204, 200.94),
    rowOf("b", -20, 160, 152, false),
    rowOf("b", 20, 220, 220),
    rowOf("c", -20, 200, 198, false),
    { ...rowOf("c", 20, 1, 1), problem: "impossible", bench: null },
  ];
  const found = screened(rows);
  expect(found.map(({ value }) => value)).toEqual(["b", "a", "c"]);
  expect(found.map(({ billPct }) => billPct)).toEqual([20, 5, 0]);
  expect(found[0]!.ruleSavingPp).toBeCloseTo(1, 9);
  expect(found[1]!.ruleSavingPp).toBeCloseTo(0.5, 9);
  expect(found[1]!.wellRunSavingPp).toBeCloseTo(2.5, 9);
  expect(found[2]!.ruleSavingPp).toBeNull();
});

test("seven by the bill, three of the others by the saving", () => {
  const values = Array.from(
    { length: 15 },
    (_, index): ScreenedValue => ({
      value: `v${index}`,
      billPct: 15 - index,
      wellRunSavingPp: 0,
      ruleSavingPp: index === 9 ? null : index,
    }),
  );
  expect(mostInfluential(values)).toEqual(["v0", "v1", "v2", "v3", "v4", "v5", "v6", "v14", "v13", "v12"]);
});
