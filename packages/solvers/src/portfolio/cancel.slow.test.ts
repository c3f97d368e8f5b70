import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { solve } from "../run.ts";
import { hardModels } from "../testing/models.ts";
import { closeSolverWorkers } from "../worker-pool.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const models = hardModels();

/** Starts all there is for a model and asks it to stop a little later. */
async function startAndCancel(count: number): Promise<void> {
  const model = models[count % models.length]!;
  const signal = AbortSignal.timeout(20 + ((count * 37) % 300));
  const answer = await solve(model, { threads: 2, timeLimitMs: 60_000, gapLimit: 0, signal, seed: count });
  expect(answer.seconds).toBeLessThan(15);
  expect(answer.notes?.join(" ")).toMatch(/Stopped on request/);
  expect(answer.notes?.join(" ")).not.toMatch(/ended/);
}

/** Worker threads of this process that are alive. */
const workers = (): number => {
  const { workers: alive } = process.report.getReport() as unknown as {
    readonly workers: readonly unknown[];
  };
  return alive.length;
};

async function memoryMb(): Promise<number> {
  await closeSolverWorkers();
  for (let round = 0; round < 5; round++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

test("a hundred starts and cancels leave no worker and no memory behind", async () => {
  const workersBefore = workers();
  for (let count = 0; count < 12; count++) await startAndCancel(count);
  const beforeMb = await memoryMb();
  for (let count = 0; count < 100; count++) await startAndCancel(count);
  const afterMb = await memoryMb();
  expect(workers()).toBe(workersBefore);
  // Code that is compiled on the way takes a little; a leaked job, model or board would be 100 times one.
  expect(afterMb - beforeMb).toBeLessThan(20);
}, 900_000);
