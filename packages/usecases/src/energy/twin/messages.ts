import { z } from "zod";

/** What the plant's JSON points hold (`sites/foundry/points.json`). */
export const heatMessage = z
  .object({
    orderId: z.string(),
    alloy: z.string(),
    tonnes: z.number(),
    startedAtMs: z.number(),
    energyKwh: z.number(),
    targetKwh: z.number(),
    pourByMs: z.number(),
  })
  .nullable();

/** Energy a heat still needs: the plant counts by its recipe, the plan by what the metal takes. */
export function remainingKwhOf(
  heat: { readonly targetKwh: number; readonly energyKwh: number },
  melt: { readonly energyKwhPerT: number; readonly recipeKwhPerT?: number },
): number {
  const { energyKwhPerT, recipeKwhPerT = energyKwhPerT } = melt;
  return Math.max(0, heat.targetKwh - heat.energyKwh) * (energyKwhPerT / recipeKwhPerT);
}

export const outageMessage = z
  .object({ startMs: z.number(), endMs: z.number(), confidence: z.number(), reason: z.string() })
  .nullable();

export const ordersMessage = z.array(
  z.object({
    orderId: z.string(),
    alloy: z.string(),
    tonnes: z.number(),
    pourFromMs: z.number(),
    pourByMs: z.number(),
    state: z.enum(["open", "melting", "done", "refused"]),
  }),
);
export type OrdersMessage = z.infer<typeof ordersMessage>;

export const recommendedMessage = z.array(
  z.object({
    orderId: z.string(),
    alloy: z.string(),
    tonnes: z.number(),
    furnace: z.string(),
    notBeforeMs: z.number(),
    pourByMs: z.number(),
  }),
);

export const calendarMessage = z.array(
  z.object({
    kind: z.enum(["crew", "pour", "break"]),
    startMs: z.number(),
    endMs: z.number(),
    extraEurPerH: z.number().optional(),
  }),
);
export type CalendarMessage = z.infer<typeof calendarMessage>;

const priceDay = z.object({
  startMs: z.number(),
  stepMin: z.number(),
  eurMwh: z.array(z.number()),
});
export const dayAheadMessage = z.object({
  zone: z.string(),
  source: z.string(),
  days: z.array(priceDay),
  forecast: priceDay.extend({ method: z.string() }).optional(),
});
export type DayAheadMessage = z.infer<typeof dayAheadMessage>;

export const pvForecastMessage = z.object({
  startMs: z.number(),
  stepMin: z.number(),
  kw: z.array(z.number()),
});
export const outdoorForecastMessage = z.object({
  startMs: z.number(),
  stepMin: z.number(),
  c: z.array(z.number()),
});

/** The value of a regular series at an instant; null outside of it. */
export function valueAt(
  series: { readonly startMs: number; readonly stepMin: number },
  values: readonly number[],
  atMs: number,
): number | null {
  return values[Math.floor((atMs - series.startMs) / (series.stepMin * 60_000))] ?? null;
}
