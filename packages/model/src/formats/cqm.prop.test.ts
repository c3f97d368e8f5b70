import * as fc from "fast-check";
import { expect, test } from "vitest";
import { objectiveValue } from "../evaluate.ts";
import type { Model } from "../model.ts";
import { arbitraryModel } from "../testing/arbitrary-model.ts";
import { arbitraryProducts } from "../testing/arbitrary-products.ts";
import { allPoints } from "../testing/exhaustive.ts";
import { parseCqm } from "./cqm-read.ts";
import { printCqm } from "./cqm-write.ts";
import { openSource } from "./open-source.ts";

const through = (model: Model): Model => parseCqm(openSource(printCqm(model), "m.cqm"));

/** Whether every row says something: dimod has no place for others. */
const saysAll = ({ constraints }: Model): boolean =>
  constraints.meaning.every(
    ({ pricePerUnit }, row) =>
      pricePerUnit !== 0 && !(constraints.lower[row] === -Infinity && constraints.upper[row] === Infinity),
  );

test("a CQM keeps everything a model of linear rows and one objective part says, prices too", () => {
  fc.assert(
    fc.property(arbitraryModel({ oneObjectivePart: true, soft: true }), (model) => {
      fc.pre(saysAll(model));
      expect(through(model)).toEqual(model);
    }),
    { numRuns: 150 },
  );
});

test("a CQM keeps products of two and choices; parts of an objective become one of the same value", () => {
  const options = { integers: 2, choices: 2, constraints: 4, rowDegree: 2, objectiveDegree: 2 };
  fc.assert(
    fc.property(arbitraryProducts(options), (model) => {
      const read = through(model);
      expect({ ...read, objective: model.objective }).toEqual(model);
      for (const point of allPoints(model))
        expect(objectiveValue(read, point)).toBe(objectiveValue(model, point));
      expect(through(read)).toEqual(read);
    }),
    { numRuns: 120 },
  );
});
