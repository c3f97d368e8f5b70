import { floorToStep, minuteMs } from "@qtwin/core";
import { createModel } from "@qtwin/model";
import { type CommandSlot, defineUseCase, type Plan } from "@qtwin/usecases";
import { z } from "zod";

const facts = z.object({ startMs: z.number(), priceEurMwh: z.array(z.number()) });
type Facts = z.infer<typeof facts>;
const stepMin = 15;
const loadKw = 500;

const planWith = (from: Facts, dischargeKw: readonly number[]): Plan => {
  const steps = from.priceEurMwh.map(
    (price, index) => ((loadKw - dischargeKw[index]!) * price * stepMin) / 60_000,
  );
  return {
    grid: { startMs: from.startMs, stepMin, count: steps.length },
    lanes: [],
    series: [{ id: "battery", title: "Battery", unit: "kW", values: dischargeKw, nature: "planned" }],
    kpis: [],
    cost: { totalEur: steps.reduce((sum, cost) => sum + cost, 0), parts: [] },
  };
};

const idle = (from: Facts): readonly number[] => from.priceEurMwh.map(() => 0);

/** The smallest honest use case: one battery that moves load from dear to cheap quarter-hours. */
export const testUseCase = defineUseCase<Facts, { readonly hours: number }>({
  id: "test",
  title: "One battery",
  parameters: z.object({ hours: z.number() }),
  facts,
  readTwin: async (snapshot, _, { hours }) => {
    const startMs = floorToStep(snapshot.takenAtMs, stepMin);
    const steps = (hours * 60) / stepMin;
    const priceEurMwh = Array.from({ length: steps }, (__, index) => (index % 2 === 0 ? 2000 : 500));
    return { ok: true, facts: { startMs, priceEurMwh }, warnings: [] };
  },
  build: (from) => {
    const model = createModel({ name: "battery", sense: "minimize" });
    const cost = model.objective({ id: "energy", rule: "energy", sentence: "Energy bought.", unit: "EUR" });
    const balance = model.constraint({
      id: "balance",
      rule: "balance",
      sentence: "The battery ends as full as it was.",
      unit: "kW",
    });
    for (const [index, price] of from.priceEurMwh.entries()) {
      const power = model.continuous(`power[${index}]`, { lower: -200, upper: 200, unit: "kW" });
      cost.plus((-price * stepMin) / 60_000, power).constant((loadKw * price * stepMin) / 60_000);
      balance.plus(1, power);
    }
    balance.atMost(0);
    return model.build();
  },
  baseline: (from) => planWith(from, idle(from)),
  warmStart: () => null,
  read: (from, _, answer) => planWith(from, Array.from(answer.solution!)),
  explain: () => ({ binding: [], levers: [], sentences: [] }),
  scenarios: (_, plan, baseline) => ({
    planEur: [plan.cost.totalEur],
    baselineEur: [baseline.cost.totalEur],
  }),
  preconditions: () => [],
  commands: (from, plan) =>
    plan.series[0]!.values.map((value, slot): CommandSlot => {
      const validFromMs = from.startMs + slot * stepMin * minuteMs;
      const validUntilMs = validFromMs + stepMin * minuteMs;
      return {
        pointId: "battery.power",
        asset: "battery",
        slot,
        value,
        validFromMs,
        validUntilMs,
        restore: 0,
      };
    }),
});
