import { startWorker, type TeamWorker } from "#load";
import { KernelError } from "../errors.ts";
import {
  argumentsAt,
  controlBytes,
  type Job,
  type JobExports,
  jobs,
  type Mail,
  readMail,
  words,
} from "./jobs.ts";

/** Turns of the loop before the main thread goes to sleep, where it may. */
const spins = 20_000;

function mayBlock(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}

/**
 * Worker threads that run jobs with the thread that calls. Where that thread may not block (the main thread of a page)
 * it spins while the others finish their last chunk.
 */
export class Team {
  readonly #control = new SharedArrayBuffer(controlBytes);
  readonly #words = new Int32Array(this.#control, 0, argumentsAt / 4);
  readonly #arguments = new Float64Array(this.#control, argumentsAt);
  readonly #mayBlock = mayBlock();
  #workers: TeamWorker[] = [];
  #states = 0;

  /**
   * Starts `threads - 1` workers, all or none.
   * @throws KernelError QT_KERNEL_WORKER_FAILED
   */
  static async start(threads: number): Promise<Team> {
    const team = new Team();
    try {
      for (let thread = 1; thread < threads; thread += 1) team.#hire(thread);
      await Promise.all(team.#workers.map((worker) => worker.ready));
    } catch (cause) {
      await team.close();
      throw new KernelError("QT_KERNEL_WORKER_FAILED", "A thread of the kernel did not start.", { cause });
    }
    return team;
  }

  /** With the calling one. */
  get threads(): number {
    return 1 + this.#workers.length;
  }

  /** Makes a state known to all workers; returns its number. */
  open(state: Omit<Extract<Mail, { kind: "open" }>, "kind" | "state">): number {
    this.#states += 1;
    this.#mail({ kind: "open", state: this.#states, ...state });
    return this.#states;
  }

  free(state: number): void {
    this.#mail({ kind: "free", state });
  }

  /** Runs a job on all threads, `own` on this one; returns its chunks. */
  run(state: number, own: JobExports, job: Job, args: readonly number[]): number {
    this.#arguments.set(args);
    this.#begin(jobs.indexOf(job), state);
    try {
      return own[job](...args);
    } finally {
      this.#awaitWorkers();
    }
  }

  /** Stops the workers; later jobs run on the calling thread alone. */
  async close(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.stop()));
  }

  #hire(thread: number): void {
    const worker = startWorker();
    this.#workers.push(worker);
    worker.post({ kind: "join", control: this.#control, thread });
  }

  #mail(mail: Mail): void {
    for (const worker of this.#workers) worker.post(mail);
    this.#begin(readMail, 0);
    this.#awaitWorkers();
  }

  #begin(command: number, state: number): void {
    Atomics.store(this.#words, words.done, 0);
    Atomics.store(this.#words, words.command, command);
    Atomics.store(this.#words, words.state, state);
    Atomics.add(this.#words, words.generation, 1);
    Atomics.notify(this.#words, words.generation);
  }

  #awaitWorkers(): void {
    for (let turn = 0; ; turn += 1) {
      const done = Atomics.load(this.#words, words.done);
      if (done === this.#workers.length) break;
      if (turn > spins && this.#mayBlock) Atomics.wait(this.#words, words.done, done);
    }
    if (Atomics.exchange(this.#words, words.failed, 0) !== 0)
      throw new KernelError("QT_KERNEL_WORKER_FAILED", "A thread of the kernel failed.");
  }
}
