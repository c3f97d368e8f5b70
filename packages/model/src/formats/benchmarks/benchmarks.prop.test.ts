import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { objectiveValue } from "../../evaluate.ts";
import type { Model } from "../../model.ts";
import { allPoints, exhaustiveOptimum } from "../../testing/exhaustive.ts";
import { leastEnergy } from "../../testing/least-energy.ts";
import { parseModel, printModel, type TextFormat } from "../formats.ts";

/** Multiples of one half: exact in every sum here. */
const weight = fc.integer({ min: -20, max: 20 }).map((value) => value / 2 + 0);

const quboArbitrary = fc
  .record({
    size: fc.integer({ min: 1, max: 7 }),
    sense: fc.constantFrom("minimize" as const, "maximize" as const),
    entries: fc.array(fc.tuple(fc.nat(), fc.nat(), weight), { maxLength: 20 }),
    constant: weight,
  })
  .map(({ size, sense, entries, constant }): Model => {
    const model = createModel({ name: "generated", sense });
    const columns = Array.from({ length: size }, (_, index) => model.binary(`x${index}`));
    const sum = model.objective({ id: "f", rule: "f", sentence: "f", unit: "1" }).constant(constant);
    for (const [first, second, value] of entries)
      sum.product(value, columns[first % size]!, columns[second % size]!);
    return model.build();
  });

test("a printed QUBO has the same value everywhere, the opposite one when it was to be maximised", () => {
  fc.assert(
    fc.property(quboArbitrary, (model) => {
      const read = parseModel(printModel(model, "qubo"), "q", "qubo");
      const sign = model.sense === "minimize" ? 1 : -1;
      for (const point of allPoints(model))
        expect(objectiveValue(read, point)).toBe(sign * objectiveValue(model, point) + 0);
      expect(parseModel(printModel(read, "qubo"), "q", "qubo")).toEqual(read);
    }),
    { numRuns: 200 },
  );
});

test("the cut printed for a QUBO has its value, with the vertex that may be added on side 0", () => {
  fc.assert(
    fc.property(quboArbitrary, (model) => {
      const read = parseModel(printModel(model, "maxcut"), "q", "maxcut");
      const sign = model.sense === "maximize" ? 1 : -1;
      for (const point of allPoints(model)) {
        const sides = new Float64Array(read.variables.count);
        sides.set(point);
        expect(objectiveValue(read, sides)).toBe(sign * objectiveValue(model, point) + 0);
      }
      expect(parseModel(printModel(read, "maxcut"), "q", "maxcut")).toEqual(read);
    }),
    { numRuns: 200 },
  );
});

test("the least energy is that of trying everything", () => {
  fc.assert(
    fc.property(quboArbitrary, (model) => {
      fc.pre(model.sense === "minimize");
      const { energy, values } = leastEnergy(model);
      expect(energy).toBe(exhaustiveOptimum(model));
      expect(objectiveValue(model, values)).toBe(energy);
    }),
    { numRuns: 100 },
  );
});

test("the table of the first bits is brought up to date for each state of the others", () => {
  const edges = Array.from({ length: 17 }, (_, at) => `${at + 1} ${((at + 1) % 17) + 1} ${(at % 5) - 2}`);
  const diagonal = Array.from({ length: 17 }, (_, at) => `${at + 1} ${at + 1} ${((at * 7) % 5) - 2}`);
  const model = parseModel([`17 34`, ...edges, ...diagonal].join("\n"), "q", "qubo");
  expect(leastEnergy(model).energy).toBe(exhaustiveOptimum(model));
});

const duration = fc.integer({ min: 0, max: 9 });
const words = (...parts: readonly (number | readonly number[])[]): string => parts.flat().join(" ");

