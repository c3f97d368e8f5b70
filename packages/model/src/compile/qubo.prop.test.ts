import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Model } from "../model.ts";
import { arbitraryProducts } from "../testing/arbitrary-products.ts";
import { arbitraryStructures } from "../testing/arbitrary-structures.ts";
import { boxSize } from "../testing/exactness.ts";
import { arbitraryModel } from "../testing/index.ts";
import { quboLaw } from "../testing/qubo-laws.ts";
import type { CompileOptions } from "./options.ts";

/** Runs the law on so many random models that are small enough, and asks for some of both outcomes. */
function holdsFor(models: fc.Arbitrary<Model>, options: CompileOptions, numRuns: number): void {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(models, (model) => {
      fc.pre(boxSize(model) <= 5000);
      const verdict = quboLaw(model, options, 14);
      fc.pre(verdict !== "too large");
      seen.set(String(verdict), (seen.get(String(verdict)) ?? 0) + 1);
      expect(verdict).not.toHaveProperty("flaw");
    }),
    { numRuns, maxSkipsPerRun: 1000 },
  );
  console.log(seen);
  expect(seen.get("holds") ?? 0).toBeGreaterThan(numRuns / 10);
}

const encodings = ["log", "unary", "one-hot", "domain-wall"] as const;

const linear = arbitraryModel({
  enumerable: true,
  whole: true,
  maxVariables: 4,
  maxConstraints: 3,
  maxChoices: 1,
});
for (const integerEncoding of encodings)
  test(`linear rows, integers as ${integerEncoding}`, () => {
    holdsFor(linear, { integerEncoding }, 150);
  });
