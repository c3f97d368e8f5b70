import type { Market, PriceDay } from "@qtwin/foundry";

/** How day-ahead prices differ from those of the market. */
export interface PriceChange {
  /** Factor on the mean of each delivery day. */
  readonly level: number;
  /** Factor on the distance of each price from the mean of its delivery day. */
  readonly spread: number;
}

export const samePrices: PriceChange = { level: 1, spread: 1 };

/** The market with other day-ahead prices, published, forecast and billed alike; each day keeps its mean under `spread`. */
export function withPrices(market: Market, { level, spread }: PriceChange): Market {
  const changed = (eur: number, meanEur: number): number => level * meanEur + spread * (eur - meanEur);
  const changedDay = <Day extends PriceDay>(day: Day): Day => {
    const meanEur = meanOf(day);
    return { ...day, eurMwh: day.eurMwh.map((eur) => changed(eur, meanEur)) };
  };
  let today = { startMs: 0, endMs: 0, meanEur: 0 };
  const meanAt = (atMs: number): number => {
    if (atMs < today.startMs || atMs >= today.endMs) {
      // The day of an instant is always published at that instant, and the oldest that is not over.
      const day = market.known(atMs)[0]!;
      const endMs = day.startMs + day.eurMwh.length * day.stepMin * 60_000;
      today = { startMs: day.startMs, endMs, meanEur: meanOf(day) };
    }
    return today.meanEur;
  };
  return {
    ...market,
    priceEurMwh: (atMs) => changed(market.priceEurMwh(atMs), meanAt(atMs)),
    known: (atMs) => market.known(atMs).map(changedDay),
    forecast: (atMs) => changedDay(market.forecast(atMs)),
  };
}

const meanOf = ({ eurMwh }: PriceDay): number => eurMwh.reduce((sum, eur) => sum + eur, 0) / eurMwh.length;
