import { solverById } from "@qtwin/solvers";
import { type FamilyId, families } from "./portfolio/families.ts";
import { InstanceRun, ownNameIn, type RunOptions, type Warm } from "./portfolio/instance-run.ts";
import { type Instance, type InstanceFilter, instancesOf } from "./portfolio/instances.ts";
import { type FamilyPair, familyPairOf, type Pair, pairsOf } from "./portfolio/pairs.ts";
import { type ChosenPeers, peersOf } from "./portfolio/peers.ts";
import { openRowFile } from "./portfolio/row-file.ts";
import type { SolveRow } from "./portfolio/rows.ts";
import { solveInstance } from "./portfolio/solve-instance.ts";
import type { StabilityRow } from "./portfolio/stability.ts";
import { countBySet, type SetSummary, summaryOf } from "./portfolio/summary.ts";
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
  /** It beside us, by set and on the whole family. */
  readonly pairs: readonly Pair[];
  readonly wholeFamily: FamilyPair;
}

export interface PortfolioBench {
  readonly family: FamilyId;
  /** Seconds for each instance. */
  readonly time: number;
  readonly threads: number;
  readonly seed: number;
  /** Our workers had solved once before the first row was measured: its seconds are no cold start. */
  readonly warmed: true;
  /** How many of the instances that were chosen have been run by everybody; fewer than all: the run was interrupted. */
  readonly instances: { readonly run: number; readonly of: number };
  readonly rows: readonly SolveRow[];
  readonly summary: readonly SetSummary[];
  readonly peers: readonly PeerResult[];
  /** Null: not measured. */
  readonly stability: readonly StabilityRow[] | null;
}

/**
 * Solves the public instances of a family, each in the time given, beside other solvers where asked for, one after the
 * other. When the signal aborts, what is there is the result.
 * @throws QT_BENCH_NO_DATA, QT_BENCH_NO_INSTANCE, QT_BENCH_BAD_FACTS, QT_BENCH_UNKNOWN_PEER, QT_SOLVERS_UNKNOWN
 */
export async function benchPortfolio(options: PortfolioBenchOptions): Promise<PortfolioBench> {
  const { family, dataDir, peers, pythonDir, onProgress, signal } = options;
  if (options.solver !== undefined) solverById(options.solver);
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
  let run = 0;
  for (const [at, instance] of instances.entries()) {
    if (signal?.aborted) break;
    const one = new InstanceRun(instance, options, file, `${at + 1}/${instances.length}`, warm);
    const byAll = await solveByAll(one, installed, others);
    const asksMore = options.stability && families[family].isSchedule;
    const measured = asksMore ? await one.stability() : null;
    rows.push(...byAll.filter((row) => row !== null));
    if (measured !== null) stability.push(measured);
    const isCutShort = byAll.includes(null) || (asksMore && measured === null && signal?.aborted);
    if (!isCutShort) run += 1;
  }
  return resultOf(options, { instances, run, rows, stability });
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
): Promise<readonly (SolveRow | null)[]> {
  const rows = [await run.solveOwn()];
  for (const peer of installed) rows.push(await run.solvePeer(peer));
  for (const solver of solvers) rows.push(await run.solveBy(solver));
  return rows;
}

interface Measured {
  /** Those that were chosen. */
  readonly instances: readonly Instance[];
  /** How many of them everybody has run. */
  readonly run: number;
  readonly rows: readonly SolveRow[];
  readonly stability: readonly StabilityRow[];
}

function resultOf(
  options: PortfolioBenchOptions,
  { instances, run, rows, stability }: Measured,
): PortfolioBench {
  const { family, timeS, threads, seed } = options;
  const byName = Map.groupBy(rows, ({ by }) => by);
  const own = byName.get(ownNameIn(options)) ?? [];
  byName.delete(ownNameIn(options));
  const chosen = countBySet(instances);
  return {
    family,
    time: timeS,
    threads,
    seed,
    warmed: true,
    instances: { run, of: instances.length },
    rows: own,
    summary: summaryOf(family, own, chosen),
    peers: Array.from(byName, ([name, its]) => ({
      name,
      rows: its,
      summary: summaryOf(family, its, chosen),
      pairs: pairsOf(own, its),
      wholeFamily: familyPairOf(own, its),
    })),
    stability: options.stability ? stability : null,
  };
}
