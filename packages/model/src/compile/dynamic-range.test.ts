import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { compileQubo } from "./compile-qubo.ts";
import { rangeOf } from "./dynamic-range.ts";
import { isingEnergy, isingOf, spinsOfBits } from "./ising.ts";
import { scaledFor } from "./scaled-ising.ts";

const rule = (id: string) => ({ id, rule: id, sentence: `${id} holds.`, unit: "1" });

test("whole numbers are counted in their common divisor", () => {
  expect(rangeOf([Float64Array.of(6, -9), Float64Array.of(0, 12)])).toEqual({
    largest: 12,
    smallestStep: 3,
    energySpan: 27,
    bits: 4,
    coefficientBits: 3,
  });
});

test("decimals count as what they show, also after a few operations", () => {
  expect(rangeOf([Float64Array.of(0.25, 1.5)])).toMatchObject({ smallestStep: 0.25, bits: 3 });
  expect(rangeOf([Float64Array.of(0.1 * 3, 0.2)])).toMatchObject({ smallestStep: 0.1, bits: 3 });
});

test("other numbers have their smallest magnitude as step", () => {
  expect(rangeOf([Float64Array.of(Math.PI, 100)])).toMatchObject({ smallestStep: Math.PI, bits: 6 });
  expect(rangeOf([new Float64Array(3)])).toEqual({
    largest: 0,
    smallestStep: 1,
    energySpan: 0,
    bits: 0,
    coefficientBits: 0,
  });
});

test("a QUBO that doubles cannot hold is refused, with the constraints that need the weights", () => {
  const model = createModel({ name: "wide", sense: "minimize" });
  const [x, y, z] = [model.binary("x"), model.binary("y"), model.binary("z")];
  model.objective(rule("cost")).plus(1e15, x).plus(0.5, y).plus(1, z);
  model.constraint(rule("pair")).plus(3, x).plus(-2, y).plus(1, z).equals(1);
  expect(() => compileQubo(model.build(), { avoid: ["bounds-from-rows"] })).toThrow(
    expect.objectContaining({
      code: "QT_MODEL_INEXACT",
      where: "wide",
      message: expect.stringMatching(/bits, a double has 53.*'pair'/),
    }),
  );
});

test("scaling for a device fills its tighter range and keeps the order of energies", () => {
  const qubo = {
    count: 2,
    offset: 1,
    linear: Float64Array.of(-3, 4),
    start: Int32Array.of(0, 1, 1),
    column: Int32Array.of(1),
    value: Float64Array.of(8),
  };
  const ising = isingOf(qubo);
  const scaled = scaledFor(ising, { fieldRange: [-4, 4], couplingRange: [-2, 1] });
  expect(scaled.ising.coupling).toEqual(Float64Array.of(1));
  expect(scaled).toMatchObject({ factor: 0.5, smallestStep: 0.25, bits: 4 });
  for (const bits of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ])
    expect(isingEnergy(scaled.ising, spinsOfBits(bits))).toBe(0.5 * isingEnergy(ising, spinsOfBits(bits)));
  expect(() => scaledFor(ising, { fieldRange: [0, 4], couplingRange: [-1, 1] })).toThrow(/range of a device/);
});
