import { describe, expect, test } from "vitest";
import { type BillOptions, billBlock, chargedKw } from "./bill.ts";
import { endStateCost } from "./end-state.ts";
import type { BlockRecord, EndState, QuarterRecord } from "./record.ts";

const mayMs = Date.parse("2023-05-09T10:00:00Z");
const quarterMs = 900_000;

function quarter(startMs: number, values: Partial<QuarterRecord> = {}): QuarterRecord {
  return {
    startMs,
    importKwh: 0,
    exportKwh: 0,
    reactiveKvarh: 0,
    gasKwh: 0,
    meltKwh: 0,
    pourKwh: 0,
    airKwh: 0,
    hvacKwh: 0,
    coolingKwh: 0,
    extractionKwh: 0,
    baseKwh: 0,
    pvKwh: 0,
    chargeKwh: 0,
    dischargeKwh: 0,
    ...values,
  };
}

const end: EndState = {
  metalT: 4,
  heatsKwh: 0,
  batteryKwh: 250,
  hallC: 20,
  freeAirM3: 59,
  coldFurnaces: 0,
  compressorStarts: 0,
};

function block(quarters: QuarterRecord[], more: Partial<BlockRecord> = {}): BlockRecord {
  return {
    startMs: quarters[0]!.startMs,
    endMs: quarters.at(-1)!.startMs + quarterMs,
    quarters,
    tappedT: {},
    pouredT: {},
    heats: 0,
    lateHeats: 0,
    refusedHeats: 0,
    corrections: 0,
    pourWaitMin: 0,
    dischargeKwh: 0,
    violations: {
      pressureS: 0,
      lowestBar: 6.4,
      comfortS: 0,
      comfortKh: 0,
      connectionS: 0,
      highestImportKw: 0,
      targetQuarters: 0,
    },
    endState: end,
    ...more,
  };
}

const options: BillOptions = { variant: "annual", priceEurMwh: () => 100 };
const partsOf = (record: BlockRecord, more: Partial<BillOptions> = {}) =>
  Object.fromEntries(billBlock(record, { ...options, ...more }).parts.map((part) => [part.id, part.costEur]));

test("one quarter-hour of 4 MW, by hand", () => {
  // 1 MWh at 100 EUR/MWh; the first GWh of 2023 is over in May.
  expect(partsOf(block([quarter(mayMs, { importKwh: 1000 })]))).toEqual({
    energy: 100,
    supplier: 3,
    "grid-energy": 10,
    kwkg: 3.57,
    offshore: 5.91,
    "special-use": 0.5,
    concession: 1.1,
    tax: 0.5,
    demand: 40_000,
    reactive: 0,
    "feed-in": -0,
    gas: 0,
    wear: 0,
    correction: 0,
    "pour-wait": 0,
  });
});

test("the total is the sum of its parts, to the cent", () => {
  const record = block([quarter(mayMs, { importKwh: 123.4567, gasKwh: 9.87, reactiveKvarh: 90 })], {
    dischargeKwh: 33.3,
    corrections: 2,
    pourWaitMin: 1.5,
  });
  const bill = billBlock(record, options);
  const sum = bill.parts.reduce((total, part) => total + Math.round(part.costEur * 100), 0);
  expect(Math.round(bill.totalEur * 100)).toBe(sum);
});

test("special network use costs more within the first GWh of the year", () => {
  const record = block([quarter(mayMs, { importKwh: 2000 })]);
  expect(partsOf(record, { energySoFarMwh: 999 })["special-use"]).toBeCloseTo(4.17 + 0.5, 6);
});

test("reactive energy above 40 % of active energy, quarter by quarter", () => {
  const record = block([
    quarter(mayMs, { importKwh: 1000, reactiveKvarh: 1400 }),
    quarter(mayMs + quarterMs, { importKwh: 1000, reactiveKvarh: 0 }),
  ]);
  expect(partsOf(record).reactive).toBe(11);
});

test.each([
  [100, -97],
  [-20, 0],
])("feed-in at %d EUR/MWh earns %d for a MWh", (price, eur) => {
  const record = block([quarter(mayMs, { exportKwh: 1000 })]);
  expect(partsOf(record, { priceEurMwh: () => price })["feed-in"]).toBeCloseTo(eur, 6);
});

test("what no bill shows: wear, corrections, waiting", () => {
  const record = block([quarter(mayMs, { gasKwh: 1000 })], {
    dischargeKwh: 1000,
    corrections: 1,
    pourWaitMin: 2,
  });
  expect(partsOf(record)).toMatchObject({ gas: 60, wear: 45, correction: 12, "pour-wait": 50 });
});

describe("demand charge", () => {
  test("is on the highest quarter-hour, or on an earlier higher one of the year", () => {
    const record = block([quarter(mayMs, { importKwh: 700 })]);
    expect(partsOf(record).demand).toBe(28_000);
    expect(partsOf(record, { peakSoFarKw: 3000 }).demand).toBe(30_000);
    expect(partsOf(record, { variant: "month" }).demand).toBe(63_000);
  });

  test.each([
    ["far below the peak: the window peak counts", 3000, 1500, 1500],
    ["less than 20 % below: the peak counts", 3000, 2500, 3000],
    ["less than 100 kW below: the peak counts", 400, 310, 400],
    ["never below 20 % of the peak", 3000, 100, 600],
  ])("window: %s", (_name, peakKw, windowPeakKw, charged) => {
    expect(chargedKw("window", peakKw, windowPeakKw)).toBe(charged);
  });

  test("window quarter-hours are those of winter work days, 16:45 to 19:00 local time", () => {
    const inside = Date.parse("2023-01-09T15:45:00Z");
    const record = block([
      quarter(inside - quarterMs, { importKwh: 900 }),
      quarter(inside, { importKwh: 400 }),
      quarter(inside + 9 * quarterMs, { importKwh: 800 }),
    ]);
    expect(billBlock(record, { ...options, variant: "window" })).toMatchObject({
      windowPeakKw: 1600,
      chargedKw: 1600,
    });
    const sunday = block([quarter(inside - 86_400_000, { importKwh: 400 })]);
    expect(billBlock(sunday, { ...options, variant: "window" }).windowPeakKw).toBe(0);
  });
});

test("a worse end state costs its replacement, a better one earns nothing", () => {
  const worse = { ...end, metalT: 3, batteryKwh: 156 };
  const cost = endStateCost(worse, end, 125);
  expect(cost.parts.find((part) => part.id === "metal")?.costEur).toBeCloseTo(
    (515 + (75 * 1.25) / 4) * 0.125,
    1,
  );
  expect(cost.parts.find((part) => part.id === "battery")?.costEur).toBeCloseTo(12.5, 6);
  expect(endStateCost({ ...end, metalT: 8 }, end, 125).totalEur).toBe(0);
});
