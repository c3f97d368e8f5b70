import { parseModel } from "@qtwin/model";
import { expect, test } from "vitest";
import { withLooseHorizon } from "./loose-horizon.ts";
import { milpProblem, quboProblem, shopProblem } from "./peer-problems.ts";
import { peersOf } from "./peers.ts";
import { knapsack, pair, parts, triangle, twoJobs, withSetups } from "./testing/tiny-data.ts";

test("each family has its peers", () => {
  const names = (family: Parameters<typeof peersOf>[0], chosen?: readonly string[]) => {
    const { installs, own } = peersOf(family, chosen);
    return [...installs.map(({ name }) => name), ...own];
  };
  expect(names("jsp")).toEqual(["cp-sat"]);
  expect(names("mmkp")).toEqual(["highspy", "highs"]);
  expect(names("mkp", ["highs"])).toEqual(["highs"]);
  expect(names("maxcut")).toEqual(["dwave-tabu", "dwave-sa"]);
  expect(names("qap")).toEqual([]);
  expect(() => names("jsp", ["highs"])).toThrow(/there is cp-sat/);
  expect(() => names("qap", ["cp-sat"])).toThrow(/Nobody else/);
});

test("a shop keeps its intervals", () => {
  const { problem, sign } = shopProblem(parseModel(twoJobs, "two", "jsp"));
  expect(sign).toBe(1);
  expect(problem).toMatchObject({
    choices: [],
    rows: [],
    precedences: [
      [0, 1, 3],
      [1, 4, 2],
      [2, 3, 3],
      [3, 4, 2],
    ],
    machines: [
      { start: [0, 3], duration: [3, 2], present: [-1, -1], setup: null },
      { start: [1, 2], duration: [2, 3], present: [-1, -1], setup: null },
    ],
    cost: [0, 0, 0, 0, 1],
  });
  const { problem: withChoice } = shopProblem(parseModel(withSetups, "setups", "fjsp-sdst"));
  expect(withChoice).toMatchObject({
    choices: [[0], [2]],
    machines: [{ start: [1, 3], duration: [2, 3], present: [0, 2], setup: [0, 4, 1, 0] }],
  });
});

test("a shop is asked with time for one operation after the other; what cannot occur stays so", () => {
  const model = parseModel(twoJobs, "two", "jsp");
  const shift = 3 + 2 + 3 + 2 - model.variables.upper.at(-1)!;
  expect(shift).toBeGreaterThan(0);
  expect(Array.from(withLooseHorizon(model).variables.upper, (upper) => upper - shift)).toEqual(
    Array.from(model.variables.upper),
  );
  const impossible = parseModel("2 1\n1 1 1 2\n1 1 1 3\n0 1000000\n1 0\n", "setups", "fjsp-sdst");
  const loose = withLooseHorizon(impossible);
  const [horizon, setups] = [
    loose.variables.upper.at(-1)!,
    loose.structures.find(({ kind }) => kind === "no-overlap"),
  ];
  expect(horizon).toBeGreaterThanOrEqual(2 + 3 + 1);
  expect(setups).toMatchObject({ setup: Float64Array.of(0, horizon + 1, 1, 0) });
});

test("a knapsack is minimised with its values negated, and its bound comes back", () => {
  const { problem, sign } = milpProblem(parseModel(knapsack, "three", "mkp"));
  const { cost, rows, isInteger } = problem as { cost: number[]; rows: unknown; isInteger: boolean[] };
  expect(cost.map((value) => value * sign)).toEqual([3, 5, 4]);
  expect(rows).toEqual([{ columns: [0, 1, 2], values: [2, 3, 2], lower: null, upper: 4 }]);
  expect(isInteger).toEqual([true, true, true]);
});

test("choices become rows that the values are read back from", () => {
  const model = parseModel(parts, "parts", "mmkp");
  const { problem, decode } = milpProblem(model);
  const { cost } = problem as { cost: number[] };
  expect(cost).toHaveLength(6);
  expect(decode(Float64Array.of(1, 0, 0, 1, 0, 1))).toEqual(Float64Array.of(1, 0, 0, 1, 0, 1));
});

test("a cut is the negative of a QUBO", () => {
  expect(quboProblem(parseModel(triangle, "triangle", "maxcut"))).toMatchObject({
    sign: -1,
    problem: { linear: [-3, -5, -6], left: [0, 0, 1], right: [1, 2, 2], value: [2, 4, 8] },
  });
  expect(quboProblem(parseModel(pair, "pair", "qubo"))).toMatchObject({
    sign: 1,
    problem: { linear: [-2, 3], left: [0], right: [1], value: [-4] },
  });
});
