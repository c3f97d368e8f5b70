import * as fc from "fast-check";
import { createModel, type ModelBuilder, type SumBuilder } from "../builder.ts";
import type { Model } from "../model.ts";

/** What a generated model may hold. */
export interface ArbitraryModelOptions {
  /** Whole numbers everywhere, so that results can be compared exactly; default false. */
  readonly whole?: boolean;
  /** Every variable integer or binary with at most four values; default false. */
  readonly enumerable?: boolean;
  readonly soft?: boolean;
  /** One objective part, as LP and MPS keep it; default false. */
  readonly oneObjectivePart?: boolean;
  readonly maxVariables?: number;
  readonly maxConstraints?: number;
}

const oddNames = [
  "x[1]",
  "a b",
  "e12",
  "free",
  "st",
  "1st",
  ".5",
  "Übung",
  "*star",
  "peak-ratchet[17]",
  "end",
  "x(1)",
];

/** Text of a name: odd ones too, and unique within its list by an added number. */
const nameArbitrary = fc.oneof(
  fc.constantFrom(...oddNames),
  fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 6 }).filter((name) => name.trim() === name),
);

const unique = (names: readonly string[]): string[] =>
  names.map((name, index) => (names.indexOf(name) === index ? name : `${name}#${index}`));

function coefficientArbitrary(whole: boolean): fc.Arbitrary<number> {
  if (whole) return fc.integer({ min: -5, max: 5 });
  return fc.oneof(
    fc.integer({ min: -9, max: 9 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => x + 0),
  );
}

/** Bounds with each side possibly missing, never crossed. */
function boundsArbitrary(value: fc.Arbitrary<number>): fc.Arbitrary<{ lower: number; upper: number }> {
  return fc
    .tuple(value, value, fc.constantFrom("both", "lower", "upper", "none", "equal"))
    .map(([first, second, sides]) => {
      const [low, high] = first <= second ? [first, second] : [second, first];
      if (sides === "equal") return { lower: low, upper: low };
      return {
        lower: sides === "both" || sides === "lower" ? low : -Infinity,
        upper: sides === "both" || sides === "upper" ? high : Infinity,
      };
    });
}

type Declare = (model: ModelBuilder, name: string) => void;

function variableArbitrary(options: ArbitraryModelOptions): fc.Arbitrary<Declare> {
  const small = fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: 0, max: 3 }));
  const enumerable = fc.oneof(
    fc.constant<Declare>((model, name) => void model.binary(name)),
    fc.constantFrom(0, 1).map(
      (fixed): Declare =>
        (model, name) => {
          model.binary(name, { lower: fixed, upper: fixed });
        },
    ),
    small.map(
      ([lower, width]): Declare =>
        (model, name) => {
          model.integer(name, { lower, upper: lower + width, unit: "t" });
        },
    ),
  );
  if (options.enumerable) return enumerable;
  const value = coefficientArbitrary(options.whole ?? false);
  const wide = fc.tuple(
    fc.boolean(),
    boundsArbitrary(value),
    boundsArbitrary(fc.integer({ min: -9, max: 9 })),
  );
  return fc.oneof(
    enumerable,
    wide.map(
      ([integer, real, wholes]): Declare =>
        (model, name) => {
          if (integer) model.integer(name, wholes);
          else model.continuous(name, { ...real, unit: "kW" });
        },
    ),
  );
}

/** Models of every shape this package knows, small enough to look at when a law fails. */
export function arbitraryModel(options: ArbitraryModelOptions = {}): fc.Arbitrary<Model> {
  const { maxVariables = 6, maxConstraints = 6, soft = false, oneObjectivePart = false } = options;
  const value = coefficientArbitrary(options.whole ?? false);
  const names = (maxLength: number, minLength = 0): fc.Arbitrary<string[]> =>
    fc.array(nameArbitrary, { minLength, maxLength }).map(unique);
  const sum = fc.array(fc.tuple(value, fc.nat()), { maxLength: 5 });
  return fc
    .record({
      sense: fc.constantFrom("minimize" as const, "maximize" as const),
      variableNames: names(maxVariables),
      declare: fc.array(variableArbitrary(options), { minLength: maxVariables, maxLength: maxVariables }),
      ids: names(maxConstraints),
      rows: fc.array(fc.tuple(sum, boundsArbitrary(value), fc.option(fc.integer({ min: 0, max: 5 }))), {
        minLength: maxConstraints,
        maxLength: maxConstraints,
      }),
      parts: fc.array(fc.tuple(sum, value), { minLength: 1, maxLength: oneObjectivePart ? 1 : 3 }),
    })
    .map(({ sense, variableNames, declare, ids, rows, parts }) => {
      const model = createModel({ name: "generated", sense });
      variableNames.forEach((name, index) => {
        declare[index]!(model, name);
      });
      const addTerms = (target: SumBuilder, terms: readonly (readonly [number, number])[]): void => {
        for (const [coefficient, pick] of variableNames.length > 0 ? terms : [])
          target.plus(coefficient, pick % variableNames.length);
      };
      ids.forEach((id, index) => {
        const [terms, { lower, upper }, price] = rows[index]!;
        const pricePerUnit = soft && price !== null ? { pricePerUnit: price } : {};
        const meaning = { id, rule: "rule", sentence: `Rule "${id}" holds.`, unit: "kW", origin: "test:1" };
        const row = model.constraint({ ...meaning, ...pricePerUnit });
        addTerms(row, terms);
        row.between(lower, upper);
      });
      parts.forEach(([terms, constant], index) => {
        const part = model.objective({
          id: `part ${index}?`,
          rule: "cost",
          sentence: "What it costs.",
          unit: "EUR",
        });
        addTerms(part, terms);
        part.constant(constant);
      });
      return model.build();
    });
}
