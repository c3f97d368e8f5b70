import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scaleExactly } from "./exact-scaling.ts";

const smallDecimal = fc
  .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, places]) => ({ digits, places, value: Number(`${digits}e-${places}`) + 0 }));

test("a whole point keeps the scaled row exactly when it keeps the row, in ten-thousandths", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(smallDecimal, fc.integer({ min: -9, max: 9 })), { minLength: 1, maxLength: 5 }),
      smallDecimal,
      fc.boolean(),
      (terms, bound, isUpper) => {
        const [lower, upper] = isUpper ? [-Infinity, bound.value] : [bound.value, Infinity];
        const row = scaleExactly(
          terms.map(([{ value }]) => value),
          lower,
          upper,
          "row",
        );
        const inTenThousandths = ({ digits, places }: typeof bound): number => digits * 10 ** (4 - places);
        const activity = terms.reduce((sum, [value, x]) => sum + inTenThousandths(value) * x, 0);
        const limit = inTenThousandths(bound);
        const whole = terms.reduce((sum, [, x], at) => sum + row.values[at]! * x, 0);
        expect(whole >= row.lower && whole <= row.upper).toBe(
          isUpper ? activity <= limit : activity >= limit,
        );
      },
    ),
  );
});
