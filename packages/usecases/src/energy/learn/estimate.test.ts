import { hourMs, minuteMs, stepStartMs } from "@qtwin/core";
import { expect, test } from "vitest";
import type { LearntValue, RecordReader } from "../../contract.ts";
import { exampleParameters } from "../example-facts.ts";
import { estimate } from "./estimate.ts";

const fromMs = Date.parse("2023-05-08T00:00:00Z");
const count = 60;
const everyMs = 4 * hourMs;
const period = { fromMs, untilMs: fromMs + count * everyMs };
const parameters = exampleParameters();
const { chargeMin, tapMin } = parameters.described.furnace;

interface Heat {
  /** Minutes from start to tap. */
  readonly minutes: number;
  readonly meltKwhPerT: number;
  readonly holdingKw: number;
}

/** Only the first furnace is metered: heats of 4 t every four hours, each as given. */
function plantOf(heatAt: (index: number) => Heat): RecordReader {
  const heats = Array.from({ length: count }, (_, index) => heatAt(index));
  const energyKwh = ({ minutes, meltKwhPerT, holdingKw }: Heat): number =>
    4 * meltKwhPerT + (holdingKw * (minutes - chargeMin - tapMin)) / 60 + (130 * (chargeMin + tapMin)) / 60;
  const powerKw = (atMs: number): number => {
    const index = Math.floor((atMs - fromMs) / everyMs);
    const heat = heats[index]!;
    const minute = (atMs - fromMs - index * everyMs) / minuteMs;
    return minute < heat.minutes ? (energyKwh(heat) * 60) / heat.minutes : 0;
  };
  const orders = heats.map(({ minutes }, index) => ({
    orderId: `h${index}`,
    tonnes: 4,
    furnace: "f1",
    startedAtMs: fromMs + index * everyMs,
    tappedAtMs: fromMs + index * everyMs + minutes * minuteMs,
  }));
  return {
    means: async (pointId, grid) =>
      Array.from({ length: grid.count }, (_, step) =>
        pointId === "f1.energyKwh" ? powerKw(stepStartMs(grid, step)) : null,
      ),
    values: async (pointId) => (pointId === "orders.heats" ? [{ atMs: period.untilMs, value: orders }] : []),
  };
}

async function learnt(heatAt: (index: number) => Heat): Promise<(id: string) => LearntValue> {
  const values = await estimate(plantOf(heatAt), parameters, period);
  return (id) => values.find((value) => value.id === id)!;
}

const mixed = (index: number): number => [75, 90, 110, 130][index % 4]!;

test("melting energy and loss are told apart by heats of different length", async () => {
  const of = await learnt((index) => ({ minutes: mixed(index), meltKwhPerT: 540, holdingKw: 80 }));
  expect(of("furnace.meltKwhPerT")).toMatchObject({ verdict: "accepted", samples: count - 1 });
  expect(of("furnace.meltKwhPerT").value).toBeCloseTo(540, 0);
  expect(of("furnace.holdingKw").value).toBeCloseTo(80, 0);
  // The meter is of class 1: half of it is a standard deviation that no number of heats reduces.
  expect(of("furnace.meltKwhPerT").high95 - of("furnace.meltKwhPerT").low95).toBeGreaterThan(2 * 1.96 * 2.6);
});

test("heats of one length teach the energy, and nothing about the loss", async () => {
  const of = await learnt(() => ({ minutes: 80, meltKwhPerT: 540, holdingKw: 80 }));
  expect(of("furnace.meltKwhPerT").verdict).toBe("accepted");
  expect(of("furnace.holdingKw").verdict).toBe("not-excited");
  expect(of("furnace.holdingKw").reason).toMatch(/not run differently enough/);
});

test("what no longer holds on the later stretch does not count", async () => {
  const of = await learnt((index) => ({
    minutes: mixed(index),
    meltKwhPerT: index < 0.7 * count ? 550 : 515,
    holdingKw: 75,
  }));
  expect(of("furnace.meltKwhPerT")).toMatchObject({ verdict: "not-better", siteValue: 515 });
});

test("a value that is far off is rather a wrong meter", async () => {
  const of = await learnt((index) => ({ minutes: mixed(index), meltKwhPerT: 1100, holdingKw: 75 }));
  expect(of("furnace.meltKwhPerT").verdict).toBe("implausible");
});

test("a plant as described is found to be as described", async () => {
  const of = await learnt((index) => ({ minutes: mixed(index), meltKwhPerT: 515, holdingKw: 75 }));
  const { low80, high80 } = of("furnace.meltKwhPerT");
  expect(low80).toBeLessThan(515);
  expect(high80).toBeGreaterThan(515);
  expect(of("hall.openKwPerK")).toMatchObject({ verdict: "too-few", value: 11 });
});
