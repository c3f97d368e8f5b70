import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { withParts } from "../edit.ts";
import type { Model, ObjectiveTerm } from "../model.ts";
import { sumOfTerms } from "../objective.ts";
import { structureKinds } from "../structures.ts";
import { arbitraryProducts } from "../testing/arbitrary-products.ts";
import { arbitraryModel, arbitraryStructures, boxSize } from "../testing/index.ts";
import { minimisers, quboLaw } from "../testing/qubo-laws.ts";
import type { CompileOptions } from "./options.ts";

/** Largest QUBO that is enumerated, and largest box of a model. */
const mostBits = 14;
const mostPoints = 4096;
let models = 0;

type Options = CompileOptions | ((model: Model) => CompileOptions);

/** The law on so many random models that are small enough; enough of them must have a solution. */
function holdsFor(from: fc.Arbitrary<Model>, options: Options, numRuns: number): void {
  let solvable = 0;
  fc.assert(
    fc.property(from, (model) => {
      fc.pre(boxSize(model) <= mostPoints);
      const verdict = quboLaw(model, typeof options === "function" ? options(model) : options, mostBits);
      fc.pre(verdict !== "too large");
      models++;
      if (verdict === "holds") solvable++;
      expect(verdict).not.toHaveProperty("flaw");
    }),
    { numRuns, maxSkipsPerRun: 1000 },
  );
  expect(solvable).toBeGreaterThan(numRuns / 10);
}

afterAll(() => expect(models).toBeGreaterThanOrEqual(2000));

const encodings = ["log", "unary", "one-hot", "domain-wall"] as const;
const choiceEncodings = ["one-hot", "domain-wall"] as const;

const linear = arbitraryModel({
  enumerable: true,
  whole: true,
  maxVariables: 4,
  maxConstraints: 3,
  maxChoices: 2,
});

for (const integerEncoding of encodings)
  for (const choiceEncoding of choiceEncodings)
    test(`linear rows, integers as ${integerEncoding}, choices as ${choiceEncoding}`, () => {
      holdsFor(linear, { integerEncoding, choiceEncoding }, 40);
      holdsFor(linear, { integerEncoding, choiceEncoding, avoid: ["bounds-from-rows"] }, 40);
    });

for (const kind of structureKinds)
  for (const integerEncoding of encodings)
    test(`${kind}, integers as ${integerEncoding}`, () => {
      const few = { kinds: [kind], maxBinaries: 3, maxStarts: 2, maxWindow: 3 };
      holdsFor(arbitraryStructures(few), { integerEncoding }, 25);
    });

for (const kind of ["precedence", "no-overlap", "cumulative"] as const)
  test(`${kind} without start times as choices`, () => {
    const few = { kinds: [kind], maxBinaries: 1, maxStarts: 2, maxWindow: 2 };
    holdsFor(arbitraryStructures(few), { avoid: ["time-index"] }, 60);
  });

for (const choiceEncoding of choiceEncodings)
  test(`permutations and exactly-one, choices as ${choiceEncoding}`, () => {
    const few = { kinds: ["permutation", "exactly-one"] as const, maxBinaries: 2, maxStarts: 0 };
    holdsFor(arbitraryStructures(few), { choiceEncoding }, 50);
  });

for (const integerEncoding of encodings)
  test(`products in the objective and in rows, integers as ${integerEncoding}`, () => {
    const products = arbitraryProducts({
      binaries: 4,
      integers: 1,
      choices: 1,
      objectiveDegree: 4,
      rowDegree: 2,
    });
    holdsFor(products, { integerEncoding }, 60);
  });

/** A violation in fractions needs a continuous slack, which no QUBO has. */
const isWholeStructure = (model: Model): boolean =>
  model.structures.every((structure) => {
    if (structure.kind === "precedence") return Number.isInteger(structure.lag);
    if (structure.kind !== "implication") return true;
    return [structure.lower, structure.upper].every(
      (side) => !Number.isFinite(side) || Number.isInteger(side),
    );
  });

test("soft rows and soft structures", () => {
  const rows = arbitraryModel({
    enumerable: true,
    whole: true,
    soft: true,
    maxVariables: 3,
    maxConstraints: 2,
  });
  holdsFor(rows, {}, 100);
  const kinds = ["exactly-one", "at-most", "implication", "precedence"] as const;
  const structures = arbitraryStructures({ kinds, soft: true, maxBinaries: 3, maxStarts: 1, maxWindow: 3 });
  holdsFor(structures.filter(isWholeStructure), {}, 60);
});

test("several kinds of constraints at once", () => {
  const mixed = arbitraryModel({
    enumerable: true,
    whole: true,
    maxVariables: 4,
    maxConstraints: 2,
    maxChoices: 1,
    degree: 2,
    structures: true,
    maxStructures: 2,
    weights: true,
  });
  holdsFor(mixed, {}, 150);
});

/** The same model in tenths: rows and objective are decimals, the optima stay. */
function inTenths(model: Model): Model {
  const tenth = (values: Float64Array): Float64Array => values.map((value) => value / 10);
  const { constraints, objective, variables } = model;
  const terms = objective.terms.map(
    (term): ObjectiveTerm =>
      Object.freeze({ ...term, value: tenth(term.value), constant: term.constant / 10 }),
  );
  return withParts(model, {
    constraints: {
      ...constraints,
      lower: tenth(constraints.lower),
      upper: tenth(constraints.upper),
      value: tenth(constraints.value),
    },
    objective: sumOfTerms(variables.count, terms),
  });
}

for (const integerEncoding of encodings)
  test(`decimals are scaled to whole numbers without loss, integers as ${integerEncoding}`, () => {
    fc.assert(
      fc.property(linear, (whole) => {
        fc.pre(boxSize(whole) <= mostPoints);
        models++;
        expect(quboLaw(inTenths(whole), { integerEncoding }, mostBits, whole)).not.toHaveProperty("flaw");
      }),
      { numRuns: 40, maxSkipsPerRun: 1000 },
    );
  });

test("an incumbent, a bound and a larger scale keep the law", () => {
  holdsFor(
    linear,
    (model) => {
      const { points } = minimisers(model);
      return { penalty: { method: "exact", scale: 3 }, ...(points[0] && { incumbent: points[0] }) };
    },
    100,
  );
});
