import { createModel, type Model } from "@qtwin/model";
import { allPoints, isFeasiblePoint } from "@qtwin/model/testing";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { incidenceOf } from "./incidence.ts";
import { restrict } from "./restrict.ts";

const meaning = (id: string) => ({ id, rule: "rule", sentence: `Rule ${id}.`, unit: "1" });

interface Plan {
  readonly durations: readonly number[];
  /** Row: before, column: after; null: no setups. */
  readonly setup: readonly (readonly number[])[] | null;
  readonly optional: number;
}

/** One machine, starts 0 … 6; the last `optional` activities need not happen. */
function machine({ durations, setup, optional }: Plan): Model {
  const model = createModel({ name: "machine", sense: "minimize" });
  const activities = durations.map((duration, at) => {
    const start = model.integer(`start[${at}]`, { upper: 6 });
    return at < durations.length - optional
      ? { start, duration }
      : { start, duration, present: model.binary(`on[${at}]`) };
  });
  model.noOverlap(
    meaning("machine"),
    activities,
    ...(setup ? [setup.map((row) => Float64Array.from(row))] : []),
  );
  return model.build();
}

const whole = fc.integer({ min: 0, max: 2 });
const plans = fc.record({
  durations: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 3, maxLength: 3 }),
  setup: fc.option(fc.array(fc.array(whole, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 })),
  optional: fc.integer({ min: 0, max: 1 }),
});

test("with all times free, kept orders leave only solutions of the whole model, the incumbent among them", () => {
  fc.assert(
    fc.property(plans, fc.nat(), fc.nat({ max: 15 }), (plan, at, mask) => {
      const model = machine(plan);
      const feasible = [...allPoints(model)].filter((point) => isFeasiblePoint(model, point));
      const values = feasible[at % Math.max(1, feasible.length)];
      if (!values) return;
      const chosen = Uint8Array.from(values, (_, column) => (mask >> column) & 1);
      const isStart = (column: number): boolean => model.variables.names[column]!.startsWith("start");
      const free = Uint8Array.from(chosen, (each, column) => (each === 1 || isStart(column) ? 1 : 0));
      const { model: small, encode, decode } = restrict(model, incidenceOf(model), { values, free, chosen });
      expect(isFeasiblePoint(small, encode(values))).toBe(true);
      for (const point of allPoints(small))
        if (isFeasiblePoint(small, point)) expect(isFeasiblePoint(model, decode(point))).toBe(true);
    }),
    { numRuns: 150 },
  );
});
