import { parentPort } from "node:worker_threads";
import { invariant, QtwinError } from "@qtwin/core";
import type { Solver } from "./contract.ts";
import type { JobMessage, WorkerMessage } from "./protocol.ts";

const port = parentPort;
invariant(port, "The solver worker runs only as a worker thread.");
const send = (message: WorkerMessage): void => port.postMessage(message);

async function run({ module, job, stopFlag }: JobMessage): Promise<void> {
  const flag = new Int32Array(stopFlag);
  const startMs = performance.now();
  const { default: solver }: { default: Solver } = await import(module);
  const result = await solver.solve(job, {
    stopRequested: () => Atomics.load(flag, 0) === 1,
    now: () => performance.now(),
    received: () => null,
    onProgress: (progress) => send({ kind: "progress", elapsedMs: performance.now() - startMs, progress }),
  });
  send({ kind: "done", result });
}

port.on("message", (message: JobMessage) => {
  run(message).catch((thrown: unknown) => send({ kind: "failed", error: QtwinError.from(thrown).toJSON() }));
});
