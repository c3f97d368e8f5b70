import { createRandom } from "@qtwin/core";
import { expect, test } from "vitest";
import { type Observation, type Prior, regress } from "./regression.ts";

function sample(seed: number, count: number, truth: readonly number[], outliers = 0): Observation[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, row) => {
    const x = [1, 2 * random.next() - 1];
    const wild = row % 10 < outliers ? 40 : 0;
    return { x, y: truth[0]! * x[0]! + truth[1]! * x[1]! + 0.5 * random.normal() + wild };
  });
}

const wide: readonly Prior[] = [
  { mean: 0, sd: 10 },
  { mean: 0, sd: 10 },
];

test("without measurements the prior stays", () => {
  const prior = [{ mean: 3, sd: 0.5 }];
  expect(regress([], prior)).toMatchObject({ mean: [3], sd: [0.5] });
});

test("intervals hold the truth as often as they say", () => {
  let [in80, in95] = [0, 0];
  const runs = 400;
  for (let seed = 1; seed <= runs; seed++) {
    const { mean, sd } = regress(sample(seed, 60, [2, -1]), wide);
    const off = Math.abs(mean[1]! + 1) / sd[1]!;
    if (off < 1.2816) in80 += 1;
    if (off < 1.96) in95 += 1;
  }
  // Binomial, three standard deviations about the nominal share, and a little for the estimated noise.
  expect(in80 / runs).toBeGreaterThan(0.72);
  expect(in80 / runs).toBeLessThan(0.87);
  expect(in95 / runs).toBeGreaterThan(0.9);
  expect(in95 / runs).toBeLessThan(0.985);
});

test("a tenth of wild measurements hardly moves it", () => {
  const { mean } = regress(sample(7, 300, [2, -1], 1), wide);
  expect(Math.abs(mean[1]! + 1)).toBeLessThan(0.25);
  expect(Math.abs(mean[0]! - 2)).toBeLessThan(0.25);
});

test("what is not moved stays as it was known", () => {
  const rows = sample(3, 100, [2, 0]).map(({ y, x }) => ({ y, x: [x[0]!, 0] }));
  const { mean, sd } = regress(rows, [wide[0]!, { mean: 5, sd: 1 }]);
  expect(mean[1]).toBeCloseTo(5, 9);
  expect(sd[1]).toBeCloseTo(1, 9);
});

test("measurements that repeat each other count once", () => {
  const rows = sample(5, 50, [2, -1]);
  const repeated = rows.flatMap((row) => [row, row, row, row, row, row, row, row]);
  const [once, often] = [regress(rows, wide), regress(repeated, wide)];
  // Eight times the rows would make the interval 2.8 times as small if they were independent.
  expect(often.sd[0]!).toBeGreaterThan(0.7 * once.sd[0]!);
});

test("a truth far from the prior is found, not taken for noise", () => {
  const rows = sample(11, 60, [2, 0]).map(({ y, x }) => ({ y: y + 100, x: [x[0]!] }));
  const { mean, noiseSd } = regress(rows, [{ mean: 50, sd: 5 }]);
  expect(mean[0]).toBeCloseTo(102, 0);
  expect(noiseSd).toBeLessThan(1);
});
