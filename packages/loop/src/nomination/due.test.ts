import { hourMs, minuteMs } from "@qtwin/core";
import type { NominationRecord } from "@qtwin/store";
import { expect, test } from "vitest";
import { gridOf } from "../report/period.ts";
import { dueDay } from "./due.ts";
import { nominationCsv } from "./nomination-csv.ts";

const zone = "Europe/Berlin";
const at = (iso: string): number => Date.parse(iso);

test("tomorrow is due from the contract's local time on, until today is over", () => {
  expect(dueDay(at("2023-05-09T08:59:59Z"), zone, "11:00")).toBeNull();
  expect(dueDay(at("2023-05-09T09:00:00Z"), zone, "11:00")).toEqual({
    name: "2023-05-10",
    fromMs: at("2023-05-09T22:00:00Z"),
    untilMs: at("2023-05-10T22:00:00Z"),
  });
  expect(dueDay(at("2023-05-09T21:59:59Z"), zone, "11:00")?.name).toBe("2023-05-10");
  expect(dueDay(at("2023-05-09T22:00:00Z"), zone, "11:00")).toBeNull();
  expect(dueDay(at("2023-12-31T12:00:00Z"), zone, "11:00")?.name).toBe("2024-01-01");
});

test("a day on which the clocks change has 23 or 25 hours", () => {
  const hours = (iso: string): number => {
    const day = dueDay(at(iso), zone, "11:00")!;
    return (day.untilMs - day.fromMs) / hourMs;
  };
  expect(hours("2023-03-25T10:00:00Z")).toBe(23);
  expect(hours("2023-10-28T09:00:00Z")).toBe(25);
});

test("the file for the supplier tells the hour that is there twice by its offset", () => {
  const day = dueDay(at("2023-10-28T09:00:00Z"), zone, "11:00")!;
  const grid = gridOf([day], 15);
  const record: NominationRecord = {
    siteId: "s",
    day: day.name,
    madeAtMs: at("2023-10-28T09:00:00Z"),
    nominated: { grid, kw: Array.from({ length: grid.count }, (_, step) => 1000 + step) },
    contract: { toleranceShare: 0.1, eurPerMwhShort: 25, eurPerMwhLong: 25, nominateAt: "11:00" },
    basis: "plan",
    snapshotId: "x",
  };
  const lines = nominationCsv(record, zone).split("\r\n");
  expect(lines).toHaveLength(1 + 100 + 1);
  expect(lines[0]).toBe("begin,end,power (kW),energy (kWh)");
  expect(lines[1]).toBe("2023-10-29T00:00:00+02:00,2023-10-29T00:15:00+02:00,1000.000,250.000");
  expect(lines[12]).toBe("2023-10-29T02:45:00+02:00,2023-10-29T02:00:00+01:00,1011.000,252.750");
  expect(grid.startMs + 100 * 15 * minuteMs).toBe(day.untilMs);
});
