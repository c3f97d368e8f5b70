import { describe, expect, it } from "vitest";
import { closedFormExpectations } from "./closed-form.ts";

describe("closedFormExpectations", () => {
  it("gives a ring of any length its known mean at the best angles: 3/4 of the edges cut", () => {
    const count = 5000;
    const ring = {
      count,
      offset: 0,
      field: new Float64Array(count),
      start: Uint32Array.from({ length: count + 1 }, (_, i) => i),
      column: Uint32Array.from({ length: count }, (_, i) => (i + 1) % count),
      coupling: new Float64Array(count).fill(1),
    };
    // Farhi, Goldstone, Gutmann, arXiv 1411.4028, section IV. Cut = (1 - <ZZ>)/2 an edge.
    const { zz, z, expectation } = closedFormExpectations(ring, Math.PI / 8, -Math.PI / 8);
    expect(zz).toHaveLength(count);
    expect(zz.every((mean) => Math.abs(mean + 0.5) < 1e-14)).toBe(true);
    expect(Math.abs(expectation + count / 2)).toBeLessThan(1e-9);
    expect(z.every((mean) => mean === 0)).toBe(true);
  });

  it("sums a pair that is named twice, from either side", () => {
    const once = { count: 2, offset: 1, field: [0.2, 0], start: [0, 1, 1], column: [1], coupling: [0.8] };
    const twice = { ...once, start: [0, 1, 2], column: [1, 0], coupling: [0.5, 0.3] };
    const [a, b] = [once, twice].map((ising) => closedFormExpectations(ising, 0.4, 0.3));
    expect(b!.zz).toHaveLength(1);
    expect(b!.expectation).toBeCloseTo(a!.expectation, 14);
  });
});
