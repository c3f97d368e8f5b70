import { invariant, QtwinError } from "@qtwin/core";
import { type Cost, type Kernel, KernelError, openKernel, type QaoaState } from "@qtwin/kernel";
import { certifiedOptimum, type RunProgress, runQaoa } from "@qtwin/quantum";
import type { Certified, EnergySamples, RunMessage, RunReport, RunRequest, TracePoint } from "./messages.ts";
import { problemCost } from "./problems.ts";
import type { RunSettings } from "./settings.ts";

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

/** Loads what is timed later, so that the times are those of the work and not of the download. */
async function loadKernel(): Promise<Kernel> {
  await certifiedOptimum(1, { kind: "quadratic", offset: 0, linear: [1], couplings: [] });
  return openKernel({ precision: "f64" });
}

async function certify(cost: Cost, qubits: number): Promise<Certified> {
  const [optimum, wallMs] = await timed(() => certifiedOptimum(qubits, cost));
  invariant(optimum !== null, `No enumeration of ${qubits} variables.`);
  return { ...optimum, wallMs };
}

/** Shots of the state after these layers; of the uniform one without any. */
function samplesOf(
  state: QaoaState,
  { gammas, betas }: { readonly gammas: ArrayLike<number>; readonly betas: ArrayLike<number> },
  { shots, seed }: RunSettings,
): EnergySamples {
  state.reset();
  for (let layer = 0; layer < gammas.length; layer++) state.layer(gammas[layer]!, betas[layer]!);
  const { energies, occurrences } = state.sample(shots, seed);
  return { energies, occurrences };
}

async function run({ settings, stop }: RunRequest): Promise<RunReport> {
  const { qubits, layers, shots, seed, objective, alpha } = settings;
  const kernel = await loadKernel();
  const cost = problemCost(settings.problem, qubits, seed);
  const certified = await certify(cost, qubits);
  post({ kind: "certified", certified });
  const trace = new Trace();
  const control = {
    seed,
    signal: stopSignal(stop),
    onProgress: (progress: RunProgress) => trace.add(progress),
  };
  const goal = objective === "cvar" ? ({ kind: "cvar", alpha } as const) : ({ kind: "expectation" } as const);
  const [found, wallMs] = await timed(() => runQaoa({ qubits, cost, layers, shots, goal }, control));
  trace.flush();
  invariant(found.successProbability !== null, "A certified optimum has a success probability.");
  const { expectation, successProbability, effort, stopped } = found;
  const angles = { gammas: [...found.gammas], betas: [...found.betas] };
  const state = kernel.createQaoaState({ qubits, cost });
  const samples = samplesOf(state, angles, settings);
  const [chance, chanceMs] = await timed(() => samplesOf(state, { gammas: [], betas: [] }, settings));
  return {
    settings,
    certified,
    quantum: { ...angles, expectation, successProbability, samples, effort, stopped, wallMs },
    random: { samples: chance, wallMs: chanceMs },
  };
}

function serialized(thrown: unknown): ReturnType<QtwinError["toJSON"]> {
  if (!(thrown instanceof KernelError)) return QtwinError.from(thrown).toJSON();
  return { kind: "unsupported", code: thrown.code, message: thrown.message, fix: thrown.fix };
}

self.addEventListener("message", ({ data }: MessageEvent<RunRequest>) => {
  run(data).then(
    (report) => post({ kind: "done", report }),
    (thrown: unknown) => post({ kind: "failed", error: serialized(thrown) }),
  );
});
