import { checkFeasibility, createModel, type Model, objectiveValue } from "@qtwin/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Progress } from "../contract.ts";
import solver from "./solver.ts";
import { permutations } from "./testing/assignment-models.ts";

const meaning = (id: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: id,
  sentence: `Rule ${id}.`,
  unit: "1",
});

/** How a place is fixed for a facility: free, kept out, or put there. */
type Fixing = "free" | "out" | "in";

function modelOf(size: number, fixing: readonly Fixing[], number: (at: number) => number): Model {
  const model = createModel({ name: "barred", sense: "maximize" });
  const columns = fixing.map((each, at) =>
    model.binary(`x${at}`, each === "out" ? { upper: 0 } : each === "in" ? { lower: 1 } : {}),
  );
  for (let i = 0; i < size; i++) {
    model.exactlyOne(meaning(`facility${i}`), columns.slice(i * size, (i + 1) * size));
    model.exactlyOne(
      meaning(`place${i}`),
      columns.filter((_, at) => at % size === i),
    );
  }
  const cost = model.objective(meaning("cost"));
  columns.forEach((column, at) => {
    cost.plus(number(at), column);
    for (let other = 0; other < at; other++) cost.product(number(at + 7 * other), columns[other]!, column);
  });
  return model.build();
}

function bestOf(model: Model, size: number): number | null {
  const solutions = permutations(size).map((place) => {
    const values = new Float64Array(size * size);
    place.forEach((each, i) => {
      values[i * size + each] = 1;
    });
    return values;
  });
  const objectives = solutions
    .filter((each) => checkFeasibility(model, each).feasible)
    .map((each) => objectiveValue(model, each));
  return objectives.length === 0 ? null : Math.max(...objectives);
}

const share = fc.constantFrom<Fixing>("free", "free", "free", "out", "out", "in");

test("facilities keep out of barred places and stay where they are fixed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 4 }),
      fc.array(share, { minLength: 16, maxLength: 16 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 97 }),
      async (size, fixings, hasFactors, factor) => {
        const fixing = fixings
          .slice(0, size * size)
          .map((each, at) => (each === "in" && at > 2 ? "free" : each));
        const number = hasFactors ? () => factor : (at: number) => ((at * factor) % 19) - 6;
        const model = modelOf(size, fixing, number);
        if (!fixing.some((each) => each !== "free")) return;
        expect(solver.accepts.recognise!(model)).toEqual([]);
        const reports: Progress[] = [];
        let ticks = 0;
        const result = await solver.solve(
          { model, timeLimitMs: 1e6, workLimit: 200, gapLimit: 0, seed: 1, threads: 1, options: {} },
          {
            stopRequested: () => false,
            now: () => ticks++,
            received: () => null,
            onProgress: (each) => reports.push(each),
          },
        );
        const best = bestOf(model, size);
        if (best === null) {
          expect(result).toEqual({ status: "infeasible", solution: null, bound: null });
          return;
        }
        for (const { solution } of reports)
          if (solution) expect(checkFeasibility(model, solution).feasible).toBe(true);
        expect(objectiveValue(model, result.solution!)).toBe(best);
        if (result.bound !== null) expect(result.bound).toBeGreaterThanOrEqual(best);
      },
    ),
    { numRuns: 150 },
  );
});

test("a facility may be kept from a place for a price that is far above all others", async () => {
  const size = 5;
  const fixing = Array.from({ length: size * size }, (): Fixing => "free");
  const number = (at: number): number => (at === 7 ? -1e13 : ((at * 31) % 19) / 10 - 0.6);
  const model = modelOf(size, fixing, number);
  let ticks = 0;
  const result = await solver.solve(
    { model, timeLimitMs: 1e6, workLimit: 3000, gapLimit: 0, seed: 1, threads: 1, options: {} },
    { stopRequested: () => false, now: () => ticks++, received: () => null, onProgress: () => {} },
  );
  // Rounding of fifteen tenths.
  expect(objectiveValue(model, result.solution!)).toBeCloseTo(bestOf(model, size)!, 9);
});
