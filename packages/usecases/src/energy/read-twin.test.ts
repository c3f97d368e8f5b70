import { instantOfLocal, type Json, minuteMs } from "@qtwin/core";
import type { Snapshot, SnapshotValue } from "@qtwin/twin";
import { expect, test } from "vitest";
import { exampleParameters } from "./example-facts.ts";
import { energyFacts } from "./facts.ts";
import { readTwin } from "./read-twin.ts";

const timeZone = "Europe/Berlin";
const nowMs = instantOfLocal(timeZone, 2023, 5, 9, 7, 5);
const hour = (h: number): number => instantOfLocal(timeZone, 2023, 5, 9, h);
const noHistory = {
  means: async (_pointId: string, grid: { count: number }) => Array.from({ length: grid.count }, () => null),
};

const order = (i: number, state: string) => ({
  orderId: `2023-05-09-0${i}`,
  alloy: "GJL",
  tonnes: 4,
  pourFromMs: hour(5 + i),
  pourByMs: hour(6 + i),
  state,
});

const plain: Record<string, Json> = {
  "orders.heats": [order(1, "done"), order(2, "melting"), order(3, "open"), order(4, "refused")],
  "crew.calendar": [
    { kind: "crew", startMs: hour(4), endMs: hour(22) },
    { kind: "pour", startMs: hour(6), endMs: hour(10) },
  ],
  "market.dayAhead": {
    zone: "DE",
    source: "ENTSO-E day-ahead",
    days: [{ startMs: hour(0), stepMin: 60, eurMwh: Array.from({ length: 24 }, (_, h) => 50 + h) }],
    forecast: {
      startMs: hour(24),
      stepMin: 60,
      eurMwh: Array.from({ length: 24 }, () => 99),
      method: "published forecast",
    },
  },
  "pour.metalT": 5,
  "battery.socPct": 50,
  "hall.airC": 19,
  "demand.targetKw": 2950,
  "meter.quarterPeakKw": 2900,
  "f1.mode": "remote",
  "f1.state": "melt",
  "f1.heat": {
    orderId: "2023-05-09-02",
    alloy: "GJL",
    tonnes: 4,
    startedAtMs: hour(6),
    energyKwh: 1500,
    targetKwh: 2060,
    pourByMs: hour(8),
  },
  "f2.mode": "local",
  "f2.state": "idle",
  "f2.heat": null,
  "f2.bathC": 25,
};

function snapshot(
  values: Record<string, Json>,
  changes: Record<string, Partial<SnapshotValue>> = {},
): Snapshot {
  const entries = Object.entries(values).map(([pointId, value]) => {
    const measured = { pointId, value, ageMs: 0, confidence: 1, reasons: [], ...changes[pointId] };
    return [pointId, measured as unknown as SnapshotValue] as const;
  });
  return {
    id: "s",
    siteId: "foundry",
    watermarkMs: nowMs,
    takenAtMs: nowMs,
    values: new Map(entries),
    gate: { passed: true, findings: [] },
  };
}

test("facts say what the plant says, on the quarter-hour that is running", async () => {
  const result = await readTwin(snapshot(plain), noHistory, exampleParameters());
  if (!result.ok) throw new Error(result.missing.join(" "));
  const { facts } = result;
  expect(energyFacts.parse(facts)).toEqual(facts);
  expect(facts.grid).toEqual({ startMs: hour(7), stepMin: 15, count: 96 });
  expect(facts.firstStepMin).toBe(10);
  expect(facts.openHeats.map(({ orderId }) => orderId)).toEqual(["2023-05-09-03", "2023-05-09-04"]);
  expect(facts.furnaces[0]!.heat!.remainingKwh).toBe(560);
  expect(facts.furnaces[1]).toMatchObject({ mode: "local", cold: true, heat: null });
  expect(facts.battery.socKwh).toBe(250);
  expect(facts.pourTph.slice(0, 13)).toEqual([...Array.from({ length: 12 }, () => 4), 0]);
  expect(facts.crewEurPerH[0]).toBe(0);
  expect(facts.crewEurPerH[62]).toBeNull();
  expect(facts.baseKw.basis).toBe("fallback");
});

test("a heat whose recipe holds a cold lining, still being charged, says until when that is warmed", async () => {
  const warmedAt = async (changes: object, state: string): Promise<number | undefined> => {
    const heat = { ...(plain["f1.heat"] as object), startedAtMs: hour(6.75), energyKwh: 100, ...changes };
    const result = await readTwin(
      snapshot({ ...plain, "f1.heat": heat, "f1.state": state }),
      noHistory,
      exampleParameters(),
    );
    if (!result.ok) throw new Error(result.missing.join(" "));
    return result.facts.furnaces[0]!.heat!.warmedAtMs;
  };
  expect(await warmedAt({ targetKwh: 2360 }, "charge")).toBe(hour(6.75) + 30 * minuteMs);
  expect(await warmedAt({ targetKwh: 2360 }, "melt")).toBeUndefined();
  expect(await warmedAt({ targetKwh: 2060 }, "charge")).toBeUndefined();
});

test("prices are the published ones, then the forecast; the source says so", async () => {
  const result = await readTwin(snapshot(plain), noHistory, exampleParameters());
  if (!result.ok) throw new Error(result.missing.join(" "));
  const { dayAheadEurMwh, knownUntilMs, source } = result.facts.prices;
  expect(dayAheadEurMwh[0]).toBe(57);
  expect(dayAheadEurMwh[67]).toBe(73);
  expect(dayAheadEurMwh[68]).toBe(99);
  expect(knownUntilMs).toBe(hour(24));
  expect(source).toBe("ENTSO-E day-ahead, then published forecast");
});

test("the whole adder of 2023 above the first GWh is 24.58 EUR/MWh, and one kW costs a twelfth of the year", async () => {
  const result = await readTwin(snapshot(plain), noHistory, exampleParameters());
  if (!result.ok) throw new Error(result.missing.join(" "));
  expect(result.facts.tariff.adderEurMwh).toBeCloseTo(24.58, 9);
  expect(result.facts.tariff.demand).toEqual({ kind: "annual", eurPerKw: 10, windowEurPerKw: 0 });
});

test("what is missing, too old, distrusted or malformed is named, each once", async () => {
  const { "hall.airC": _gone, ...rest } = plain;
  const broken = snapshot(
    { ...rest, "orders.heats": "nonsense" },
    {
      "pour.metalT": { ageMs: 40 * minuteMs },
      "battery.socPct": {
        confidence: 0.1,
        reasons: [{ code: "stuck", sentence: "Battery state of charge stuck", confidence: 0.1 }],
      },
    },
  );
  const result = await readTwin(broken, noHistory, exampleParameters());
  if (result.ok) throw new Error("facts from a broken snapshot");
  const text = result.missing.join("\n");
  expect(text).toMatch(/pour\.metalT is .*40 min.* old/);
  expect(text).toContain("battery.socPct cannot be trusted: Battery state of charge stuck");
  expect(text).toContain("hall.airC has no value yet");
  expect(text).toContain("orders.heats does not hold what it should");
  expect(new Set(result.missing).size).toBe(result.missing.length);
});

test("a replaced value is a warning, not a failure", async () => {
  const result = await readTwin(snapshot(plain), noHistory, exampleParameters());
  if (!result.ok) throw new Error(result.missing.join(" "));
  expect(result.warnings).toContain("market.pvForecast has no value yet.");
});
