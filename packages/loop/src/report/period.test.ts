import { expect, test } from "vitest";
import { gridOf, lastDay, plantDays } from "./period.ts";

const berlin = "Europe/Berlin";

test("the last day is a local one, of 23 and 25 hours when the clocks change", () => {
  const hours = (nowMs: number) => {
    const { fromMs, untilMs } = lastDay(nowMs, berlin);
    return (untilMs - fromMs) / 3_600_000;
  };
  expect(lastDay(Date.UTC(2023, 4, 9, 5), berlin)).toEqual({
    name: "2023-05-08",
    fromMs: Date.UTC(2023, 4, 7, 22),
    untilMs: Date.UTC(2023, 4, 8, 22),
  });
  expect(hours(Date.UTC(2023, 2, 27, 5))).toBe(23);
  expect(hours(Date.UTC(2023, 9, 30, 5))).toBe(25);
});

test("both days are included, days follow each other, and the grid covers them all", () => {
  const days = plantDays("2023-03-25", "2023-03-27", berlin);
  expect(days.map(({ name }) => name)).toEqual(["2023-03-25", "2023-03-26", "2023-03-27"]);
  expect(days[1]!.fromMs).toBe(days[0]!.untilMs);
  // 24 + 23 + 24 hours.
  expect(gridOf(days, 15)).toEqual({ startMs: Date.UTC(2023, 2, 24, 23), stepMin: 15, count: 71 * 4 });
});

test.each([
  ["2023-02-30", "2023-03-01", "from", /no day of the calendar/],
  ["2023-02-01", "1.3.2023", "to", /no day of the calendar/],
  ["2023-03-02", "2023-03-01", "to", /before the first/],
  ["2022-01-01", "2023-12-31", "to", /730 days are more/],
])("a period from %s to %s is refused with its place", (from, to, where, message) => {
  expect(() => plantDays(from, to, berlin)).toThrowError(
    expect.objectContaining({ code: "QT_LOOP_BAD_PERIOD", where, message: expect.stringMatching(message) }),
  );
});
