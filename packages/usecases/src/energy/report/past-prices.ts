import { dayMs, gridEndMs, stepStartMs, type TimeGrid } from "@qtwin/core";
import type { RecordReader } from "../../contract.ts";
import { dayAheadMessage, valueAt } from "../twin/messages.ts";

/** Prices of a day are published the day before; a message is sent again when what is published changes. */
const lookBackMs = 3 * dayMs;

export interface PastPrices {
  /** Published day-ahead price per step; null where no message holds one. */
  readonly eurMwh: readonly (number | null)[];
  /** Where those that were used come from, as the messages say. */
  readonly sources: readonly string[];
}

/** Published prices of past steps from the messages that came then, the newest first; forecasts never count. */
export async function pastPrices(history: RecordReader, grid: TimeGrid): Promise<PastPrices> {
  const values = await history.values("market.dayAhead", grid.startMs - lookBackMs, gridEndMs(grid));
  const messages = values
    .flatMap(({ value }) => {
      const parsed = dayAheadMessage.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    })
    .toReversed();
  const sources = new Set<string>();
  const eurMwh = Array.from({ length: grid.count }, (_, step) => {
    const atMs = stepStartMs(grid, step);
    for (const { days, source } of messages) {
      const price = days.map((day) => valueAt(day, day.eurMwh, atMs)).find((found) => found !== null);
      if (price === undefined) continue;
      sources.add(source);
      return price ?? null;
    }
    return null;
  });
  return { eurMwh, sources: [...sources] };
}
