import * as fc from "fast-check";
import { createModel, type ModelBuilder } from "../builder.ts";
import type { ChoiceHandle } from "../choice-handle.ts";
import type { ConstraintMeaning, Model } from "../model.ts";
import type { IntervalSpec } from "../structure-builder.ts";
import type { StructureKind } from "../structures.ts";

/** What a generated model with structures may hold. */
export interface ArbitraryStructuresOptions {
  readonly kinds: readonly StructureKind[];
  /** Some of the structures have a price; default false. */
  readonly soft?: boolean;
  /** Starts are continuous, between whole bounds; default false: integer. */
  readonly continuous?: boolean;
  readonly maxBinaries?: number;
  readonly maxStarts?: number;
  /** Values of a start, at most; default 4. */
  readonly maxWindow?: number;
}

/** Columns a structure may use. */
interface Columns {
  readonly binaries: readonly number[];
  readonly starts: readonly number[];
  readonly choices: readonly ChoiceHandle[];
}

type Declare = (model: ModelBuilder, meaning: ConstraintMeaning, columns: Columns) => void;

const small = fc.integer({ min: 0, max: 3 });
const signed = fc.integer({ min: -4, max: 4 });

/** A subset of a list by random keys. */
const some = (list: readonly number[], keys: readonly boolean[]): number[] =>
  list.filter((_, at) => keys[at % keys.length]);

const keys = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });

/** Setup times of three activities, some of which a detour would shorten. */
const setups = fc.option(fc.array(small, { minLength: 9, maxLength: 9 }));

const activities = fc.record({
  durations: fc.array(small, { minLength: 3, maxLength: 3 }),
  optional: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
});

/** One activity a start; the optional ones happen when a binary says so. */
function intervals(
  { starts, binaries }: Columns,
  { durations, optional }: { readonly durations: readonly number[]; readonly optional: readonly boolean[] },
): IntervalSpec[] {
  return starts.map((start, at) => {
    const duration = durations[at % durations.length]!;
    const present = optional[at % optional.length] ? binaries[at % Math.max(1, binaries.length)] : undefined;
    return present === undefined ? { start, duration } : { start, duration, present };
  });
}

const declarations: Readonly<Record<StructureKind, fc.Arbitrary<Declare>>> = {
  "exactly-one": keys.map(
    (pick): Declare =>
      (model, meaning, { binaries }) => {
        model.exactlyOne(meaning, some(binaries, pick));
      },
  ),
  "at-most": fc.tuple(keys, small).map(
    ([pick, limit]): Declare =>
      (model, meaning, { binaries }) => {
        model.atMost(meaning, limit, some(binaries, pick));
      },
  ),
  implication: fc
    .tuple(
      fc.nat(),
      fc.constantFrom(0 as const, 1 as const),
      fc.array(signed, { minLength: 6, maxLength: 6 }),
    )
    .chain((head) =>
      fc.tuple(fc.constant(head), fc.constantFrom("lower", "upper", "both"), signed, small).map(
        ([[when, is, factors], side, bound, width]): Declare =>
          (model, meaning, { binaries, starts }) => {
            if (binaries.length === 0) return;
            const row = model.implication(meaning, binaries[when % binaries.length]!, is);
            for (const [at, column] of [...binaries, ...starts].entries())
              row.plus(factors[at % factors.length]!, column);
            if (side === "lower") row.atLeast(bound + 0.5);
            else if (side === "upper") row.atMost(bound + 0.5);
            else row.between(bound, bound + width);
          },
      ),
    ),
  precedence: fc.tuple(fc.nat(), fc.nat(), signed, fc.boolean()).map(
    ([before, after, lag, half]): Declare =>
      (model, meaning, { starts }) => {
        const [first, second] = [starts[before % starts.length], starts[after % starts.length]];
        if (first !== undefined && second !== undefined)
          model.precedence(meaning, first, second, half ? lag - 0.5 : lag);
      },
  ),
  "no-overlap": fc.tuple(activities, setups).map(
    ([which, times]): Declare =>
      (model, meaning, columns) => {
        const list = intervals(columns, which);
        const setup = times && list.map((_, i) => list.map((__, j) => times[(i * 3 + j) % 9]!));
        model.noOverlap(meaning, list, setup ?? undefined);
      },
  ),
  cumulative: fc
    .tuple(activities, fc.array(small, { minLength: 3, maxLength: 3 }), fc.integer({ min: 1, max: 5 }))
    .map(
      ([which, demands, capacity]): Declare =>
        (model, meaning, columns) => {
          const list = intervals(columns, which).map((each, at) => ({ ...each, demand: demands[at % 3]! }));
          model.cumulative(meaning, list, capacity);
        },
    ),
  permutation: fc.constant<Declare>((model, meaning, { choices }) => {
    if (choices.length > 0) model.permutation(meaning, choices);
  }),
};

