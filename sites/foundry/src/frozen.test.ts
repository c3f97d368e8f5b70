import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Plant, tariff and baselines were fixed before the optimiser existed. A change needs an ADR and new runs of all blocks. */
const frozen = {
  "plant.json": "285bf49a0a5a56547e47a26fee1effb4e4c03b554cf1909b904c63dea9251727",
  "tariff.json": "3124f3ccea7efcde3cf597b142f2d73cc97f575e86680a8db7eedd3eba450a9f",
  "baseline.md": "8968f41d7f891a5efd94eeb5c44671ab7ffa003e775c10d23b61ea8116961651",
};

test.each(Object.entries(frozen))("%s is as it was frozen", (file, sha256) => {
  const bytes = readFileSync(new URL(`../${file}`, import.meta.url));
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
});
