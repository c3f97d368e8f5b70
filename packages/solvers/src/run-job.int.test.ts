import { getEventListeners } from "node:events";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { newBoard } from "./board.ts";
import type { SolveJob } from "./contract.ts";
import { type JobControl, type JobOutcome, runJob } from "./run-job.ts";
import { type Misdeed, misbehaving } from "./testing/misbehaving-solver.ts";
import { mixedModel } from "./testing/models.ts";
import { borrowWorker, closeSolverWorkers, returnWorker } from "./worker-pool.ts";

afterEach(() => {
  vi.useRealTimers();
});
afterAll(closeSolverWorkers);

const model = mixedModel();

const jobOf = (misdeed: Misdeed, timeLimitMs: number): SolveJob => ({
  model,
  timeLimitMs,
  gapLimit: 0,
  seed: 1,
  threads: 1,
  options: { misdeed: misbehaving(misdeed).solver.options.misdeed!.default },
});

const controlOf = (onProgress: JobControl["onProgress"] = () => {}): JobControl => ({
  signal: new AbortController().signal,
  graceMs: 100,
  board: newBoard(model.variables.count),
  onProgress,
});

/** Real messages, the timers of the test. */
const holdTimers = (): void => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
};

test("a deadline farther away than timers reach is waited for", async () => {
  holdTimers();
  const outcomes: JobOutcome[] = [];
  const timeLimitMs = 5e9;
  const heard = Promise.withResolvers<void>();
  const job = jobOf("hang after a solution", timeLimitMs);
  const ended = runJob(
    misbehaving("hang after a solution"),
    job,
    controlOf(() => heard.resolve()),
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

test("an answer that waits to be heard while this thread is busy is not lost to the deadline", async () => {
  holdTimers();
  const heard = Promise.withResolvers<void>();
  const ended = runJob(
    misbehaving("hopeful bound"),
    jobOf("hopeful bound", 5000),
    controlOf(() => heard.resolve()),
  );
  await heard.promise;
  // Out of the turn in which messages are heard.
  await new Promise(setImmediate);
  // Busy for longer than the solver takes to answer, and then the time is over.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  vi.advanceTimersByTime(5100);
  expect(await ended).toMatchObject({ result: { status: "optimal" }, notes: [] });
});

test("a job that cannot be sent leaves nothing behind, and its thread to the next", async () => {
  const control = controlOf();
  const options = { misdeed: (() => 0) as unknown as number };
  const job = { ...jobOf("throw", 60_000), options };
  holdTimers();
  await expect(runJob(misbehaving("throw"), job, control)).rejects.toThrow("could not be cloned");
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(control.signal, "abort")).toEqual([]);
  const next = borrowWorker();
  expect(next.solveCount).toBeGreaterThan(1);
  returnWorker(next);
});

test("of all idle threads that die of earlier jobs, none takes a job with it", async () => {
  const idle = [borrowWorker(), borrowWorker()];
  idle.forEach(returnWorker);
  // They end when nobody has heard of it yet.
  for (const { worker } of idle) void worker.terminate();
  const outcome = await runJob(misbehaving("false bound"), jobOf("false bound", 60_000), controlOf());
  expect(outcome).toMatchObject({ result: { status: "optimal" }, notes: [] });
});
