import { createModel, type Model, type VariableIndex } from "@qtwin/model";
import * as fc from "fast-check";

/** A small flexible job shop as plain data: what a model of it must say, however it is built. */
export interface ShopSpec {
  readonly machines: number;
  readonly jobs: readonly (readonly OperationSpec[])[];
  /** Of each machine from the option on one operation (numbered through all jobs) to that on another; null: none. */
  readonly setup: readonly (readonly (readonly number[])[])[] | null;
  readonly downtimes: readonly {
    readonly machine: number;
    readonly start: number;
    readonly duration: number;
  }[];
  /** By job; price 0: none. */
  readonly due: readonly { readonly time: number; readonly price: number }[];
  readonly horizon: number;
}

export interface OperationSpec {
  readonly options: readonly { readonly machine: number; readonly duration: number }[];
  readonly release: number;
  /** Latest end; Infinity: none. */
  readonly deadline: number;
}

export interface ShopFeatures {
  readonly setups?: boolean;
  readonly downtimes?: boolean;
  readonly due?: boolean;
  readonly deadlines?: boolean;
  readonly mostOperations?: number;
}

/** Any small shop with the features asked for. */
export function anyShop(features: ShopFeatures = {}): fc.Arbitrary<ShopSpec> {
  const { mostOperations = 5 } = features;
  return fc.integer({ min: 1, max: 3 }).chain((machines) => {
    const machine = fc.integer({ min: 0, max: machines - 1 });
    const option = fc.record({ machine, duration: fc.integer({ min: features.setups ? 1 : 0, max: 5 }) });
    const operation = fc.record({
      options: fc.uniqueArray(option, {
        minLength: 1,
        maxLength: machines,
        selector: (each) => each.machine,
      }),
      release: fc.integer({ min: 0, max: 4 }),
      deadline: features.deadlines ? fc.constantFrom(Infinity, 12, 18) : fc.constant(Infinity),
    });
    const jobs = fc
      .array(fc.array(operation, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
      .filter((list) => list.flat().length <= mostOperations);
    const count = mostOperations;
    const matrix = fc.array(
      fc.array(fc.constantFrom(0, 0, 1, 2, 7), { minLength: count, maxLength: count }),
      { minLength: count, maxLength: count },
    );
    return fc.record({
      machines: fc.constant(machines),
      jobs,
      setup: features.setups
        ? fc.array(matrix, { minLength: machines, maxLength: machines })
        : fc.constant(null),
      downtimes: features.downtimes
        ? fc.uniqueArray(
            fc.record({
              machine,
              start: fc.integer({ min: 0, max: 8 }),
              duration: fc.integer({ min: 1, max: 3 }),
            }),
            // One a machine, so that none can overlap.
            { maxLength: machines, selector: (each) => each.machine },
          )
        : fc.constant([]),
      due: fc.array(
        fc.record({
          time: fc.integer({ min: 0, max: 10 }),
          price: features.due ? fc.integer({ min: 0, max: 3 }) : fc.constant(0),
        }),
        { minLength: 3, maxLength: 3 },
      ),
      horizon: fc.constant(60),
    });
  });
}

/** How a model of a shop is written down. */
export interface Wording {
  /** Names of columns and rows begin with it. */
  readonly prefix: string;
  /** Sorts what can stand in any order; equal numbers leave it. */
  readonly shuffle: (place: number) => number;
  /** 0: as the benchmark files are read; 1: everything as rows over binaries; 2: implications and lateness columns. */
  readonly style: 0 | 1 | 2;
}

export interface SpokenShop {
  readonly model: Model;
  /** By operation, numbered through all jobs. */
  readonly starts: readonly VariableIndex[];
  /** By operation, by option. */
  readonly choices: readonly (readonly VariableIndex[])[];
}

export const plainWording: Wording = { prefix: "", shuffle: () => 0, style: 0 };

/** A model of a shop: makespan, and lateness of each job at its price. */
export function spokenShop(spec: ShopSpec, { prefix, shuffle, style }: Wording = plainWording): SpokenShop {
  const model = createModel({ name: "shop", sense: "minimize" });
  const meaning = (id: string): { id: string; rule: string; sentence: string; unit: string } => ({
    id: `${prefix}${id}`,
    rule: "rule",
    sentence: "A rule.",
    unit: "1",
  });
  const inOrder = <T>(list: readonly T[]): readonly (readonly [T, number])[] =>
    list
      .map((each, place) => [each, place] as const)
      .sort((one, other) => shuffle(one[1]) - shuffle(other[1]) || one[1] - other[1]);
  const { horizon } = spec;
  const operations = spec.jobs.flatMap((job, at) =>
    job.map((operation, step) => ({ ...operation, at, step })),
  );
  const starts: VariableIndex[] = [];
  const choices: VariableIndex[][] = [];
  const end = model.integer(`${prefix}end`, { upper: horizon });
  for (const [{ options, release, deadline }, place] of inOrder(operations)) {
    const least = Math.min(...options.map(({ duration }) => duration));
    const upper = Math.min(horizon, deadline - least);
    starts[place] = model.integer(`${prefix}s${place}`, { lower: release, upper: Math.max(release, upper) });
    const labels = options.map(({ machine }) => `m${machine}`);
    if (style === 0) {
      const choice = model.choice(`${prefix}c${place}`, labels);
      choices[place] = labels.map((_, option) => choice.option(option));
    } else {
      choices[place] = labels.map((label) => model.binary(`${prefix}c${place}${label}`));
      if (style === 1) {
        const row = model.constraint(meaning(`one${place}`));
        for (const column of choices[place]!) row.plus(2, column);
        row.equals(2);
      } else model.exactlyOne(meaning(`one${place}`), choices[place]!);
    }
  }
  /** after ≥ start + duration − earlier, unless soft. */
  const follow = (id: string, place: number, after: VariableIndex, earlier: number): void => {
    const { options } = operations[place]!;
    if (style === 2) {
      options.forEach(({ duration }, option) => {
        const row = model.implication(meaning(`${id}-${option}`), choices[place]![option]!, 1);
        row
          .plus(1, after)
          .plus(-1, starts[place]!)
          .atLeast(duration - earlier);
      });
      return;
    }
    const row = model.constraint(meaning(id)).plus(-1, after).plus(1, starts[place]!);
    options.forEach(({ duration }, option) => {
      row.plus(duration, choices[place]![option]!);
    });
    row.atMost(earlier);
  };
  const objective = model.objective(meaning("cost")).plus(1, end);
  for (const [{ options, deadline, at, step }, place] of inOrder(operations)) {
    const isLast = step === spec.jobs[at]!.length - 1;
    follow(`f${place}`, place, isLast ? end : starts[place + 1]!, 0);
    const total = (row: ReturnType<typeof model.constraint>): ReturnType<typeof model.constraint> => {
      row.plus(1, starts[place]!);
      options.forEach(({ duration }, option) => {
        row.plus(duration, choices[place]![option]!);
      });
      return row;
    };
    if (deadline < Infinity) total(model.constraint(meaning(`deadline${place}`))).atMost(deadline);
    const { time, price } = spec.due[at]!;
    if (!isLast || price === 0) continue;
    if (style === 2) {
      const late = model.integer(`${prefix}late${at}`);
      follow(`due${at}`, place, late, time);
      objective.plus(price, late);
    } else total(model.constraint({ ...meaning(`due${at}`), pricePerUnit: price })).atMost(time);
  }
  const machines = Array.from({ length: spec.machines }, (_, machine) => machine);
  for (const [machine] of inOrder(machines)) {
    const own = operations.flatMap(({ options }, place) =>
      options.flatMap((each, option) => (each.machine === machine ? [{ ...each, place, option }] : [])),
    );
    const breaks = spec.downtimes.filter((each) => each.machine === machine);
    if (own.length + breaks.length === 0) continue;
    const list = inOrder([...own, ...breaks]).map(([each]) => each);
    const activities = list.map((each, at) =>
      "place" in each
        ? { start: starts[each.place]!, duration: each.duration, present: choices[each.place]![each.option]! }
        : {
            start: model.integer(`${prefix}down${machine}-${at}`, { lower: each.start, upper: each.start }),
            duration: each.duration,
          },
    );
    const { setup } = spec;
    const times = list.map((one) =>
      list.map((other) =>
        setup && "place" in one && "place" in other && one !== other
          ? setup[machine]![one.place]![other.place]!
          : 0,
      ),
    );
    model.noOverlap(meaning(`machine${machine}`), activities, ...(setup ? [times] : []));
  }
  return { model: model.build(), starts, choices };
}
