import * as fc from "fast-check";
import { createModel, type ModelBuilder } from "../builder.ts";
import type { Model } from "../model.ts";
import type { SumBuilder } from "../sum-builder.ts";

export interface ArbitraryProductsOptions {
  /** Number of binary variables, at most; default 4. */
  readonly binaries?: number;
  /** Number of integer variables with up to four values, at most; default 0. */
  readonly integers?: number;
  /** Number of choices of up to four options, at most; default 0. */
  readonly choices?: number;
  /** Rows, at most; default 2. */
  readonly constraints?: number;
  /** Largest degree in the objective and in rows; default 4 and 1. */
  readonly objectiveDegree?: number;
  readonly rowDegree?: number;
  /** Default both. */
  readonly sense?: Model["sense"];
}

interface Term {
  readonly value: number;
  /** Picks of variables, modulo their number. */
  readonly picks: readonly number[];
}

const termArbitrary = (degree: number): fc.Arbitrary<Term> =>
  fc.record({
    value: fc.integer({ min: -5, max: 5 }),
    picks: fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: degree }),
  });

const boundsArbitrary = fc
  .tuple(
    fc.integer({ min: -6, max: 6 }),
    fc.integer({ min: 0, max: 4 }),
    fc.constantFrom("<=", ">=", "=", "<>"),
  )
  .map(([side, width, kind]) => ({
    lower: kind === "<=" ? -Infinity : side,
    upper: kind === ">=" ? Infinity : kind === "=" ? side : side + width,
  }));

/** Models of binaries, integers and choices with products, whole numbers everywhere. */
export function arbitraryProducts(options: ArbitraryProductsOptions = {}): fc.Arbitrary<Model> {
  const { binaries = 4, integers = 0, choices = 0, constraints = 2 } = options;
  const sum = (degree: number): fc.Arbitrary<Term[]> => fc.array(termArbitrary(degree), { maxLength: 5 });
  return fc
    .record({
      sense: options.sense
        ? fc.constant(options.sense)
        : fc.constantFrom("minimize" as const, "maximize" as const),
      binaries: fc.integer({ min: 0, max: binaries }),
      integers: fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: 0, max: 3 })), {
        maxLength: integers,
      }),
      choices: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: choices }),
      rows: fc.array(fc.tuple(sum(options.rowDegree ?? 1), boundsArbitrary), { maxLength: constraints }),
      parts: fc.array(
        fc.record({ terms: sum(options.objectiveDegree ?? 4), weight: fc.constantFrom(1, 1, 0.5, -2) }),
        { minLength: 1, maxLength: 2 },
      ),
    })
    .map(({ sense, rows, parts, ...shape }) => {
      const model = createModel({ name: "generated", sense });
      const columns = declare(model, shape);
      rows.forEach(([terms, { lower, upper }], index) => {
        const row = model.constraint({ id: `row ${index}`, rule: "rule", sentence: "Holds.", unit: "kW" });
        addTerms(row, terms, columns);
        row.between(lower, upper);
      });
      parts.forEach(({ terms, weight }, index) => {
        const meaning = {
          id: `part ${index}`,
          rule: "cost",
          sentence: "What it costs.",
          unit: "EUR",
          weight,
        };
        addTerms(model.objective(meaning).constant(index), terms, columns);
      });
      return model.build();
    });
}

interface Shape {
  readonly binaries: number;
  readonly integers: readonly (readonly [number, number])[];
  readonly choices: readonly number[];
}

/** Kinds take turns, so that columns of one kind are not all neighbours. */
function declare(model: ModelBuilder, { binaries, integers, choices }: Shape): readonly number[] {
  const columns: number[] = [];
  for (let turn = 0; turn < Math.max(binaries, integers.length, choices.length); turn++) {
    const integer = integers[turn];
    const options = choices[turn];
    if (integer) {
      const [lower, width] = integer;
      columns.push(model.integer(`i${turn}`, { lower, upper: lower + width, unit: "t" }));
    }
    if (options) {
      const labels = Array.from({ length: options }, (_, option) => `${option}`);
      const choice = model.choice(`c${turn}`, labels);
      for (const label of labels) columns.push(choice.option(label));
    }
    if (turn < binaries) columns.push(model.binary(`b${turn}`));
  }
  return columns;
}

function addTerms(sum: SumBuilder, terms: readonly Term[], columns: readonly number[]): void {
  if (columns.length === 0) return;
  for (const { value, picks } of terms) {
    const [first, second, ...more] = picks.map((pick) => columns[pick % columns.length]!);
    if (second === undefined) sum.plus(value, first!);
    else sum.product(value, first!, second, ...more);
  }
}
