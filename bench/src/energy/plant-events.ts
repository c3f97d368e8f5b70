import { createRandom, hourMs } from "@qtwin/core";
import type { EnergyFacts } from "@qtwin/usecases/energy";

/** Largest change of a price when it is published anew, as a share. */
const mostPriceChange = 0.3;

/** A furnace trips and is out for two hours, with the heat that is in it. */
export function withFurnaceTrip(facts: EnergyFacts): EnergyFacts {
  const [first, ...others] = facts.furnaces;
  const outage = { startMs: facts.nowMs, endMs: facts.nowMs + 2 * hourMs, reason: "trip" };
  return { ...facts, furnaces: [{ ...first!, outages: [...first!.outages, outage] }, ...others] };
}

/** The operator refuses the next heat. */
function withRefusedHeat(facts: EnergyFacts): EnergyFacts {
  const [next, ...others] = facts.openHeats;
  return next ? { ...facts, openHeats: [{ ...next, refused: true }, ...others] } : facts;
}

/** Other prices from the hour after next on. */
function withOtherPrices(facts: EnergyFacts): EnergyFacts {
  const random = createRandom(facts.nowMs / hourMs);
  const from = (2 * 60) / facts.grid.stepMin;
  const dayAheadEurMwh = facts.prices.dayAheadEurMwh.map((eurMwh, step) =>
    step < from ? eurMwh : eurMwh * (1 + mostPriceChange * (2 * random.next() - 1)),
  );
  return { ...facts, prices: { ...facts.prices, dayAheadEurMwh } };
}

/** The first compressor is no longer there. */
const withAirTrip = (facts: EnergyFacts): EnergyFacts => ({
  ...facts,
  air: { ...facts.air, available: facts.air.available.slice(1) },
});

/** What a plan is made anew for. */
export const plantEvents = {
  "furnace trip": withFurnaceTrip,
  "refused heat": withRefusedHeat,
  "other prices": withOtherPrices,
  "compressor trip": withAirTrip,
} as const satisfies Record<string, (facts: EnergyFacts) => EnergyFacts>;

export type PlantEvent = keyof typeof plantEvents;
