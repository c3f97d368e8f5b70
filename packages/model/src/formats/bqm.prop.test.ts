import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { objectiveValue } from "../evaluate.ts";
import type { Model } from "../model.ts";
import { arbitraryProducts } from "../testing/arbitrary-products.ts";
import { allPoints } from "../testing/exhaustive.ts";
import { printCoo } from "./bqm-coo.ts";
import bqmFormat from "./bqm-format.ts";
import { printBqmJson } from "./bqm-json.ts";
import { openSource } from "./open-source.ts";

const parse = (text: string): Model => bqmFormat.parse(openSource(text, "m.bqm"));
const binaries = arbitraryProducts({ objectiveDegree: 2, constraints: 0 });

const energies = (model: Model): readonly number[] =>
  [...allPoints(model)].map((point) => objectiveValue(model, point));

test("a BQM as JSON keeps the objective, its sense and names; several parts become one", () => {
  fc.assert(
    fc.property(binaries, (model) => {
      const read = parse(printBqmJson(model));
      expect(read.variables).toEqual(model.variables);
      expect([read.sense, read.name]).toEqual([model.sense, model.name]);
      expect(energies(read)).toEqual(energies(model));
      expect(parse(printBqmJson(read))).toEqual(read);
    }),
    { numRuns: 200 },
  );
});

test("COO text keeps every bias to the last bit, without exponents", () => {
  const bias = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => value !== 0);
  const pair = fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 99 }), bias);
  fc.assert(
    fc.property(fc.array(bias, { minLength: 2, maxLength: 6 }), fc.array(pair), (linear, pairs) => {
      const builder = createModel({ name: "m.coo", sense: "minimize" });
      for (const column of linear.keys()) builder.binary(`${column}`);
      const sum = builder.objective({ id: "energy", rule: "r", sentence: "s", unit: "1" });
      for (const [column, value] of linear.entries()) sum.plus(value, column);
      for (const [left, right, value] of new Map(
        pairs.map((each) => [sorted(each, linear.length).join(), each]),
      ).values())
        if (left % linear.length !== right % linear.length)
          sum.product(value, left % linear.length, right % linear.length);
      const model = builder.build();
      const text = printCoo(model);
      expect(text).not.toMatch(/\d[eE]/);
      const { linear: found, quadratic } = parse(text).objective;
      expect({ found, quadratic }).toEqual({
        found: model.objective.linear,
        quadratic: model.objective.quadratic,
      });
    }),
    { numRuns: 200 },
  );
});

const sorted = ([left, right]: readonly [number, number, number], count: number): readonly number[] =>
  [left % count, right % count].sort((a, b) => a - b);
