import fc from "fast-check";
import { expect, test } from "vitest";
import { predictiveQuantiles, quantilesOf } from "./quantiles.ts";

const samples = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
const levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

test.each([
  ["sample", quantilesOf],
  ["predictive", predictiveQuantiles],
])("%s quantiles never cross, stay within the samples, and do not depend on their order", (_, of) => {
  fc.assert(
    fc.property(samples, (values) => {
      const row = of(values, levels);
      row.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
        expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        if (i > 0) expect(value).toBeGreaterThanOrEqual(row[i - 1]! - 1e-6);
      });
      expect(of([...values].reverse(), levels)).toEqual(row);
    }),
  );
});
