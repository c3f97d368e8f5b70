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
  /** By operation: setup time from a downtime. */
  readonly restart: readonly number[];
  /** By job; price 0: none. */
  readonly due: readonly { readonly time: number; readonly price: number }[];
  /** By job: whether the makespan waits for it. */
  readonly counted: readonly boolean[];
  /** Least makespan. */
  readonly least: number;
  /** Columns from 0 to `most` beside the shop, each in a row of its own. */
  readonly stray: readonly { readonly most: number; readonly row: number; readonly isLeast: boolean }[];
  readonly horizon: number;
}

export interface OperationSpec {
  readonly options: readonly OptionSpec[];
  readonly release: number;
  /** Latest end; Infinity: none. */
  readonly deadline: number;
}

export interface OptionSpec {
  readonly machine: number;
  readonly duration: number;
  /** Least time from its start to what comes next in its job: the next start, the makespan, the due date. */
  readonly lag: number;
}

export interface ShopFeatures {
  readonly setups?: boolean;
  readonly downtimes?: boolean;
  /** Setups from downtimes. */
  readonly restarts?: boolean;
  readonly due?: boolean;
  readonly deadlines?: boolean;
  /** Jobs that the makespan does not wait for. */
  readonly uncounted?: boolean;
  /** Lags shorter than durations. */
  readonly overlap?: boolean;
  /** Lags longer than durations. */
  readonly transport?: boolean;
  /** Times from another moment than 0. */
  readonly origin?: boolean;
  /** Columns that no schedule decides, with rows. */
  readonly stray?: boolean;
  readonly mostOperations?: number;
}

/** Any small shop with the features asked for. */
export function anyShop(features: ShopFeatures = {}): fc.Arbitrary<ShopSpec> {
  const { mostOperations = 5 } = features;
  return fc.integer({ min: 1, max: 3 }).chain((machines) => {
    const machine = fc.integer({ min: 0, max: machines - 1 });
    // With setups or lags of their own, which of two at one moment is first would matter if they took no time.
    const shortest = features.setups || features.overlap ? 1 : 0;
    const duration = fc.integer({ min: shortest, max: 5 });
    const option = fc
      .record({ machine, duration, share: fc.nat(5), extra: fc.constantFrom(0, 1, 4, 9) })
      .map(({ share, extra, ...each }): OptionSpec => {
        const lag = features.overlap ? Math.min(each.duration, share) : each.duration;
        return { ...each, lag: features.transport ? lag + extra : lag };
      });
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
    const shops = fc.record({
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
      restart: fc.array(features.restarts ? fc.constantFrom(0, 3, 9) : fc.constant(0), {
        minLength: count,
        maxLength: count,
      }),
      counted: features.uncounted
        ? fc.tuple(fc.constant(true), fc.boolean(), fc.boolean())
        : fc.constant([true, true, true]),
      least: fc.constant(0),
      stray: features.stray ? fc.array(stray, { maxLength: 2 }) : fc.constant([]),
      horizon: features.uncounted ? fc.constantFrom(200, Infinity) : fc.constant(200),
    });
    if (!features.origin) return shops;
    return fc.tuple(shops, fc.constantFrom(-100, -7, 40)).map(([spec, origin]) => shifted(spec, origin));
  });
}

const stray = fc.record({
  most: fc.constantFrom(9, Infinity),
  row: fc.integer({ min: 1, max: 8 }),
  isLeast: fc.boolean(),
});

/** The same shop with all its moments later by `time`. */
export function shifted(spec: ShopSpec, time: number): ShopSpec {
  return {
    ...spec,
    jobs: spec.jobs.map((job) =>
      job.map((each) => ({ ...each, release: each.release + time, deadline: each.deadline + time })),
    ),
    downtimes: spec.downtimes.map((each) => ({ ...each, start: each.start + time })),
    due: spec.due.map((each) => ({ ...each, time: each.time + time })),
    least: -1000,
    horizon: spec.horizon + time,
  };
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

type RowBuilder = ReturnType<ReturnType<typeof createModel>["constraint"]>;

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
  const end = model.integer(`${prefix}end`, { lower: spec.least, upper: horizon });
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
  spec.stray.forEach(({ most, row, isLeast }, at) => {
    const sum = model
      .constraint(meaning(`stray${at}`))
      .plus(2, model.continuous(`${prefix}stray${at}`, { upper: most }));
    if (isLeast) sum.atLeast(2 * row);
    else sum.atMost(2 * row);
  });
  /** after ≥ start + lag − earlier. */
  const follow = (id: string, place: number, after: VariableIndex, earlier: number): void => {
    const { options } = operations[place]!;
    if (style === 2) {
      options.forEach(({ lag }, option) => {
        const row = model.implication(meaning(`${id}-${option}`), choices[place]![option]!, 1);
        row
          .plus(1, after)
          .plus(-1, starts[place]!)
          .atLeast(lag - earlier);
      });
      return;
    }
    const row = model.constraint(meaning(id)).plus(-1, after).plus(1, starts[place]!);
    options.forEach(({ lag }, option) => {
      row.plus(lag, choices[place]![option]!);
    });
    row.atMost(earlier);
  };
  const objective = model.objective(meaning("cost")).plus(1, end);
  for (const [{ options, deadline, at, step }, place] of inOrder(operations)) {
    const isLast = step === spec.jobs[at]!.length - 1;
    if (!isLast || spec.counted[at]) follow(`f${place}`, place, isLast ? end : starts[place + 1]!, 0);
    const total = (row: RowBuilder, of: "duration" | "lag"): RowBuilder => {
      row.plus(1, starts[place]!);
      options.forEach((each, option) => {
        row.plus(each[of], choices[place]![option]!);
      });
      return row;
    };
    if (deadline < Infinity)
      total(model.constraint(meaning(`deadline${place}`)), "duration").atMost(deadline);
    const { time, price } = spec.due[at]!;
    if (!isLast || price === 0) continue;
    if (style === 2) {
      const late = model.integer(`${prefix}late${at}`);
      follow(`due${at}`, place, late, time);
      objective.plus(price, late);
    } else total(model.constraint({ ...meaning(`due${at}`), pricePerUnit: price }), "lag").atMost(time);
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
        setup && "place" in other && one !== other
          ? ("place" in one ? setup[machine]![one.place]! : spec.restart)[other.place]!
          : 0,
      ),
    );
    model.noOverlap(meaning(`machine${machine}`), activities, ...(setup ? [times] : []));
  }
  return { model: model.build(), starts, choices };
}
