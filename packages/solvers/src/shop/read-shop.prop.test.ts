import { checkFeasibility, objectiveValue } from "@qtwin/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ShopProblem } from "./problem.ts";
import { readShop } from "./read-shop.ts";
import { scheduleOrder, scheduleValues } from "./schedule-values.ts";
import { anyShop, type SpokenShop, spokenShop, type Wording } from "./testing/any-shop.ts";

const features = { setups: true, downtimes: true, due: true, deadlines: true, mostOperations: 6 };

/** Other names, another order of everything, and another way to say it. */
const anyWording: fc.Arbitrary<Wording> = fc
  .record({
    prefix: fc.constantFrom("", "x", "makespan "),
    keys: fc.array(fc.nat(100), { minLength: 20, maxLength: 20 }),
    style: fc.constantFrom<Wording["style"][]>(0, 1, 2),
  })
  .map(({ prefix, keys, style }) => ({ prefix, style, shuffle: (place) => keys[place % keys.length]! }));

function problemOf({ model }: SpokenShop): ShopProblem {
  const reading = readShop(model);
  if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
  return reading.problem;
}

/** What a shop says of each operation of its specification, without numbers that depend on the order of columns. */
function contentOf(spoken: SpokenShop): unknown {
  const problem = problemOf(spoken);
  const at = new Map(Array.from(problem.startColumn, (column, operation) => [column, operation]));
  const specOf = new Map(spoken.starts.map((column, place) => [at.get(column)!, place]));
  const onMachine = (machine: number): number[] =>
    [...problem.operationOf].filter((_, option) => problem.machine[option] === machine);
  return spoken.starts.map((column, place) => {
    const operation = at.get(column)!;
    const isFirst = problem.jobStart.includes(operation);
    return {
      after: isFirst ? null : specOf.get(operation - 1),
      release: problem.release[operation],
      options: spoken.choices[place]!.map((choice) => {
        const option = problem.choiceColumn.indexOf(choice);
        const { setup, places, downtimes } = problem.machines[problem.machine[option]!]!;
        const own = problem.place[option]!;
        const { first, latest, price } = problem.tardiness;
        const terms = Array.from(latest.subarray(first[option], first[option + 1]), (time, term) => [
          time,
          price[first[option]! + term],
        ]);
        const others = onMachine(problem.machine[option]!).map((each): [number, number] => {
          const other = problem.operationOf.findIndex(
            (of, index) => of === each && problem.machine[index] === problem.machine[option],
          );
          return [specOf.get(each)!, setup?.[own * places + problem.place[other]!] ?? 0];
        });
        return {
          duration: problem.duration[option],
          delay: problem.delay[option],
          finish: problem.finish[option],
          latest: problem.latest[option],
          terms: terms.map(String).sort(),
          neighbours: others.sort((a, b) => a[0] - b[0]),
          downtimes: downtimes.map(({ start, duration }) => [start, duration]),
        };
      }),
    };
  });
}

test("renamed, shuffled and said otherwise, a shop is read as the same", () => {
  fc.assert(
    fc.property(anyShop(features), anyWording, (spec, wording) => {
      const plain = spokenShop(spec);
      const other = spokenShop(spec, wording);
      expect(contentOf(other)).toEqual(contentOf(plain));
      const { constant, makespan } = problemOf(other);
      expect(constant).toBe(problemOf(plain).constant);
      expect({ ...makespan, column: 0 }).toEqual({ ...problemOf(plain).makespan, column: 0 });
    }),
  );
});

test("values of a schedule, and the order and options in them, fit together", () => {
  fc.assert(
    fc.property(anyShop(), anyWording, fc.nat(), (spec, wording, pick) => {
      const spoken = spokenShop(spec, wording);
      const problem = problemOf(spoken);
      const { optionStart, release, jobStart } = problem;
      const size = problem.startColumn.length;
      const optionOf = Array.from({ length: size }, (_, operation) => {
        const from = optionStart[operation]!;
        return from + (pick % (optionStart[operation + 1]! - from));
      });
      // One operation after another: feasible where every job fits behind the one before it.
      const start = new Float64Array(size);
      let moment = 0;
      for (let operation = 0; operation < size; operation++) {
        start[operation] = Math.max(moment, release[operation]!);
        moment = start[operation]! + problem.duration[optionOf[operation]!]!;
      }
      const values = scheduleValues(problem, optionOf, start);
      expect(checkFeasibility(spoken.model, values).feasible).toBe(true);
      expect(objectiveValue(spoken.model, values)).toBe(moment);
      const again = scheduleOrder(problem, values);
      expect([...again.optionOf]).toEqual(optionOf);
      for (let job = 0; job + 1 < jobStart.length; job++) {
        const own = [...again.order].filter((each) => problem.jobOf[each] === job);
        expect(own).toEqual([...own].sort((a, b) => a - b));
      }
    }),
  );
});
