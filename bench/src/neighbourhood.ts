import { statSync } from "node:fs";
import { checkFeasibility, type Evidence, type Model } from "@qtwin/model";
import { type ComparisonRow, compareSubSolvers, solve } from "@qtwin/solvers";
import { type FamilyId, families } from "./portfolio/families.ts";
import { gapPct } from "./portfolio/gaps.ts";
import { type Instance, instancesOf, readInstance } from "./portfolio/instances.ts";

export interface NeighbourhoodBenchOptions {
  readonly dataDir: string;
  readonly seed: number;
  /** How many neighbourhoods each sub-solver gets. */
  readonly neighbourhoods: number;
  /** Variables of a neighbourhood as a QUBO at most. */
  readonly qubits: number;
  /** For each sub-solver on each instance. */
  readonly timeS: number;
  readonly signal?: AbortSignal;
  readonly onProgress: (line: string) => void;
}

export interface NeighbourhoodRow extends Omit<ComparisonRow, "values" | "timeline" | "evidence"> {
  readonly family: FamilyId;
  readonly instance: string;
  readonly startObjective: number;
  /** To the best known value; null: nothing is known. */
  readonly gapPct: number | null;
}

export interface NeighbourhoodBench {
  readonly seed: number;
  readonly neighbourhoods: number;
  readonly qubits: number;
  readonly rows: readonly NeighbourhoodRow[];
  readonly evidence: readonly Evidence[];
}

const measuredFamilies: readonly FamilyId[] = ["jsp", "mmkp", "qap", "maxcut", "qubo"];
const instancesPerFamily = 2;

/**
 * Improves a first solution of ten instances of middling size by the same neighbourhoods, solved exactly, by annealing and by simulated
 * QAOA. When the signal aborts, what is there is the result.
 * @throws QT_BENCH_NO_DATA and what the readers throw
 */
export async function benchNeighbourhood(options: NeighbourhoodBenchOptions): Promise<NeighbourhoodBench> {
  const { dataDir, seed, neighbourhoods, qubits, timeS, signal, onProgress } = options;
  const rows: NeighbourhoodRow[] = [];
  const ledger: Evidence[] = [];
  for (const instance of measuredFamilies.flatMap((family) => middling(family, dataDir))) {
    const model = readInstance(instance);
    const start = signal?.aborted ? null : await firstSolution(instance, model, options);
    if (start === null) continue;
    const limits = { seed, neighbourhoods, qubits, timeLimitMs: timeS * 1000 };
    const compared = await compareSubSolvers(model, start, { ...limits, now: () => performance.now() });
    for (const each of compared) {
      const row = rowOf(instance, model, each);
      rows.push(row);
      ledger.push(...each.evidence);
      onProgress(`${row.instance}, ${row.subSolver}: ${row.startObjective} to ${row.objective}`);
    }
  }
  return { seed, neighbourhoods, qubits, rows, evidence: ledger };
}

/** By the size of the file: small ones are solved before anything could be compared. */
function middling(family: FamilyId, dataDir: string): readonly Instance[] {
  const sized = instancesOf(family, dataDir).map((instance) => ({
    instance,
    size: statSync(instance.path).size,
  }));
  sized.sort((left, right) => left.size - right.size);
  const from = Math.max(0, Math.floor((sized.length - instancesPerFamily) / 2));
  return sized.slice(from, from + instancesPerFamily).map(({ instance }) => instance);
}

/**
 * One that leaves something to improve: zeros where they are feasible, else what one unit of work finds, of all but
 * schedules for the opposite sense, as for their own it is often the best known one; null: nothing.
 */
async function firstSolution(
  { family }: Instance,
  model: Model,
  { timeS, seed }: NeighbourhoodBenchOptions,
): Promise<Float64Array | null> {
  const zeros = new Float64Array(model.variables.count);
  if (checkFeasibility(model, zeros).feasible) return zeros;
  const opposite: Model["sense"] = model.sense === "minimize" ? "maximize" : "minimize";
  const asked = families[family].isSchedule ? model : { ...model, sense: opposite };
  return (await solve(asked, { timeLimitMs: timeS * 1000, seed, workLimit: 1 })).solution;
}

function rowOf(
  { family, name, facts }: Instance,
  { sense }: Model,
  { subSolver, solved, refused, improved, objective, seconds, timeline }: ComparisonRow,
): NeighbourhoodRow {
  const gap = facts.best === null ? null : gapPct(sense, objective, facts.best);
  const counts = { solved, refused, improved };
  const startObjective = timeline[0]!.objective;
  return { family, instance: name, subSolver, ...counts, startObjective, objective, gapPct: gap, seconds };
}
