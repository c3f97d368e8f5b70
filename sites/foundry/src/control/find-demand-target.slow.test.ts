import { expect, test } from "vitest";
import { createFoundry } from "../foundry.ts";
import { mondayMs, syntheticMarket } from "../testing/market.ts";
import { findDemandTarget } from "./find-demand-target.ts";

test("the found target is 5 % above the lowest feasible one, and holds in the week it was found on", () => {
  const market = syntheticMarket();
  const startMs = mondayMs + 7 * 86_400_000;
  const found = findDemandTarget({ controller: "b1", tariff: "annual", market, seed: 1, startMs, days: 7 });
  expect(found.demandTargetKw).toBe(Math.round(found.lowestKw * 1.05));
  expect(found.edge).toBe("inside");
  expect(found.lowestKw).toBeGreaterThan(2400);
  expect(found.lowestKw).toBeLessThan(3300);
  const foundry = createFoundry({
    startMs: mondayMs,
    seed: 1,
    controller: "b1",
    market,
    demandTargetKw: found.demandTargetKw,
  });
  foundry.step(7 * 86_400);
  expect(foundry.meter()).toMatchObject({ pourWaitMin: 0, violations: { targetQuarters: 0 } });
}, 180_000);
