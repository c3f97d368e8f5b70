import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { loadMarket } from "./load-market.ts";

const dir = mkdtempSync(join(tmpdir(), "qtwin-market-"));
afterAll(() => rmSync(dir, { recursive: true }));

/** Hourly rows in local time for days of a month: the price is day · 100 + hour. */
function zoneCsv(year: number, month: number, fromDay: number, toDay: number): string {
  const rows = [",Price_DA,Load_DA,Load_AC,Gen_SC,Sol_DA,Won_DA"];
  for (let day = fromDay; day <= toDay; day += 1) {
    for (let hour = 0; hour < 24; hour += 1) {
      const sun = hour >= 7 && hour < 19 ? 1000 : 0;
      rows.push(`${month}/${day}/${year} ${hour}:00,${day * 100 + hour},1,1,1,${sun},1`);
    }
  }
  return rows.join("\r\n");
}

mkdirSync(join(dir, "day-ahead-zones/published"), { recursive: true });
writeFileSync(join(dir, "day-ahead-zones/DE.csv.gz"), gzipSync(zoneCsv(2023, 5, 1, 31)));
writeFileSync(
  join(dir, "day-ahead-zones/published/DE-predictions.csv.gz"),
  gzipSync("Date,Price_DA\n2023-05-10 00:00:00,7.5\n2023-05-10 01:00:00,8.5\n"),
);

const market = loadMarket({
  dataDir: dir,
  zone: "DE",
  startMs: Date.parse("2023-05-09T00:00:00Z"),
  days: 3,
  seed: 1,
});
const at = (text: string): number => Date.parse(text);

describe("day-ahead prices of the data set", () => {
  test("stamps are local time: 07:00 in Berlin is 05:00 UTC in May", () => {
    expect(market.priceEurMwh(at("2023-05-09T05:00:00Z"))).toBe(907);
    expect(market.priceSource).toBe("ENTSO-E day-ahead");
  });

  test("tomorrow is unknown before 12:55 local time", () => {
    const before = market.known(at("2023-05-09T10:54:59Z"));
    expect(before.map((day) => day.deliveryDay)).toEqual(["2023-05-09"]);
    const after = market.known(at("2023-05-09T10:55:00Z"));
    expect(after.map((day) => day.deliveryDay)).toEqual(["2023-05-09", "2023-05-10"]);
    expect(after[1]).toMatchObject({ publishedAtMs: at("2023-05-09T10:55:00Z"), stepMin: 60 });
    expect(after[1]?.eurMwh[23]).toBe(1023);
  });

  test("the forecast of tomorrow is the published one; after publication it is for the day after, from known prices", () => {
    const before = market.forecast(at("2023-05-09T08:00:00Z"));
    expect(before).toMatchObject({ deliveryDay: "2023-05-10", method: "published day-ahead forecast" });
    expect(before.eurMwh.slice(0, 2)).toEqual([7.5, 8.5]);
    const after = market.forecast(at("2023-05-09T12:00:00Z"));
    expect(after).toMatchObject({ deliveryDay: "2023-05-11", method: "prices of the day before" });
    expect(after.eurMwh[5]).toBe(1005);
  });

  test("past the end of the data prices are synthetic, and say so", () => {
    const [day] = market.known(at("2023-06-07T06:00:00Z"));
    expect(day?.source).toBe("synthetic");
    expect(day?.eurMwh.every(Number.isFinite)).toBe(true);
  });
});

describe("daylight saving", () => {
  test.each([
    ["2023-03-26T06:00:00Z", 23],
    ["2023-10-29T06:00:00Z", 25],
    ["2023-05-09T06:00:00Z", 24],
  ])("the day of %s has %d hours", (instant, hours) => {
    const synthetic = loadMarket({
      dataDir: "/nonexistent",
      zone: "DE",
      startMs: at(instant),
      days: 1,
      seed: 1,
    });
    expect(synthetic.known(at(instant))[0]?.eurMwh).toHaveLength(hours);
  });
});

describe("prices from a file", () => {
  test("quarter-hours with an offset", () => {
    const file = join(dir, "prices.csv");
    const rows = Array.from({ length: 192 }, (_value, index) => {
      const instant = new Date(at("2025-10-06T22:00:00Z") + index * 900_000);
      return `${instant.toISOString()},${index}`;
    });
    writeFileSync(file, ["time,eurMwh", ...rows].join("\n"));
    const own = loadMarket({
      dataDir: "/nonexistent",
      zone: "FI",
      pricesFile: file,
      startMs: at("2025-10-07T00:00:00Z"),
      days: 1,
      seed: 1,
    });
    expect(own.priceSource).toBe("file");
    expect(own.known(at("2025-10-07T06:00:00Z"))[0]).toMatchObject({ stepMin: 15, source: "file" });
    expect(own.priceEurMwh(at("2025-10-06T22:15:00Z"))).toBe(1);
  });

  test.each([
    ["no price column", "time,load\n2023-05-09 00:00,1\n2023-05-09 01:00,2"],
    ["no time stamps", "time,price\nyesterday,1\ntoday,2"],
  ])("a file with %s is refused", (_name, text) => {
    const file = join(dir, "bad.csv");
    writeFileSync(file, text);
    const load = () =>
      loadMarket({
        dataDir: dir,
        zone: "DE",
        pricesFile: file,
        startMs: at("2023-05-09T00:00:00Z"),
        days: 1,
        seed: 1,
      });
    expect(load).toThrow(expect.objectContaining({ code: "QT_FOUNDRY_PRICES_UNREADABLE" }));
  });
});

test("without data sets everything is synthetic, and says so", () => {
  const synthetic = loadMarket({
    dataDir: "/nonexistent",
    zone: "XX",
    startMs: at("2023-05-09T00:00:00Z"),
    days: 1,
    seed: 1,
  });
  expect([synthetic.priceSource, synthetic.pvSource, synthetic.baseLoadSource]).toEqual([
    "synthetic",
    "synthetic",
    "synthetic",
  ]);
});

test("PV over a year yields about 950 kWh per kWp", () => {
  const synthetic = loadMarket({
    dataDir: "/nonexistent",
    zone: "XX",
    startMs: at("2023-01-01T00:00:00Z"),
    days: 365,
    seed: 1,
  });
  let kwh = 0;
  for (let hour = 0; hour < 8760; hour += 1)
    kwh += synthetic.pvKw(at("2023-01-01T00:30:00Z") + hour * 3_600_000);
  expect(kwh / 400).toBeGreaterThan(800);
  expect(kwh / 400).toBeLessThan(1100);
});
