import { expect, test } from "vitest";
import { QtwinError } from "./errors.ts";
import { convertUnit } from "./units.ts";

test("converts within a quantity, with offset where the scale has one", () => {
  expect(convertUnit(1.5, "MW", "kW")).toBe(1500);
  expect(convertUnit(212, "°F", "°C")).toBeCloseTo(100, 10);
  expect(convertUnit(300, "kelvin", "°C")).toBeCloseTo(26.85, 10);
  expect(convertUnit(30, "m³/h", "m³/min")).toBeCloseTo(0.5, 12);
});

test("refuses an unknown unit and a unit of another quantity", () => {
  expect(() => convertUnit(1, "furlong", "kW")).toThrowError(
    expect.objectContaining({ code: "QT_CORE_UNKNOWN_UNIT" }),
  );
  expect(() => convertUnit(1, "toString", "kW")).toThrow(QtwinError);
  expect(() => convertUnit(1, "kW", "°C")).toThrowError(
    expect.objectContaining({ code: "QT_CORE_UNIT_MISMATCH" }),
  );
});
