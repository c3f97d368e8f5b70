import { createRandom } from "@qtwin/core";
import type { Evidence, Model } from "@qtwin/model";
import { landscapeOf } from "./landscape.ts";
import { neighbourhoods } from "./neighbourhoods/index.ts";
import { Search } from "./search.ts";
import { type Stopwatch, stopwatch } from "./stopwatch.ts";
import { type SubLimits, type SubSolverId, subSolverOf, usualLimits } from "./sub-solvers/index.ts";
import type { SubSolver } from "./sub-solvers/sub-solver.ts";

export interface ComparisonOptions {
  readonly seed: number;
  /** How many neighbourhoods each sub-solver gets, the same for all. */
  readonly neighbourhoods: number;
  /** Variables of a neighbourhood as a QUBO at most. */
  readonly qubits: number;
  /** For each sub-solver; Infinity if absent. */
  readonly timeLimitMs?: number;
  readonly subSolvers?: readonly SubSolverId[];
  /** Where absent, as the solver's options have them. */
  readonly limits?: Partial<SubLimits>;
  /** Once aborted, what is there is the result. Events are let in between neighbourhoods, so that an AbortSignal is heard. */
  readonly signal?: { readonly aborted: boolean };
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** What one sub-solver made of the neighbourhoods. */
export interface ComparisonRow {
  readonly subSolver: SubSolverId;
  /** Neighbourhoods it solved, those it could not take (its QUBO grew), and those that gave something better. */
  readonly solved: number;
  readonly refused: number;
  readonly improved: number;
  readonly objective: number;
  /** Feasible. */
  readonly values: Float64Array;
  /** Without those of the controls of quantum runs, which no time limit counts either. */
  readonly seconds: number;
  /** `done`: every neighbourhood had its turn; else what ended the row before. */
  readonly end: "done" | "time-limit" | "stopped";
  /** After each neighbourhood that gave something better; the start comes first. */
  readonly timeline: readonly {
    readonly neighbourhood: number;
    readonly seconds: number;
    readonly objective: number;
  }[];
  readonly evidence: readonly Evidence[];
}

const compared: readonly SubSolverId[] = ["exact-qubo", "annealing", "qaoa"];

/**
 * The same neighbourhoods from the same start, solved by each sub-solver in turn. They are drawn beforehand, by kinds
 * that do not look at the incumbent, and are as large as their QUBO at the start may be. Same seed, same rows but for
 * their seconds, as long as no time limit ends them.
 * @param start feasible
 * @example
 * const rows = await compareSubSolvers(model, start, { seed: 1, neighbourhoods: 50, qubits: 16, now });
 */
export async function compareSubSolvers(
  model: Model,
  start: Float64Array,
  options: ComparisonOptions,
): Promise<readonly ComparisonRow[]> {
  const drawn = await drawnNeighbourhoods(model, start, options);
  const rows: ComparisonRow[] = [];
  for (const id of options.subSolvers ?? compared) rows.push(await rowOf(model, start, id, drawn, options));
  return rows;
}

async function drawnNeighbourhoods(
  model: Model,
  start: Float64Array,
  { seed, neighbourhoods: count, qubits, signal, now }: ComparisonOptions,
): Promise<readonly (readonly number[])[]> {
  const random = createRandom(seed);
  const landscape = landscapeOf(model, start, false);
  const kinds = neighbourhoods.filter((each) => !each.followsIncumbent && each.applies(landscape));
  // One sweep is enough to say whether a neighbourhood is small enough.
  const subSolver = subSolverOf("annealing", { ...usualLimits, variables: qubits, sweeps: 1 });
  const context = { now, stopRequested: () => false };
  const drawn: (readonly number[])[] = [];
  while (drawn.length < count && !(await isAborted(signal))) {
    const kind = kinds[random.integer(kinds.length)]!;
    let blocks = kind.select(landscape, qubits, random);
    const fits = (): Promise<boolean> => probe(subSolver, model, start, blocks, context);
    while (blocks.length > 1 && !(await fits())) blocks = blocks.slice(0, Math.floor(0.8 * blocks.length));
    drawn.push(blocks);
  }
  return drawn;
}

/** Whether a sub-solver takes a neighbourhood of the start. */
async function probe(
  subSolver: SubSolver,
  model: Model,
  start: Float64Array,
  blocks: readonly number[],
  context: ConstructorParameters<typeof Search>[3],
): Promise<boolean> {
  const search = new Search(model, start, subSolver, context);
  return (await search.step(blocks, { seed: 0, timeLimitMs: Infinity })).end !== "too-large";
}

async function rowOf(
  model: Model,
  start: Float64Array,
  id: SubSolverId,
  drawn: readonly (readonly number[])[],
  { seed, neighbourhoods: count, qubits, limits, signal, now, timeLimitMs = Infinity }: ComparisonOptions,
): Promise<ComparisonRow> {
  const watch = stopwatch(now);
  const secondsNow = (): number => watch.elapsedMs() / 1000;
  const stopRequested = (): boolean => signal?.aborted === true || watch.elapsedMs() >= timeLimitMs;
  const subSolver = subSolverOf(id, { ...usualLimits, ...limits, qubits, variables: qubits });
  const search = new Search(model, start, withAside(subSolver, watch), { now, stopRequested });
  const random = createRandom(seed);
  const timeline = [{ neighbourhood: 0, seconds: 0, objective: search.objective }];
  let [solved, refused] = [0, 0];
  for (const blocks of drawn) {
    if ((await watch.aside(() => isAborted(signal))) || stopRequested()) break;
    const left = timeLimitMs - watch.elapsedMs();
    const step = await search.step(blocks, { seed: random.integer(2 ** 31 - 1), timeLimitMs: left });
    if (step.end === "too-large") refused++;
    else solved++;
    if (step.gain > 0)
      timeline.push({ neighbourhood: solved + refused, seconds: secondsNow(), objective: search.objective });
  }
  const seconds = secondsNow();
  const { objective, values } = search;
  const counts = { solved, refused, improved: timeline.length - 1 };
  const whyEarly = signal?.aborted ? "stopped" : "time-limit";
  const end = solved + refused < count ? whyEarly : "done";
  const evidence = subSolver.evidence?.(model, seed) ?? [];
  return { subSolver: id, ...counts, objective, values, seconds, end, timeline, evidence };
}

const withAside = (subSolver: SubSolver, { aside }: Stopwatch): SubSolver => ({
  ...subSolver,
  solve: (task) => subSolver.solve({ ...task, aside }),
});

/** Lets events in first: sub-solvers hold the thread, and nobody could abort otherwise. */
async function isAborted(signal: ComparisonOptions["signal"]): Promise<boolean> {
  if (!signal) return false;
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  return signal.aborted;
}
