import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Model } from "../model.ts";
import { arbitraryModel } from "../testing/arbitrary-model.ts";
import { arbitraryProducts } from "../testing/arbitrary-products.ts";
import { parseOmmx } from "./ommx-read.ts";
import { printOmmx } from "./ommx-write.ts";
import { openSource } from "./open-source.ts";

const through = (model: Model, version: 1 | 2): Model =>
  parseOmmx(openSource(printOmmx(model, version), "m.ommx"));

const versions = fc.constantFrom(1 as const, 2 as const);

test("OMMX keeps everything a model of linear rows says, intervals and rows without bounds too", () => {
  fc.assert(
    fc.property(arbitraryModel(), versions, (model, version) => {
      expect(through(model, version)).toEqual(model);
    }),
    { numRuns: 120 },
  );
});

test("OMMX keeps products of any degree, choices and the parts of the objective with their weights", () => {
  const options = { integers: 2, choices: 2, constraints: 4, rowDegree: 4 };
  fc.assert(
    fc.property(arbitraryProducts(options), versions, (model, version) => {
      expect(through(model, version)).toEqual(model);
    }),
    { numRuns: 120 },
  );
});
