import { dayMs } from "@qtwin/core";
import { energy } from "@qtwin/usecases/energy";
import { describe, expect, test } from "vitest";
import { described, type LivedPlant, livePlant } from "./recovery.ts";

const learn = energy.learn!;
const week = { dataDir: "/nonexistent", fromDate: "2023-05-08", days: 8 } as const;

describe("a plant that differs by up to a tenth", () => {
  let lived: LivedPlant | null = null;
  const plant = (): LivedPlant => {
    lived ??= livePlant({ ...week, seed: 4, mismatch: { share: 0.1, seed: 9 } });
    return lived;
  };

  test("is predicted better with what was learnt than by its description, asset by asset", async () => {
    const { records, fromMs, untilMs } = plant();
    const learnt = await learn.estimate(records, described, { fromMs, untilMs: untilMs - dayMs });
    const used = learnt.filter(({ verdict }) => verdict === "accepted").map(({ id, value }) => [id, value]);
    const corrected = learn.apply(described, Object.fromEntries(used));
    const workDay = { fromMs: untilMs - dayMs, untilMs };
    const [before, after] = [
      await learn.errors(records, described, workDay),
      await learn.errors(records, corrected, workDay),
    ];
    expect(before.map(({ asset }) => asset)).toEqual(["f1", "f2", "orders", "air", "hvac", "battery"]);
    for (const [i, error] of after.entries()) {
      expect(error.errorPct, error.asset).toBeLessThan(error.limitPct);
      expect(error.errorPct, error.asset).toBeLessThanOrEqual(before[i]!.errorPct + 0.5);
    }
    const off = (errors: typeof before): number =>
      errors.find(({ asset }) => asset === "orders")?.errorPct ?? Number.NaN;
    expect(off(after)).toBeLessThan(0.5 * off(before));
  }, 60_000);

  test("teaches nothing from less than a day: the site's values stay, and say so", async () => {
    const { records, fromMs } = plant();
    const learnt = await learn.estimate(records, described, { fromMs, untilMs: fromMs + 3 * 3_600_000 });
    expect(learnt).toHaveLength(learn.values(described).length);
    const heat = learnt.find(({ id }) => id === "furnace.meltKwhPerT")!;
    expect(heat.verdict).toBe("too-few");
    expect(heat.value).toBe(heat.siteValue);
    expect(heat.reason).toMatch(/20 are needed/);
  });

  test("after a reset nothing before it counts", async () => {
    const { records, fromMs, untilMs } = plant();
    const learnt = await learn.estimate(records, described, {
      fromMs,
      untilMs,
      sinceMs: (id) => (id === "furnace.meltKwhPerT" ? untilMs - dayMs : fromMs),
    });
    const of = (id: string) => learnt.find((value) => value.id === id)!;
    expect(of("furnace.meltKwhPerT").verdict).toBe("too-few");
    expect(of("furnace.meltKwhPerT").fromMs).toBe(untilMs - dayMs);
    expect(of("furnace.lidOpenKw").verdict).toBe("accepted");
  });
});

test("learnt values reach everything that is planned with, and what cannot be learnt is left out", () => {
  const corrected = learn.apply(described, {
    "furnace.meltKwhPerT": 540,
    "battery.efficiency": 0.9,
    "air.c4.loadKw": 125,
    "furnace.ratedKw": 1,
  });
  const { melt, battery, air } = corrected.plant;
  expect(melt).toMatchObject({ energyKwhPerT: 540, recipeKwhPerT: 515, ratedKw: 2000 });
  expect([battery.chargeEfficiency, battery.dischargeEfficiency]).toEqual([0.9, 0.9]);
  expect(air.compressors.find(({ id }) => id === "c4")?.maxFlowKw).toBe(125);
  expect(described.plant.melt.energyKwhPerT).toBe(515);
});
