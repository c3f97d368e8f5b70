import * as fc from "fast-check";
import { createModel, type ModelBuilder } from "../builder.ts";
import type { ConstraintMeaning, Model, ObjectiveMeaning } from "../model.ts";
import type { StructureKind } from "../structures.ts";
import type { SumBuilder } from "../sum-builder.ts";
import { type AddStructure, anyStructure, type StructureColumns } from "./any-structure.ts";
import { addUses, anyUncertainty, declareUncertainty } from "./any-uncertainty.ts";

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
  /** Highest degree of products in rows and objective; default 1, none. */
  readonly degree?: 1 | 2 | 3;
  /** At most that many choices of up to three options; default 0. */
  readonly maxChoices?: number;
  /** Structured constraints, of all kinds or of these; with `soft` some have a price. Default false. */
  readonly structures?: boolean | readonly StructureKind[];
  readonly maxStructures?: number;
  /** Objective parts may have weights; default false. */
  readonly weights?: boolean;
  readonly priorities?: boolean;
  /** Scenarios, parameters and their uses, recourse, chance constraints and risk measures; default false. */
  readonly uncertainty?: boolean;
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
    // The smallest numbers have too few bits to be halved, and no model needs them.
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => (Math.abs(x) < 1e-300 ? 0 : x)),
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

type VariableDeclarer = Pick<ModelBuilder, "binary" | "integer" | "continuous">;
type Declare = (model: VariableDeclarer, name: string) => void;

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

/** Terms of a sum: coefficient and factors, each modulo the number of variables. */
type Terms = readonly (readonly [coefficient: number, factors: readonly number[]])[];

function termsArbitrary(value: fc.Arbitrary<number>, degree: number): fc.Arbitrary<Terms> {
  const factors = fc.array(fc.nat(), { minLength: 1, maxLength: degree });
  return fc.array(fc.tuple(value, factors), { maxLength: 5 });
}

function addTerms(target: SumBuilder, terms: Terms, columns: number): void {
  for (const [coefficient, picks] of columns > 0 ? terms : []) {
    const [first, second, ...more] = picks.map((pick) => pick % columns);
    if (second === undefined) target.plus(coefficient, first!);
    else target.product(coefficient, first!, second, ...more);
  }
}

