import { type FamilyId, families } from "./portfolio/families.ts";
import { InstanceRun, ownNameIn, type RunOptions, type Warm } from "./portfolio/instance-run.ts";
import { type InstanceFilter, instancesOf } from "./portfolio/instances.ts";
import { type Pair, pairsOf } from "./portfolio/pairs.ts";
import { type ChosenPeers, peersOf } from "./portfolio/peers.ts";
import { openRowFile } from "./portfolio/row-file.ts";
import type { SolveRow } from "./portfolio/rows.ts";
import { solveInstance } from "./portfolio/solve-instance.ts";
import type { StabilityRow } from "./portfolio/stability.ts";
import { type SetSummary, summaryOf } from "./portfolio/summary.ts";
import { type Peer, preparePeers } from "./python-environment.ts";

export type { FamilyId } from "./portfolio/families.ts";
export { markdownOf } from "./portfolio/markdown.ts";
export { linesOf } from "./portfolio/text.ts";

export interface PortfolioBenchOptions extends RunOptions {
  readonly family: FamilyId;
  /** Folder of the public data sets. */
  readonly dataDir: string;
  readonly filter?: InstanceFilter;
  /** Names of peers, or `all`; default: none. */
  readonly peers?: readonly string[] | "all";
  /** Folder of the peers' Python environment; made when it is not there. */
  readonly pythonDir: string;
  /** Measure also how much of a plan stays when a duration changes. */
  readonly stability?: boolean;
  /** Rows are appended here as they come, and those that are there are not measured again. */
  readonly outFile?: string;
}

export interface PeerResult {
  readonly name: string;
  readonly rows: readonly SolveRow[];
  readonly summary: readonly SetSummary[];
  /** It beside us. */
  readonly pairs: readonly Pair[];
}

export interface PortfolioBench {
  readonly family: FamilyId;
  /** Seconds for each instance. */
  readonly time: number;
  readonly threads: number;
  readonly seed: number;
  /** Our workers had solved once before the first row was measured: its seconds are no cold start. */
  readonly warmed: true;
  readonly rows: readonly SolveRow[];
  readonly summary: readonly SetSummary[];
  readonly peers: readonly PeerResult[];
  /** Null: not measured. */
  readonly stability: readonly StabilityRow[] | null;
}

/**
 * Solves the public instances of a family, each in the time given, beside other solvers where asked for, one after the
 * other. When the signal aborts, what is there is the result.
 * @throws QT_BENCH_NO_DATA, QT_BENCH_NO_INSTANCE, QT_BENCH_BAD_FACTS, QT_BENCH_UNKNOWN_PEER and what the readers throw
 */
export async function benchPortfolio(options: PortfolioBenchOptions): Promise<PortfolioBench> {
  const { family, dataDir, peers, pythonDir, onProgress, signal } = options;
  const instances = instancesOf(family, dataDir, options.filter);
  const chosen: ChosenPeers =
    peers === undefined ? { installs: [], own: [] } : peersOf(family, peers === "all" ? undefined : peers);
  const installed =
    chosen.installs.length === 0 ? [] : await preparePeers(pythonDir, chosen.installs, onProgress);
  const others = chosen.own.filter((solver) => solver !== options.solver);
  const file = openRowFile(options.outFile);
  const warm = warmOnce(options);
  const rows: SolveRow[] = [];
  const stability: StabilityRow[] = [];
  for (const [at, instance] of instances.entries()) {
    if (signal?.aborted) break;
    const run = new InstanceRun(instance, options, file, `${at + 1}/${instances.length}`, warm);
    rows.push(...(await solveByAll(run, installed, others)));
    const measured = options.stability && families[family].isSchedule ? await run.stability() : null;
    if (measured !== null) stability.push(measured);
  }
  return resultOf(options, rows, stability);
}

/** Seconds in which every thread has started and loaded its solvers. */
const warmUpS = 3;

/** The first instance that we solve is solved for a moment before, with the same solvers and threads; nothing of it is kept. */
function warmOnce(options: RunOptions): Warm {
  let isWarm = false;
  return async (model) => {
    if (isWarm) return;
    isWarm = true;
    await solveInstance(model, { ...options, timeS: Math.min(warmUpS, options.timeS) });
  };
}

async function solveByAll(
  run: InstanceRun,
  installed: readonly Peer[],
  solvers: readonly string[],
): Promise<readonly SolveRow[]> {
  const rows = [await run.solveOwn()];
  for (const peer of installed) rows.push(await run.solvePeer(peer));
  for (const solver of solvers) rows.push(await run.solveBy(solver));
  return rows.filter((row) => row !== null);
}

function resultOf(
  options: PortfolioBenchOptions,
  rows: readonly SolveRow[],
  stability: readonly StabilityRow[],
): PortfolioBench {
  const { family, timeS, threads, seed } = options;
  const byName = Map.groupBy(rows, ({ by }) => by);
  const own = byName.get(ownNameIn(options)) ?? [];
  byName.delete(ownNameIn(options));
  return {
    family,
    time: timeS,
    threads,
    seed,
    warmed: true,
    rows: own,
    summary: summaryOf(family, own),
    peers: Array.from(byName, ([name, its]) => ({
      name,
      rows: its,
      summary: summaryOf(family, its),
      pairs: pairsOf(own, its),
    })),
    stability: options.stability ? stability : null,
  };
}
