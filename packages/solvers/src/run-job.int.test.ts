import { afterAll, afterEach, expect, test, vi } from "vitest";
import { newBoard } from "./board.ts";
import { type JobOutcome, runJob } from "./run-job.ts";
import { misbehaving } from "./testing/misbehaving-solver.ts";
import { mixedModel } from "./testing/models.ts";
import { closeSolverWorkers } from "./worker-pool.ts";

afterEach(() => {
  vi.useRealTimers();
});
afterAll(closeSolverWorkers);

test("a deadline farther away than timers reach is waited for", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const model = mixedModel();
  const { solver, ...entry } = misbehaving("hang after a solution");
  const options = { misdeed: solver.options.misdeed!.default };
  const outcomes: JobOutcome[] = [];
  const timeLimitMs = 5e9;
  const heard = Promise.withResolvers<void>();
  const ended = runJob(
    { solver, ...entry },
    { model, timeLimitMs, gapLimit: 0, seed: 1, threads: 1, options },
    {
      signal: new AbortController().signal,
      graceMs: 100,
      board: newBoard(model.variables.count),
      onProgress: () => heard.resolve(),
    },
  ).then((outcome) => outcomes.push(outcome));
  await heard.promise;
  await vi.advanceTimersByTimeAsync(2 ** 31);
  expect(outcomes).toEqual([]);
  // The real clock, which the deadline was set by, has run for less than a minute.
  await vi.advanceTimersByTimeAsync(timeLimitMs - 2 ** 31 - 60_000);
  expect(outcomes).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_100);
  await ended;
  expect(outcomes[0]?.notes).toEqual(["The solver missed its deadline and its thread was ended."]);
});
