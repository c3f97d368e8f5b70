import { checkFeasibility, createModel, type Model } from "@qtwin/model";
import { expect, test } from "vitest";
import { Xorshift } from "../search/xorshift.ts";
import type { ShopProblem } from "../shop/problem.ts";
import { readShop } from "../shop/read-shop.ts";
import { construct } from "./construct.ts";
import { ShopGraph } from "./shop-graph.ts";
import solver from "./solver.ts";
import { TabuSearch } from "./tabu-search.ts";

/** Many jobs of one or two operations, all on one machine, each with some time after it. */
function manyJobs(jobs: number): Model {
  const meaning = (id: string) => ({ id, rule: id, sentence: `Rule ${id}.`, unit: "1" });
  const model = createModel({ name: "many jobs", sense: "minimize" });
  const end = model.continuous("end");
  const work: { start: number; duration: number }[] = [];
  for (let job = 0; job < jobs; job++) {
    const first = { start: model.continuous(`a${job}`, { lower: job % 97 }), duration: 1 + (job % 9) };
    work.push(first);
    let last = first;
    if (job % 3 === 0) {
      last = { start: model.continuous(`b${job}`), duration: 2 };
      work.push(last);
      model.precedence(meaning(`order${job}`), first.start, last.start, first.duration);
    }
    model.precedence(meaning(`end${job}`), last.start, end, last.duration + ((job * 37) % 101));
  }
  model.noOverlap(meaning("machine"), work);
  model.objective(meaning("cost")).plus(1, end);
  return model.build();
}

function problemOf(model: Model): ShopProblem {
  const reading = readShop(model);
  if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
  return reading.problem;
}

/** Counts what is asked of it. */
class CountingRandom extends Xorshift {
  count = 0;

  override next(): number {
    this.count++;
    return super.next();
  }
}

test.each([50, 1500])("a schedule of %i jobs idles no longer than the first job is away", (jobs) => {
  const graph = new ShopGraph(problemOf(manyJobs(jobs)));
  construct(graph, new Xorshift(1), 0);
  const work = graph.duration.reduce((sum, each) => sum + each, 0);
  const last = graph.head.reduce((high, start, at) => Math.max(high, start + graph.duration[at]!), 0);
  expect(last).toBe(work);
});

test("the effort grows with the operations, not with operations times jobs", () => {
  const graph = new ShopGraph(problemOf(manyJobs(1500)));
  const random = new CountingRandom(1);
  construct(graph, random, 1);
  expect(random.count).toBeLessThanOrEqual(128 * graph.size);
});

test("without time the rest of a schedule follows job by job", () => {
  const graph = new ShopGraph(problemOf(manyJobs(300)));
  const random = new CountingRandom(1);
  construct(graph, random, 0, () => true);
  expect(random.count).toBe(graph.size);
  expect([...graph.order].sort((a, b) => a - b)).toEqual(Array.from({ length: graph.size }, (_, at) => at));
});

test("moves in a long block stay near its ends", () => {
  const graph = new ShopGraph(problemOf(manyJobs(1500)));
  const random = new Xorshift(1);
  construct(graph, random, 0);
  const tabu = new TabuSearch(graph, random);
  tabu.restart();
  tabu.run(1);
  // Four kinds of moves, each over at most 200 operations.
  expect(tabu.evaluations).toBeLessThanOrEqual(4 * 200);
});

test("a large shop is answered with a schedule when the time is over at once", async () => {
  const model = manyJobs(4000);
  let [now, asked] = [0, 0];
  const context = {
    stopRequested: () => false,
    now: () => {
      asked++;
      return now++;
    },
    received: () => null,
    onProgress: () => undefined,
  };
  const job = { model, timeLimitMs: 3, gapLimit: 0, seed: 1, threads: 1, options: {} };
  const { solution } = await solver.solve(job, context);
  expect(checkFeasibility(model, solution!).feasible).toBe(true);
  expect(asked).toBeLessThan(200);
});
