import { argumentsAt, type JobExports, jobs, type Mail, readMail, words } from "./jobs.ts";

/** Turns of the loop before a thread goes to sleep: a job often follows the one before within microseconds. */
const spins = 4000;

/** A worker's side: waits for jobs and runs them on its own instances of the states. */
class Server {
  readonly #words: Int32Array;
  readonly #arguments: Float64Array;
  readonly #thread: number;
  readonly #states = new Map<number, JobExports>();
  #seen = 0;

  constructor(control: SharedArrayBuffer, thread: number) {
    this.#words = new Int32Array(control, 0, argumentsAt / 4);
    this.#arguments = new Float64Array(control, argumentsAt);
    this.#thread = thread;
  }

  /** Reads one message and says so, also where it fails: the main thread waits for it. */
  receive(mail: Mail): void {
    this.#attempt(() => this.#take(mail));
    this.#acknowledge();
  }

  #take(mail: Mail): void {
    if (mail.kind === "free") this.#states.delete(mail.state);
    if (mail.kind !== "open") return;
    const { exports } = new WebAssembly.Instance(mail.module, { env: { memory: mail.memory } });
    for (const [name, ...args] of mail.setup[this.#thread]!)
      (exports[name] as (...a: number[]) => void)(...args);
    this.#states.set(mail.state, exports as unknown as JobExports);
  }

  #acknowledge(): void {
    Atomics.add(this.#words, words.done, 1);
    Atomics.notify(this.#words, words.done);
  }

  /** Runs jobs until there is mail to read, for which the thread must return to its event loop. */
  serve(): void {
    for (;;) {
      this.#waitForCommand();
      const command = Atomics.load(this.#words, words.command);
      if (command === readMail) return;
      this.#attempt(() => this.#run(command));
      this.#acknowledge();
    }
  }

  #waitForCommand(): void {
    for (let turn = 0; turn < spins; turn += 1)
      if (Atomics.load(this.#words, words.generation) !== this.#seen) break;
    // A notify may come late, after this thread has done its job: only a new generation is a command.
    while (Atomics.load(this.#words, words.generation) === this.#seen)
      Atomics.wait(this.#words, words.generation, this.#seen);
    this.#seen = Atomics.load(this.#words, words.generation);
  }

  #run(command: number): void {
    this.#states.get(Atomics.load(this.#words, words.state))![jobs[command]!](...this.#arguments);
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch {
      Atomics.store(this.#words, words.failed, 1);
    }
  }
}

/** What a worker does with its messages; `reply` reaches the main thread. */
export function receiver(reply: (text: "ready") => void): (mail: Mail) => void {
  let server: Server | undefined;
  return (mail) => {
    if (mail.kind === "join") {
      server = new Server(mail.control, mail.thread);
      reply("ready");
    } else {
      server!.receive(mail);
    }
    server!.serve();
  };
}
