import { expect, it } from "vitest";
import { planSubspace } from "./layout.ts";

/** 2^28 assignments: 16 bytes each as amplitudes in f64. */
const sizes = new Array<number>(14).fill(4);

it("refuses a state beyond 4 GiB, and says how much it takes", () => {
  expect(() => planSubspace(sizes, "f64", false)).toThrow(
    /^268435456 feasible assignments take 4\d{9} bytes in f64; WebAssembly addresses 4294967296\.$/,
  );
  expect(planSubspace(sizes, "f32", false).bytes).toBeLessThan(2 ** 32);
});

it("plans costs without a state for every size that is enumerated", () => {
  for (const many of [sizes, new Array<number>(30).fill(2)]) {
    const { tiles, rows, rowOptions, bytesWithoutState } = planSubspace(many, "f64", false, false);
    expect(tiles * rows * rowOptions).toBe(many.reduce((all, size) => all * size, 1));
    expect(bytesWithoutState).toBeLessThan(2 ** 23);
  }
});
