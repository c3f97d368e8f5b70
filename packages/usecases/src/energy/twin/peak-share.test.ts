import { instantOfLocal } from "@qtwin/core";
import { expect, test } from "vitest";
import { ownShareOfPeak } from "./peak-share.ts";

const timeZone = "Europe/Berlin";
const billingPeriod = { from: "2023-05-08", to: "2023-06-04" };
const at = (month: number, day: number, hour = 0): number => instantOfLocal(timeZone, 2023, month, day, hour);

test("a day earns the part of its place among the work days of the billing period", () => {
  const share = (nowMs: number): number => ownShareOfPeak(nowMs, { timeZone, billingPeriod });
  expect(share(at(5, 8))).toBe(1 / 20);
  expect(share(at(5, 12, 23))).toBe(5 / 20);
  // A weekend adds none.
  expect(share(at(5, 14, 12))).toBe(5 / 20);
  expect(share(at(6, 2))).toBe(1);
  expect(share(at(6, 20))).toBe(1);
});

test("without a period it is the calendar month, and the first days are not free", () => {
  // July 2023 began on a Saturday and has 21 work days.
  expect(ownShareOfPeak(at(7, 1, 8), { timeZone })).toBe(1 / 21);
  expect(ownShareOfPeak(at(7, 3, 8), { timeZone })).toBe(1 / 21);
  expect(ownShareOfPeak(at(7, 31, 8), { timeZone })).toBe(1);
});