/** Machines are numbered from `base`; the last one always occurs, so that numbering from 1 shows. */
const shopArbitrary = fc
  .record({
    machines: fc.integer({ min: 1, max: 3 }),
    base: fc.constantFrom(0, 1),
    jobs: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ machines, base, jobs }) => {
    const machine = fc.integer({ min: base, max: base + machines - 1 });
    const options = fc.uniqueArray(fc.tuple(machine, duration), { minLength: 1, selector: ([each]) => each });
    const job = fc.array(options, { minLength: 1, maxLength: 3 });
    return fc.record({
      machines: fc.constant(machines),
      jobs: fc.array(job, { minLength: jobs, maxLength: jobs }),
    });
  });

type ShopJobs = readonly (readonly (readonly (readonly [number, number])[])[])[];
const flexibleText = ({ machines, jobs }: { machines: number; jobs: ShopJobs }): string =>
  [
    words(jobs.length, machines),
    ...jobs.map((job) => words(job.length, ...job.map((options) => [options.length, ...options.flat()]))),
  ].join("\n");

const jobShopText = ({ machines, jobs }: { machines: number; jobs: ShopJobs }): string =>
  [words(jobs.length, machines), ...jobs.map((job) => words(...job.map(([first]) => first!)))].join("\n");

const matrix = (size: number): fc.Arbitrary<number[]> =>
  fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -9, max: 9 })), {
    minLength: size * size,
    maxLength: size * size,
  });
const assignmentText = fc
  .integer({ min: 1, max: 5 })
  .chain((size) => fc.tuple(fc.constant(size), matrix(size), matrix(size)))
  .map(([size, flow, distance]) => words(size, flow, distance));

const numbers = (length: number): fc.Arbitrary<number[]> =>
  fc.array(weight, { minLength: length, maxLength: length });
const knapsackText = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 3 }))
  .chain(([items, rows]) => fc.tuple(numbers(items), numbers(items * rows), numbers(rows)))
  .map(([profit, weights, capacity]) =>
    words(1, profit.length, capacity.length, 0, profit, weights, capacity),
  );
const pairsText = fc
  .integer({ min: 1, max: 5 })
  .chain((items) =>
    fc.tuple(numbers(items), numbers((items * (items - 1)) / 2), fc.nat(1), weight, numbers(items)),
  )
  .map(([profit, together, kind, capacity, weights]) =>
    ["a name", words(profit.length, profit, together, kind, capacity, weights)].join("\n"),
  );
const classesText = fc
  .record({ classes: fc.integer({ min: 1, max: 3 }), items: fc.integer({ min: 1, max: 3 }), rows: fc.nat(2) })
  .chain(({ classes, items, rows }) => {
    const item = numbers(rows + 1);
    const list = fc.array(fc.array(item, { minLength: items, maxLength: items }), {
      minLength: classes,
      maxLength: classes,
    });
    return fc.tuple(fc.constant([classes, items, rows]), numbers(rows), list);
  })
  .map(([head, capacity, list]) =>
    words(head, capacity, ...list.map((items, at) => [at + 1, ...items.flat()])),
  );

const setupsText = shopArbitrary.chain((shop) => {
  const size = shop.jobs.flat().length;
  const entry = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(1_000_000));
  const count = shop.machines * size * size;
  return fc
    .array(entry, { minLength: count, maxLength: count })
    .map((times) => `${flexibleText(shop)}\n${words(times)}`);
});

test.each<[TextFormat, fc.Arbitrary<string>]>([
  ["jsp", shopArbitrary.map(jobShopText)],
  ["fjsp", shopArbitrary.map(flexibleText)],
  ["fjsp-sdst", setupsText],
  ["qaplib", assignmentText],
  ["mkp", knapsackText],
  ["qkp", pairsText],
  ["mmkp", classesText],
])("%s: what is printed reads as the same model", (format, text) => {
  fc.assert(
    fc.property(text, (content) => {
      const model = parseModel(content, "file", format);
      expect(parseModel(printModel(model, format), "file", format)).toEqual(model);
    }),
    { numRuns: 200 },
  );
});
