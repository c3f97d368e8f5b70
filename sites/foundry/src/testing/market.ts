import { loadMarket } from "../market/load-market.ts";
import type { Market } from "../market/market.ts";

/** Monday, 8 May 2023, midnight in Berlin. */
export const mondayMs = Date.parse("2023-05-07T22:00:00Z");

/** Synthetic surroundings: the tests need no data sets. */
export function syntheticMarket(startMs = mondayMs, seed = 1): Market {
  return loadMarket({ dataDir: "/nonexistent", zone: "DE", startMs, days: 28, seed });
}
