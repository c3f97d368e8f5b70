import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryModel } from "../testing/arbitrary-model.ts";
import { parseModel, printModel } from "./formats.ts";
import { modelJsonSchema } from "./json-schema.ts";

const everything = {
  soft: true,
  degree: 3,
  maxChoices: 3,
  structures: true,
  weights: true,
  priorities: true,
  uncertainty: true,
} as const;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictTuples: false }).compile({
  ...modelJsonSchema,
});

const head = { format: "qtwin-model", version: 2, name: "m", sense: "minimize" };
const whole = {
  ...head,
  variables: [
    { name: "x", upper: 9 },
    { name: "y", kind: "integer", upper: 9 },
    { name: "on", kind: "binary" },
    { name: "mode", kind: "choice", options: ["a", "b"] },
    {
      name: "gear",
      kind: "choice",
      options: ["a", "b"],
      bounds: [
        [0, 0],
        [0, 1],
      ],
      columns: ["g0", "g1"],
    },
  ],
  constraints: [
    {
      id: "c",
      terms: [
        [1, "x"],
        [2, "x", "x"],
        [3, "x", "y", "on"],
      ],
      upper: 1,
      chance: 0.9,
    },
  ],
  structures: [
    { kind: "exactly-one", id: "s1", variables: ["on", "mode=a"] },
    { kind: "implication", id: "s2", when: "g1", is: 1, terms: [[1, "x"]], lower: 2 },
    {
      kind: "no-overlap",
      id: "s3",
      activities: [
        { start: "x", duration: 2 },
        { start: "y", duration: 1, present: "on" },
      ],
      setup: [
        [0, 1],
        [2, 0],
      ],
    },
    { kind: "permutation", id: "s4", choices: ["mode", "gear"], pricePerUnit: 2 },
  ],
  objective: [{ id: "o", terms: [[1, "x"]], weight: 2, priority: 1, risk: { measure: "cvar", alpha: 0.9 } }],
  uncertainty: {
    scenarios: [
      { name: "low", probability: 1 },
      { name: "high", probability: 3 },
    ],
    parameters: [{ id: "load", values: [1, 3] }],
    uses: [
      { in: "c", parameter: "load", factor: 2 },
      { in: "o", variable: "x", parameter: "load" },
    ],
  },
};
const read = (json: unknown) => parseModel(JSON.stringify(json), "m.json");

test("what printJson writes is valid by the published schema", () => {
  fc.assert(
    fc.property(arbitraryModel(everything), (model) => {
      validate(JSON.parse(printModel(model, "json")));
      expect(validate.errors).toBeNull();
    }),
    { numRuns: 300 },
  );
});

describe("version 2", () => {
  test("says products, choices, structures, weights and uncertainty", () => {
    validate(whole);
    expect(validate.errors).toBeNull();
    const model = read(whole);
    expect(model.variables.names).toEqual(["x", "y", "on", "mode=a", "mode=b", "g0", "g1"]);
    expect([...model.variables.upper]).toEqual([9, 9, 1, 1, 1, 0, 1]);
    expect([...model.constraints.quadratic.value, ...model.constraints.higher.value]).toEqual([2, 3]);
    expect(model.structures.map(({ kind }) => kind)).toEqual(whole.structures.map(({ kind }) => kind));
    expect(model.structures[1]).toMatchObject({ when: 6, is: 1, lower: 2, upper: Infinity });
    expect(model.objective.terms[0]).toMatchObject({ weight: 2, priority: 1 });
    expect(model.uncertainty).toMatchObject({
      scenarios: ["low", "high"],
      probability: Float64Array.of(0.25, 0.75),
      parameters: [{ id: "load", unit: "1", nominal: 2.5 }],
      uses: { index: Int32Array.of(0, 0), column: Int32Array.of(-1, 0), factor: Float64Array.of(2, 1) },
    });
    expect(parseModel(printModel(model, "json"), "m.json")).toEqual(model);
  });

  const [first, ...others] = whole.structures;
  test.each([
    [{ colour: "red" }, "colour"],
    [{ variables: [{ name: "x", uper: 3 }] }, "variables[0].uper"],
    [
      { variables: [{ name: "x", kind: "choice", options: ["a"], bounds: [[0, 2]] }] },
      "variables[0].bounds[0]",
    ],
    [{ constraints: [{ id: "c", terms: [[1, "x", "z"]] }] }, "constraints[0].terms[0][2]"],
    [{ constraints: [{ id: "c", terms: [[1]] }] }, "constraints[0].terms[0]"],
    [{ structures: [{ ...first, kind: "some" }] }, "structures[0].kind"],
    [{ structures: [{ ...first, variables: ["z"] }] }, "structures[0].variables[0]"],
    [{ structures: [{ ...first, variables: ["x"] }] }, "structures[0]"],
    [{ structures: [...others, { ...first, limit: 2 }] }, "structures[3].limit"],
    [
      { objective: [{ id: "o", terms: [], risk: { measure: "worst-case", alpha: 1 } }] },
      "objective[0].risk.alpha",
    ],
    [{ uncertainty: { ...whole.uncertainty, scenarios: [] } }, "uncertainty.scenarios"],
    [
      { uncertainty: { ...whole.uncertainty, uses: [{ in: "s1", parameter: "load" }] } },
      "uncertainty.uses[0].in",
    ],
  ])("names the path of a mistake: %j", (change, where) => {
    expect(() => read({ ...whole, ...change })).toThrow(
      expect.objectContaining({ kind: "invalid-input", where: `m.json:${where}` }),
    );
  });

  test("a number too large for a double is none", () => {
    expect(() => parseModel(JSON.stringify(whole).replace('[1,"x"]', '[1e999,"x"]'), "m.json")).toThrow(
      expect.objectContaining({ where: "m.json:constraints[0].terms[0][0]" }),
    );
  });
});

test("version 1 is read as it was: terms of one variable, unknown keys left alone", () => {
  const old = { ...head, version: 1, variables: [{ name: "x", colour: "red" }], constraints: [] };
  expect(read({ ...old, objective: [{ id: "o", terms: [[1, "x"]] }] }).variables.names).toEqual(["x"]);
  expect(() => read({ ...old, objective: [{ id: "o", terms: [[1, "x", "x"]] }] })).toThrow(
    expect.objectContaining({ where: "m.json:objective[0].terms[0]" }),
  );
});
