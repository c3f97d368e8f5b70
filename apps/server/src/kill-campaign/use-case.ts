import { minuteMs } from "@qtwin/core";
import { createModel } from "@qtwin/model";
import { type CommandSlot, defineUseCase, type Plan } from "@qtwin/usecases";
import { z } from "zod";

const facts = z.object({ startMs: z.number(), count: z.number().int() });
type Facts = z.infer<typeof facts>;

/** Writes often: three points, a new value each plant minute; what it plans is beside the point here. */
const writes = [
  { pointId: "battery.power", asset: "battery", values: [20, -20], restore: 0 },
  { pointId: "f1.powerLimit", asset: "f1", values: [1900, 1950], restore: 2000 },
  { pointId: "f2.powerLimit", asset: "f2", values: [1950, 1900], restore: 2000 },
] as const;

const planOf = ({ startMs, count }: Facts, costEur: number): Plan => ({
  grid: { startMs, stepMin: 1, count },
  lanes: [],
  series: [],
  kpis: [],
  cost: { totalEur: costEur, parts: [] },
});

export const busyUseCase = defineUseCase<Facts, unknown>({
  id: "busy",
  title: "Writes each minute",
  parameters: z.unknown(),
  facts,
  readTwin: async (snapshot) => ({
    ok: true,
    facts: { startMs: Math.floor(snapshot.takenAtMs / minuteMs) * minuteMs, count: 60 },
    warnings: [],
  }),
  build: () => {
    const model = createModel({ name: "busy", sense: "minimize" });
    const cost = model.continuous("cost", { lower: 1, unit: "EUR" });
    model.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" }).plus(1, cost);
    return model.build();
  },
  baseline: (from) => planOf(from, 1000),
  warmStart: () => null,
  read: (from) => planOf(from, 500),
  explain: () => ({ binding: [], levers: [], sentences: [] }),
  scenarios: () => ({ planEur: [500], baselineEur: [1000] }),
  preconditions: () => [],
  commands: ({ startMs, count }) =>
    writes.flatMap(({ pointId, asset, values, restore }) =>
      Array.from({ length: count }, (_, slot): CommandSlot => {
        const validFromMs = startMs + slot * minuteMs;
        const value = values[slot % 2];
        return {
          pointId,
          asset,
          slot,
          value,
          validFromMs,
          validUntilMs: validFromMs + 1.5 * minuteMs,
          restore,
        };
      }),
    ),
});
