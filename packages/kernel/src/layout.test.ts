import { expect, it } from "vitest";
import { planLayout } from "./layout.ts";

it("fits 28 qubits in f32 and their gradient at 27 into 4 GiB", () => {
  expect(planLayout({ qubits: 28, precision: "f32", form: "quadratic" }).bytes).toBeLessThan(2 ** 32);
  expect(planLayout({ qubits: 28, precision: "f32", form: "table", values: 65_536 }).bytes).toBeLessThan(
    2 ** 32,
  );
  expect(planLayout({ qubits: 27, precision: "f32", form: "quadratic" }).bytesWithAdjoint).toBeLessThan(
    2 ** 32,
  );
  expect(() => planLayout({ qubits: 29, precision: "f32", form: "quadratic" })).toThrow("4294967296");
});

it("keeps re, im and cost off power-of-two distances", () => {
  const { arrayBytes, pitch } = planLayout({ qubits: 24, precision: "f32", form: "quadratic" });
  expect(arrayBytes % 4096).not.toBe(0);
  expect(pitch % 4096).toBe(128);
});
