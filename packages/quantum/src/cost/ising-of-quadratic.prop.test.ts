import fc from "fast-check";
import { expect, it } from "vitest";
import { energyOfSpins, spinRows } from "../local-search/spin-rows.ts";
import { spinsOfBits } from "../local-search/spins.ts";
import { anyQuadratic, everyAssignment } from "../testing/arbitrary-quadratic.ts";
import { energyOf } from "./energy-of.ts";
import { isingOfQuadratic } from "./ising-of-quadratic.ts";

it("the Ising model of a quadratic cost has its energy at every assignment; quarters of whole weights are exact", () => {
  fc.assert(
    fc.property(anyQuadratic({ maxVariables: 5 }), (cost) => {
      const rows = spinRows(isingOfQuadratic(cost));
      for (const bits of everyAssignment(cost.linear.length))
        expect(energyOfSpins(rows, spinsOfBits(bits))).toBe(energyOf(cost, bits));
    }),
  );
});

it("pairs that cancel leave no coupling", () => {
  const cost = {
    kind: "quadratic",
    offset: 0,
    linear: [0, 0],
    couplings: [
      [0, 1, 2],
      [1, 0, -2],
    ],
  } as const;
  expect(isingOfQuadratic(cost)).toEqual({
    count: 2,
    offset: 0,
    field: Float64Array.of(0, 0),
    start: [0, 0, 0],
    column: [],
    coupling: [],
  });
});

it.each([[[0, 2, 1] as const], [[-1, 0, 1] as const], [[0, 1, Number.NaN] as const]])(
  "%j is refused on two variables",
  (pair) => {
    const cost = { kind: "quadratic", offset: 0, linear: [0, 0], couplings: [[0, 1, 1], pair] } as const;
    expect(() => isingOfQuadratic(cost)).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_BAD_COST", where: "couplings[1]" }),
    );
  },
);

it.each([
  [{ offset: Number.NaN, linear: [0] }, "offset"],
  [{ offset: 0, linear: [1, Number.POSITIVE_INFINITY] }, "linear[1]"],
])("%j is refused", (weights, where) => {
  expect(() => isingOfQuadratic({ kind: "quadratic", couplings: [], ...weights })).toThrow(
    expect.objectContaining({ code: "QT_QUANTUM_BAD_COST", where }),
  );
});

it("a polynomial is summed over the terms whose variables are all 1", () => {
  const cost = {
    kind: "polynomial",
    terms: [
      { variables: [], weight: 0.5 },
      { variables: [0, 1, 2], weight: 4 },
      { variables: [2], weight: -1 },
    ],
  } as const;
  expect([energyOf(cost, [1, 1, 1]), energyOf(cost, [1, 0, 1]), energyOf(cost, [1, 1, 0])]).toEqual([
    3.5, -0.5, 0.5,
  ]);
});
