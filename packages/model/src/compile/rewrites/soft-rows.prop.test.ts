import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { objectiveValue } from "../../evaluate.ts";
import { checkFeasibility } from "../../feasibility.ts";
import { printLp } from "../../formats/lp-write.ts";
import { allPoints, arbitraryModel, inexactness } from "../../testing/index.ts";
import softRows from "./soft-rows.ts";

const softModels = arbitraryModel({
  enumerable: true,
  whole: true,
  soft: true,
  maxVariables: 4,
  maxConstraints: 4,
});

test("encoding keeps the objective and feasibility of every point, and decoding gives the point back", () => {
  fc.assert(
    fc.property(softModels, (source) => {
      const { model: target, encode, decode } = softRows.apply(source, {});
      for (const point of allPoints(source)) {
        const encoded = encode(point);
        expect(objectiveValue(target, encoded)).toBeCloseTo(objectiveValue(source, point), 9);
        expect(checkFeasibility(target, encoded).feasible).toBe(checkFeasibility(source, point).feasible);
        expect(decode(encoded)).toEqual(point);
      }
    }),
  );
});

test("more slack than needed never makes the target better than the source", () => {
  fc.assert(
    fc.property(softModels, fc.double({ min: 0, max: 5, noNaN: true }), (source, extra) => {
      const { model: target, encode } = softRows.apply(source, {});
      const point = Float64Array.from(source.variables.lower);
      const wasteful = encode(point);
      for (let slack = source.variables.count; slack < wasteful.length; slack++) wasteful[slack]! += extra;
      const worse = source.sense === "minimize" ? 1 : -1;
      const loss = (objectiveValue(target, wasteful) - objectiveValue(source, point)) * worse;
      expect(loss).toBeGreaterThanOrEqual(-1e-9);
    }),
  );
});

test("a row of decimals over whole variables gets slack in whole steps", () => {
  const model = createModel({ name: "wish", sense: "minimize" });
  const [x, y] = [model.integer("x", { upper: 3 }), model.binary("y")];
  model
    .constraint({ id: "peak", rule: "peak", sentence: "Stay below 1 kW.", unit: "kW", pricePerUnit: 3 })
    .plus(0.5, x)
    .plus(0.25, y)
    .atMost(1);
  const source = model.build();
  const step = softRows.apply(source, {});
  const { names, kind, upper, units } = step.model.variables;
  expect([names[2], kind[2], upper[2], units[2]]).toEqual(["peak.over", 1, 3, "0.25 kW"]);
  expect(inexactness(source, step)).toBeNull();
});

test("source text in, target text out", () => {
  const model = createModel({ name: "wish", sense: "minimize" });
  const x = model.continuous("x", { upper: 9, unit: "kW" });
  model
    .constraint({ id: "peak", rule: "peak", sentence: "Stay below 4 kW.", unit: "kW", pricePerUnit: 3 })
    .plus(1, x)
    .between(1, 4);
  model.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" }).plus(-2, x);
  const text = printLp(softRows.apply(model.build(), {}).model);
  expect(text.split("\n").filter((line) => !line.startsWith("\\"))).toEqual([
    "Minimize",
    " objective:",
    "   - 2 x + 3 peak.under + 3 peak.over",
    "Subject To",
    " peak:",
    "   + 1 x + 1 peak.under - 1 peak.over",
    "   >= 1",
    " peak_upper:",
    "   + 1 x + 1 peak.under - 1 peak.over",
    "   <= 4",
    "Bounds",
    " 0 <= x <= 9",
    " 0 <= peak.under <= 1",
    " 0 <= peak.over <= 5",
    "End",
    "",
  ]);
});