const exactly = <T>(element: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
  fc.array(element, { minLength: count, maxLength: count });

/** What rows and structures say besides their function. */
function meaningArbitrary({
  soft,
  uncertainty,
}: ArbitraryModelOptions): fc.Arbitrary<Partial<ConstraintMeaning>> {
  const price = soft ? fc.option(fc.integer({ min: 0, max: 5 })) : fc.constant(null);
  const chance = uncertainty ? fc.option(fc.constantFrom(0.5, 0.9)) : fc.constant(null);
  return fc.tuple(price, chance).map(([pricePerUnit, probability]) => ({
    ...(pricePerUnit === null ? {} : { pricePerUnit }),
    ...(probability === null ? {} : { chance: probability }),
  }));
}

function partArbitrary(options: ArbitraryModelOptions): fc.Arbitrary<Partial<ObjectiveMeaning>> {
  const some = <T>(wanted: boolean | undefined, from: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
    wanted ? fc.option(from) : fc.constant(null);
  return fc
    .record({
      weight: some(options.weights, fc.constantFrom(-2, 0.5, 1, 3)),
      priority: some(options.priorities, fc.integer({ min: -1, max: 1 })),
      risk: some(
        options.uncertainty,
        fc.constantFrom<NonNullable<ObjectiveMeaning["risk"]>>(
          { measure: "expectation" },
          { measure: "cvar", alpha: 0.5 },
          { measure: "worst-case" },
        ),
      ),
    })
    .map(({ weight, priority, risk }) => ({
      ...(weight === null ? {} : { weight }),
      ...(priority === null ? {} : { priority }),
      ...(risk === null ? {} : { risk }),
    }));
}

const optionLabels = ["low", "mid [2]", "high"];

/** Declares choices of so many options each; @returns what structures may use of the whole model */
function declareChoices(
  model: ModelBuilder,
  counts: readonly number[],
  declared: DeclaredKinds,
): StructureColumns {
  const choices = counts.map((count, index) => model.choice(`pick${index}`, optionLabels.slice(0, count)));
  const options = choices.flatMap((choice, index) =>
    Array.from({ length: counts[index]! }, (_, option) => choice.option(option)),
  );
  return { ...declared, zeroOnes: [...declared.zeroOnes, ...options], choices, optionCounts: counts };
}

interface DeclaredKinds {
  readonly zeroOnes: number[];
  readonly starts: number[];
}

/** Declares variables and notes which of them are only 0 or 1. */
function noting(model: ModelBuilder, kinds: DeclaredKinds, recourse: boolean): VariableDeclarer {
  const declarer =
    (kind: keyof VariableDeclarer, list: number[]): ModelBuilder["binary"] =>
    (name, options) => {
      const column = model[kind](name, recourse ? { ...options, recourse } : options);
      list.push(column);
      return column;
    };
  return {
    binary: declarer("binary", kinds.zeroOnes),
    integer: declarer("integer", kinds.starts),
    continuous: declarer("continuous", kinds.starts),
  };
}

/** Models of every shape this package knows, small enough to look at when a law fails. */
export function arbitraryModel(options: ArbitraryModelOptions = {}): fc.Arbitrary<Model> {
  const { maxVariables = 6, maxConstraints = 6, oneObjectivePart = false } = options;
  const value = coefficientArbitrary(options.whole ?? false);
  const names = (maxLength: number, minLength = 0): fc.Arbitrary<string[]> =>
    fc.array(nameArbitrary, { minLength, maxLength }).map(unique);
  const sum = termsArbitrary(value, options.degree ?? 1);
  const meaning = meaningArbitrary(options);
  return fc
    .record({
      sense: fc.constantFrom("minimize" as const, "maximize" as const),
      variableNames: names(maxVariables),
      declare: exactly(variableArbitrary(options), maxVariables),
      recourse: exactly(options.uncertainty ? fc.boolean() : fc.constant(false), maxVariables),
      choices: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: options.maxChoices ?? 0 }),
      ids: names(maxConstraints),
      rows: exactly(fc.tuple(sum, boundsArbitrary(value), meaning), maxConstraints),
      structures: structuresArbitrary(options, value, meaning),
      parts: fc.array(fc.tuple(sum, value, partArbitrary(options)), {
        minLength: 1,
        maxLength: oneObjectivePart ? 1 : 3,
      }),
      uncertainty: options.uncertainty ? fc.option(anyUncertainty(value)) : fc.constant(null),
    })
    .map(
      ({ sense, variableNames, declare, recourse, choices, ids, rows, structures, parts, uncertainty }) => {
        const model = createModel({ name: "generated", sense });
        const kinds: DeclaredKinds = { zeroOnes: [], starts: [] };
        variableNames.forEach((name, index) => {
          declare[index]!(noting(model, kinds, recourse[index]!), name);
        });
        const columns = declareChoices(model, choices, kinds);
        const count = columns.zeroOnes.length + columns.starts.length;
        const parameters = uncertainty ? declareUncertainty(model, uncertainty) : [];
        const sums = ids.length + parts.length;
        const fill = (target: SumBuilder, terms: Terms, place: number): void => {
          addTerms(target, terms, count);
          if (uncertainty) addUses(target, uncertainty, parameters, { sum: place, sums, columns: count });
        };
        ids.forEach((id, index) => {
          const [terms, { lower, upper }, more] = rows[index]!;
          const row = model.constraint({ ...spoken(id), ...more });
          fill(row, terms, index);
          row.between(lower, upper);
        });
        structures.forEach(([add, more], index) => {
          add(model, columns, { ...spoken(`structure ${index}!`), ...more });
        });
        parts.forEach(([terms, constant, more], index) => {
          const part = model.objective({
            id: `part ${index}?`,
            rule: "cost",
            sentence: "What it costs.",
            unit: "EUR",
            ...more,
          });
          fill(part, terms, ids.length + index);
          part.constant(constant);
        });
        return model.build();
      },
    );
}

const spoken = (id: string): ConstraintMeaning => ({
  id,
  rule: "rule",
  sentence: `Rule "${id}" holds.`,
  unit: "kW",
  origin: "test:1",
});

function structuresArbitrary(
  { structures = false, maxStructures = 3 }: ArbitraryModelOptions,
  value: fc.Arbitrary<number>,
  meaning: fc.Arbitrary<Partial<ConstraintMeaning>>,
): fc.Arbitrary<readonly (readonly [AddStructure, Partial<ConstraintMeaning>])[]> {
  if (structures === false) return fc.constant([]);
  const one = anyStructure(value, structures === true ? undefined : structures);
  return fc.array(fc.tuple(one, meaning), { maxLength: maxStructures });
}
