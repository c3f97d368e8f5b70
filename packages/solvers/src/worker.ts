import { parentPort } from "node:worker_threads";
import { invariant, QtwinError } from "@qtwin/core";
import { readerOf } from "./board.ts";
import type { Solver } from "./contract.ts";
import { clockMs, type JobMessage, type WorkerMessage } from "./protocol.ts";

const port = parentPort;
invariant(port, "The solver worker runs only as a worker thread.");
const send = (message: WorkerMessage): void => port.postMessage(message);

async function run({ id, module, job, sentMs, board }: JobMessage): Promise<void> {
  const { default: solver }: { default: Solver } = await import(module);
  send({ id, kind: "begun" });
  const timeLimitMs = Math.max(0, job.timeLimitMs - (clockMs() - sentMs));
  const result = await solver.solve(
    { ...job, timeLimitMs },
    {
      ...readerOf(board),
      now: () => performance.now(),
      onProgress: (progress) => send({ id, kind: "progress", elapsedMs: clockMs() - sentMs, progress }),
    },
  );
  send({ id, kind: "done", result });
}

port.on("message", (message: JobMessage) => {
  const { id } = message;
  run(message).catch((thrown: unknown) =>
    send({ id, kind: "failed", error: QtwinError.from(thrown).toJSON() }),
  );
});
