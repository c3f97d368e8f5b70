import { parentPort } from "node:worker_threads";
import { invariant, QtwinError } from "@qtwin/core";
import { readerOf } from "./board.ts";
import type { Solver } from "./contract.ts";
import type { JobMessage, WorkerMessage } from "./protocol.ts";

const port = parentPort;
invariant(port, "The solver worker runs only as a worker thread.");
const send = (message: WorkerMessage): void => port.postMessage(message);

async function run({ module, job, board }: JobMessage): Promise<void> {
  const startMs = performance.now();
  const { default: solver }: { default: Solver } = await import(module);
  const result = await solver.solve(job, {
    ...readerOf(board),
    now: () => performance.now(),
    onProgress: (progress) => send({ kind: "progress", elapsedMs: performance.now() - startMs, progress }),
  });
  send({ kind: "done", result });
}

port.on("message", (message: JobMessage) => {
  run(message).catch((thrown: unknown) => send({ kind: "failed", error: QtwinError.from(thrown).toJSON() }));
});
