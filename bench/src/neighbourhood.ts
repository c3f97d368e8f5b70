import { statSync } from "node:fs";
import { checkFeasibility, type Evidence, type Model } from "@qtwin/model";
import { type ComparisonRow, compareSubSolvers, solve } from "@qtwin/solvers";
import { type FamilyId, families } from "./portfolio/families.ts";
import { gapPct } from "./portfolio/gaps.ts";
import { type Instance, instancesOf, readInstance } from "./portfolio/instances.ts";

export { linesOf, markdownOf } from "./neighbourhood-text.ts";

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

/**
 * Where all sub-solvers begin: at `zeros` where they are feasible; else at what one unit of work finds, of schedules as they are
 * (`first found`), of all others for the `opposite sense`, as for their own it is often the best known already.
 */
export type StartKind = "zeros" | "first found" | "opposite sense";

export interface NeighbourhoodRow extends Omit<ComparisonRow, "values" | "timeline" | "evidence"> {
  readonly family: FamilyId;
  readonly instance: string;
  readonly startKind: StartKind;
  readonly startObjective: number;
  /** To the best known value; null: nothing is known. */
  readonly gapPct: number | null;
}

export interface NeighbourhoodBench {
  readonly seed: number;
  readonly neighbourhoods: number;
  readonly qubits: number;
  readonly rows: readonly NeighbourhoodRow[];
  /** Instances left out, as no first solution was found in the time. */
  readonly withoutStart: readonly string[];
  /** Instances that were not begun when the signal aborted. */
  readonly notBegun: readonly string[];
  readonly evidence: readonly Evidence[];
}

const measuredFamilies: readonly FamilyId[] = ["jsp", "mmkp", "qap", "maxcut", "qubo"];
const instancesPerFamily = 2;

/**
 * Improves a start of ten instances of middling size by the same neighbourhoods, solved exactly, by annealing and by
 * simulated QAOA. When the signal aborts, what is there is the result; rows that it cut say so.
 * @throws QT_BENCH_NO_DATA and what the readers throw
 */
export async function benchNeighbourhood(options: NeighbourhoodBenchOptions): Promise<NeighbourhoodBench> {
  const { dataDir, seed, neighbourhoods, qubits, signal, onProgress } = options;
  const rows: NeighbourhoodRow[] = [];
  const evidence: Evidence[] = [];
  const [withoutStart, notBegun]: [string[], string[]] = [[], []];
  for (const instance of measuredFamilies.flatMap((family) => middling(family, dataDir))) {
    const compared = signal?.aborted ? "not begun" : await compareOn(instance, options);
    if (compared === "not begun") notBegun.push(instance.name);
    else if (compared === "no start") {
      withoutStart.push(instance.name);
      onProgress(`${instance.name}: left out, no first solution was found`);
    } else {
      rows.push(...compared.rows);
      evidence.push(...compared.evidence);
      for (const row of compared.rows) onProgress(lineOf(row));
    }
  }
  return { seed, neighbourhoods, qubits, rows, withoutStart, notBegun, evidence };
}

const lineOf = ({ instance, subSolver, startObjective, objective, end }: NeighbourhoodRow): string =>
  `${instance}, ${subSolver}: ${startObjective} to ${objective}${end === "stopped" ? ", stopped" : ""}`;

async function compareOn(
  instance: Instance,
  options: NeighbourhoodBenchOptions,
): Promise<"not begun" | "no start" | Pick<NeighbourhoodBench, "rows" | "evidence">> {
  const { seed, neighbourhoods, qubits, timeS, signal } = options;
  const model = readInstance(instance);
  const start = await startOf(instance, model, options);
  // A stop leaves the search for a start without one too.
  if (!start.values) return signal?.aborted ? "not begun" : "no start";
  const compared = await compareSubSolvers(model, start.values, {
    seed,
    neighbourhoods,
    qubits,
    timeLimitMs: timeS * 1000,
    ...(signal ? { signal } : {}),
    now: () => performance.now(),
  });
  return {
    rows: compared.map((row) => rowOf(instance, model, start.kind, row)),
    evidence: compared.flatMap((row) => row.evidence),
  };
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

/** A start that leaves something to improve; without values: none was found. */
async function startOf(
  { family }: Instance,
  model: Model,
  { timeS, seed, signal }: NeighbourhoodBenchOptions,
): Promise<{ readonly kind: StartKind; readonly values: Float64Array | null }> {
  const zeros = new Float64Array(model.variables.count);
  if (checkFeasibility(model, zeros).feasible) return { kind: "zeros", values: zeros };
  const opposite: Model["sense"] = model.sense === "minimize" ? "maximize" : "minimize";
  const { isSchedule } = families[family];
  const limits = { timeLimitMs: timeS * 1000, seed, workLimit: 1, ...(signal ? { signal } : {}) };
  const { solution } = await solve(isSchedule ? model : { ...model, sense: opposite }, limits);
  return { kind: isSchedule ? "first found" : "opposite sense", values: solution };
}

function rowOf(
  { family, name, facts }: Instance,
  { sense }: Model,
  startKind: StartKind,
  { values: _, timeline, evidence: __, ...row }: ComparisonRow,
): NeighbourhoodRow {
  const gap = facts.best === null ? null : gapPct(sense, row.objective, facts.best);
  const startObjective = timeline[0]!.objective;
  return { family, instance: name, startKind, startObjective, ...row, gapPct: gap };
}
