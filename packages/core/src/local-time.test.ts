import { expect, test } from "vitest";
import { instantOfLocal, localIso, localTime } from "./local-time.ts";

const berlin = "Europe/Berlin";
const iso = (ms: number) => new Date(ms).toISOString();

test("a wall-clock time in summer is two hours ahead of UTC", () => {
  expect(iso(instantOfLocal(berlin, 2023, 5, 8, 6))).toBe("2023-05-08T04:00:00.000Z");
  expect(localTime(Date.UTC(2023, 4, 8, 4), berlin)).toMatchObject({ hour: 6, weekday: 1, offsetMin: 120 });
});

test("the missing hour of spring moves one hour on, the repeated hour of autumn is the first", () => {
  expect(iso(instantOfLocal(berlin, 2023, 3, 26, 2, 30))).toBe("2023-03-26T01:30:00.000Z");
  expect(iso(instantOfLocal(berlin, 2023, 3, 26, 12))).toBe("2023-03-26T10:00:00.000Z");
  expect(iso(instantOfLocal(berlin, 2023, 10, 29, 2, 30))).toBe("2023-10-29T00:30:00.000Z");
});

test("daylight-saving days have 23 and 25 hours", () => {
  const hours = (month: number, day: number) =>
    (instantOfLocal(berlin, 2023, month, day + 1) - instantOfLocal(berlin, 2023, month, day)) / 3_600_000;
  expect(hours(3, 26)).toBe(23);
  expect(hours(10, 29)).toBe(25);
});

test("the hour that is there twice is told by its offset", () => {
  const before = Date.parse("2023-10-29T00:30:00Z");
  expect(localIso(before, "Europe/Berlin")).toBe("2023-10-29T02:30:00+02:00");
  expect(localIso(before + 3_600_000, "Europe/Berlin")).toBe("2023-10-29T02:30:00+01:00");
  expect(localIso(before, "America/St_Johns")).toBe("2023-10-28T22:00:00-02:30");
});
