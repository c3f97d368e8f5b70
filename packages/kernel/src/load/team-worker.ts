import type { Mail } from "../threads/jobs.ts";

/** A thread of the kernel, seen from the one that started it. */
export interface TeamWorker {
  /** Settles once the worker waits for jobs. */
  readonly ready: Promise<void>;
  post(mail: Mail): void;
  stop(): Promise<void>;
}
