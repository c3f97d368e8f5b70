import type { CommandSlot, Plan } from "@qtwin/usecases";

const quarterMs = 900_000;

/** A plan without lanes on quarter-hours from 0, for tests. */
export const planOf = (parts: { costEur: number; peakKw: number; count: number }): Plan => ({
  grid: { startMs: 0, stepMin: 15, count: parts.count },
  lanes: [],
  series: [],
  kpis: [{ id: "peakKw", title: "Peak", value: parts.peakKw, unit: "kW" }],
  cost: { totalEur: parts.costEur, parts: [] },
});

/** A command for one quarter-hour, for tests. */
export const slotOf = (
  pointId: string,
  slot: number,
  value: unknown,
  restore: unknown = null,
): CommandSlot => ({
  pointId,
  asset: pointId.split(".")[0]!,
  slot,
  value,
  validFromMs: slot * quarterMs,
  validUntilMs: (slot + 1) * quarterMs,
  restore,
});