/** Small models with structures of the kinds asked for, whole numbers in the objective and one row beside them. */
export function arbitraryStructures(options: ArbitraryStructuresOptions): fc.Arbitrary<Model> {
  const { kinds, soft = false, continuous = false } = options;
  const { maxBinaries = 3, maxStarts = 3, maxWindow = 4 } = options;
  const wantsChoices = kinds.includes("permutation");
  const window = fc.tuple(signed, fc.integer({ min: 0, max: maxWindow - 1 }));
  return fc
    .record({
      sense: fc.constantFrom("minimize" as const, "maximize" as const),
      binaryCount: fc.integer({ min: 0, max: maxBinaries }),
      startCount: fc.integer({ min: Math.min(1, maxStarts), max: maxStarts }),
      windows: fc.array(window, { minLength: maxStarts, maxLength: maxStarts }),
      choiceCount: wantsChoices ? fc.integer({ min: 0, max: 3 }) : fc.constant(0),
      declared: fc.array(
        fc.constantFrom(...kinds).chain((kind) => fc.tuple(declarations[kind], fc.option(small))),
        { minLength: 1, maxLength: 2 },
      ),
      weights: fc.array(signed, { minLength: 5, maxLength: 5 }),
    })
    .map(({ sense, binaryCount, startCount, windows, choiceCount, declared, weights }) => {
      const model = createModel({ name: "generated", sense });
      const choices = Array.from({ length: choiceCount }, (_, choice) =>
        model.choice(
          `c${choice}`,
          Array.from({ length: choiceCount }, (__, option) => `o${option}`),
        ),
      );
      const binaries = Array.from({ length: binaryCount }, (_, at) => model.binary(`b${at}`));
      const starts = windows.slice(0, startCount).map(([lower, width], at) => {
        const bounds = { lower, upper: lower + width, unit: "h" };
        return continuous ? model.continuous(`s${at}`, bounds) : model.integer(`s${at}`, bounds);
      });
      const picked = choices.map((choice, at) => choice.option(at));
      for (const [at, [declare, price]] of declared.entries()) {
        const meaning = {
          id: `rule[${at}]`,
          rule: "rule",
          sentence: "The rule holds.",
          unit: "h",
          origin: "a:1",
        };
        const priced = soft && price !== null ? { ...meaning, pricePerUnit: price } : meaning;
        declare(model, priced, { binaries: [...binaries, ...picked], starts, choices });
      }
      const all = [...picked, ...binaries, ...starts];
      const row = model.constraint({ id: "row", rule: "row", sentence: "Not too much.", unit: "1" });
      const cost = model.objective({ id: "cost", rule: "cost", sentence: "What it costs.", unit: "EUR" });
      for (const [at, column] of all.entries()) {
        row.plus(1, column);
        cost.plus(weights[at % weights.length]!, column);
      }
      row.atMost(all.length + 4);
      cost.constant(weights[0]!);
      return model.build();
    });
}
