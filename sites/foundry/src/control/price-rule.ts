import type { Market } from "../market/market.ts";
import { plant } from "../plant-data.ts";

const rule = plant.priceRule;

/** Dear and cheap hours of one local day, by the simple rule of B2. */
export interface PriceHours {
  readonly dear: ReadonlySet<number>;
  readonly cheap: ReadonlySet<number>;
  /** Dearest minus cheapest hour, EUR/MWh. */
  readonly spreadEurMwh: number;
}

const hourMs = 3_600_000;

/** The 4 dearest and 4 cheapest hours of the day that holds an instant, by their start. */
export function priceHours(market: Market, atMs: number): PriceHours {
  const day = market.known(atMs)[0];
  const hours = new Map<number, number>();
  for (const [index, price] of (day?.eurMwh ?? []).entries()) {
    const hour = Math.floor((day!.startMs + index * day!.stepMin * 60_000) / hourMs) * hourMs;
    const share = day!.stepMin / 60;
    hours.set(hour, (hours.get(hour) ?? 0) + price * share);
  }
  const sorted = [...hours].sort(([, left], [, right]) => left - right);
  const starts = sorted.map(([start]) => start);
  return {
    cheap: new Set(starts.slice(0, rule.cheapHours)),
    dear: new Set(starts.slice(-rule.dearHours)),
    spreadEurMwh: sorted.length === 0 ? 0 : sorted.at(-1)![1] - sorted[0]![1],
  };
}

/**
 * What B2 asks of the battery on a day with enough spread: full power in dear and cheap hours, between them it is kept for
 * peaks (0). Null on other days: no rule.
 */
export function batteryWishKw(hours: PriceHours, atMs: number): number | null {
  if (hours.spreadEurMwh <= rule.spreadEurMwh) return null;
  const hour = Math.floor(atMs / hourMs) * hourMs;
  if (hours.dear.has(hour)) return plant.battery.powerKw;
  return hours.cheap.has(hour) ? -plant.battery.powerKw : 0;
}
