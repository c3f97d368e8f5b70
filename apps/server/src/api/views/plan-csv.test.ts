import type { Plan } from "@qtwin/usecases";
import { expect, test } from "vitest";
import { planCsv } from "./plan-csv.ts";

/** Half an hour from 07:00 in Berlin. */
const startMs = Date.parse("2023-05-09T05:00:00Z");
const stepMs = 900_000;
const bar = (title: string, from: number, until: number) => ({
  id: title,
  title,
  startMs: startMs + from * stepMs,
  endMs: startMs + until * stepMs,
  kind: "melt",
  frozen: false,
  details: {},
});
const plan: Plan = {
  grid: { startMs, stepMin: 15, count: 2 },
  lanes: [{ id: "f1", title: "Furnace F1", bars: [bar("GJL, 4 t", -3, 1), bar("GJS", 1, 4)] }],
  series: [
    { id: "importKw", title: "Grid import", unit: "kW", nature: "planned", values: [2400.5, null] },
    { id: "pv", title: "PV", unit: "kW", nature: "forecast", values: [10, 20], low: [5, 9], high: [12, 30] },
  ],
  kpis: [],
  cost: { totalEur: 0, parts: [] },
};

test("one line a step with what stands on each lane, and bands where there are", () => {
  expect(planCsv(plan, "Europe/Berlin").split("\r\n")).toEqual([
    'start,Furnace F1,Grid import (kW),PV (kW),"PV, 10th percentile (kW)","PV, 90th percentile (kW)"',
    '2023-05-09T07:00:00+02:00,"GJL, 4 t",2400.5,10,5,12',
    "2023-05-09T07:15:00+02:00,GJS,,20,9,30",
    "",
  ]);
});
