import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { objectiveValue } from "../evaluate.ts";
import { printCoo } from "./bqm-coo.ts";
import { printBqmJson } from "./bqm-json.ts";
import { detectFormat, parseModel, printModel } from "./formats.ts";
import { openSource } from "./open-source.ts";

/** As dimod 0.12.23 writes BinaryQuadraticModel({"a": -1.0, 3: 1.0}, {("a", 3): -1.5}, 2.0, "SPIN"). */
const spins = {
  type: "BinaryQuadraticModel",
  version: { bqm_schema: "3.0.0" },
  use_bytes: false,
  index_type: "int32",
  bias_type: "float64",
  num_variables: 2,
  num_interactions: 1,
  variable_labels: ["a", 3],
  variable_type: "SPIN",
  offset: 2,
  info: {},
  linear_biases: [-1, 1],
  quadratic_biases: [-1.5],
  quadratic_head: [0],
  quadratic_tail: [1],
};

const meaning = { id: "energy", rule: "energy", sentence: "Energy.", unit: "J" };

test("a spin is read as s = 2x - 1", () => {
  const model = parseModel(JSON.stringify(spins), "m.json");
  expect(model.variables.names).toEqual(["a", "3"]);
  for (const [a, b] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const) {
    const [s, t] = [2 * a - 1, 2 * b - 1];
    expect(objectiveValue(model, [a, b])).toBe(2 - s + t - 1.5 * s * t);
  }
});

test("JSON and COO text are known by their content", () => {
  expect(detectFormat(openSource(JSON.stringify(spins), "unknown"))).toBe("bqm");
  expect(detectFormat(openSource("# vartype=SPIN\n0 1 -1\n", "unknown"))).toBe("bqm");
});

test("COO text: triplets in any order, repeated ones add up", () => {
  const model = parseModel("# vartype=BINARY\n7 7 1\n\n0 7 -2.5\n7 0 1\n7 7 .5\n", "m.coo");
  expect(model.variables.names).toEqual(["0", "7"]);
  expect(objectiveValue(model, [1, 1])).toBe(1.5 - 2.5 + 1);
});

test("mistakes are told with their place", () => {
  const failing = (text: string): unknown => {
    try {
      return parseModel(text, "m.bqm", "bqm");
    } catch (error) {
      return error;
    }
  };
  expect(failing("# vartype=SPIN\n0 1\n")).toMatchObject({ code: "QT_MODEL_SYNTAX", where: "m.bqm:2:1" });
  expect(failing("0 1 2\n")).toMatchObject({ fix: "Expected '# vartype=BINARY'." });
  expect(failing(JSON.stringify({ ...spins, quadratic_tail: [2] }))).toMatchObject({
    code: "QT_MODEL_SYNTAX",
    where: "m.bqm:quadratic_tail[0]",
  });
  expect(failing(JSON.stringify({ ...spins, version: { bqm_schema: "1.0.0" } }))).toMatchObject({
    code: "QT_MODEL_VERSION",
  });
});

test("what a BQM cannot say is refused, with the way out", () => {
  const builder = createModel({ name: "limited", sense: "minimize" });
  const x = builder.binary("x");
  builder
    .constraint({ ...meaning, id: "cap" })
    .plus(1, x)
    .atMost(0);
  builder.integer("y", { upper: 3 });
  const model = builder.build();
  expect(() => printModel(model, "bqm")).toThrow(
    expect.objectContaining({ code: "QT_MODEL_NOT_WRITABLE", fix: expect.stringContaining("--to qubo") }),
  );
  expect(() => printBqmJson(model)).toThrow(/integer variables/);
});

test("COO text has no offset", () => {
  const builder = createModel({ name: "offset", sense: "minimize" });
  builder.objective(meaning).plus(1, builder.binary("x")).constant(3);
  expect(() => printCoo(builder.build())).toThrow("no offset");
});
