import { expect, it } from "vitest";
import { planLayout } from "./layout.ts";

it("fits 28 qubits in f32 and their gradient at 27 into 4 GiB", () => {
  expect(planLayout(28, "f32", "quadratic", 0).bytes).toBeLessThan(2 ** 32);
  expect(planLayout(28, "f32", "table", 65_536).bytes).toBeLessThan(2 ** 32);
  expect(planLayout(27, "f32", "quadratic", 0).bytesWithAdjoint).toBeLessThan(2 ** 32);
  expect(() => planLayout(29, "f32", "quadratic", 0)).toThrow("4294967296");
});

it("keeps re, im and cost off power-of-two distances", () => {
  const { arrayBytes, pitch } = planLayout(24, "f32", "quadratic", 0);
  expect(arrayBytes % 4096).not.toBe(0);
  expect(pitch % 4096).toBe(128);
});
