import { invariant, QtwinError } from "@qtwin/core";
import type { Cost } from "@qtwin/kernel";
import { certifiedOptimum, type QaoaGoal, type RunProgress, runQaoa } from "@qtwin/quantum";
import type { Certified, RunMessage, RunReport, RunRequest, TracePoint } from "./messages.ts";
import { problemCost } from "./problems.ts";

const post = (message: RunMessage): void => self.postMessage(message);

/** Gathers progress and posts it a few times a second of smooth drawing, not once an evaluation. */
class Trace {
  #points: TracePoint[] = [];
  #postedMs = 0;

  add({ effort, expectation }: RunProgress): void {
    if (expectation === null) return;
    this.#points.push({ states: effort.evaluations + effort.gradients, value: expectation });
    if (performance.now() - this.#postedMs > 40) this.flush();
  }

  flush(): void {
    post({ kind: "trace", points: this.#points });
    this.#points = [];
    this.#postedMs = performance.now();
  }
}

/** The flag of the page, in the form algorithms poll. */
function stopSignal(stop: SharedArrayBuffer | null): { readonly aborted: boolean } {
  if (stop === null) return { aborted: false };
  const flag = new Int32Array(stop);
  return {
    get aborted() {
      return Atomics.load(flag, 0) === 1;
    },
  };
}

async function timed<T>(work: () => T | Promise<T>): Promise<readonly [T, wallMs: number]> {
  const startMs = performance.now();
  const result = await work();
  return [result, performance.now() - startMs];
}

/** One variable, one shot: loads what is timed later, so that the times are those of the work and not of the download. */
async function warmUp(goal: QaoaGoal): Promise<void> {
  const cost = { kind: "quadratic", offset: 0, linear: [1], couplings: [] } as const;
  await runQaoa({ qubits: 1, cost, layers: 1, shots: 1, goal }, { seed: 0 });
}

async function certify(cost: Cost, qubits: number): Promise<Certified> {
  const [optimum, wallMs] = await timed(() => certifiedOptimum(qubits, cost));
  invariant(optimum !== null, `No enumeration of ${qubits} variables.`);
  return { ...optimum, wallMs };
}

async function run({ settings, stop }: RunRequest): Promise<RunReport> {
  const { qubits, layers, shots, seed, objective, alpha } = settings;
  const goal = objective === "cvar" ? ({ kind: "cvar", alpha } as const) : ({ kind: "expectation" } as const);
  await warmUp(goal);
  const cost = problemCost(settings.problem, qubits, seed);
  const certified = await certify(cost, qubits);
  post({ kind: "certified", certified });
  const trace = new Trace();
  const control = {
    seed,
    signal: stopSignal(stop),
    onProgress: (progress: RunProgress) => trace.add(progress),
  };
  const [quantum, wallMs] = await timed(() => runQaoa({ qubits, cost, layers, shots, goal }, control));
  trace.flush();
  return { settings, certified, quantum, wallMs };
}

self.addEventListener("message", ({ data }: MessageEvent<RunRequest>) => {
  run(data).then(
    (report) => post({ kind: "done", report }),
    (thrown: unknown) => post({ kind: "failed", error: QtwinError.from(thrown).toJSON() }),
  );
});
