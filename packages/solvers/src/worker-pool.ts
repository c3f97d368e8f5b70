import { Worker } from "node:worker_threads";

/** A worker is retired after this many solves, so that memory WebAssembly cannot give back does not pile up. */
const solvesPerWorker = 50;
/** Warm workers kept for the next solves. */
const mostIdle = 2;

export interface PooledWorker {
  readonly worker: Worker;
  solveCount: number;
}

const idle: PooledWorker[] = [];

/** A worker for one solve: an idle one, already warm, or a new one. */
export function borrowWorker(): PooledWorker {
  const pooled = idle.pop() ?? startWorker();
  pooled.worker.ref();
  pooled.solveCount++;
  return pooled;
}

/** Takes a worker back that ended its job by itself; a few are kept idle, which do not keep the process alive. */
export function returnWorker(pooled: PooledWorker): void {
  if (idle.length >= mostIdle || pooled.solveCount >= solvesPerWorker) endWorker(pooled);
  else keepIdle(pooled);
}

/** Ends a worker whatever it is doing. */
export function endWorker(pooled: PooledWorker): void {
  void pooled.worker.terminate();
}

function keepIdle(pooled: PooledWorker): void {
  pooled.worker.unref();
  idle.push(pooled);
}

/** Ends the idle workers. */
export async function closeSolverWorkers(): Promise<void> {
  await Promise.all(idle.splice(0).map(({ worker }) => worker.terminate()));
}

function startWorker(): PooledWorker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { execArgv: [] });
  const pooled = { worker, solveCount: 0 };
  const forget = (): void => {
    const place = idle.indexOf(pooled);
    if (place >= 0) idle.splice(place, 1);
  };
  // Stays for the worker's life: an idle worker that dies must not end the process.
  worker.on("error", forget);
  worker.on("exit", forget);
  return pooled;
}
