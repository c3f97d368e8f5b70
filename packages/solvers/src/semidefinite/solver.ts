import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { openQuboRun, type QuboRun, searchAcceptance, searchPromises } from "../search/qubo-run.ts";
import { Xorshift } from "../search/xorshift.ts";
import { Envelope } from "./envelope.ts";
import { Mixing } from "./mixing.ts";
import { provenBound } from "./proof.ts";
import { spinMatrixOf } from "./spin-matrix.ts";

/** After sweeps that lower the value by less than this share of it, what the vectors prove is looked at. */
const stages = [1e-4, 1e-5, 1e-6, 1e-7];
/** Planes that vectors are rounded by in each stage. */
const planes = 10;
/** Numbers that a factor may keep: 240 MB. */
const mostKept = 30_000_000;
/** Share of the time for sweeps: then the thread is left to searches. */
const sweepShare = 0.3;
/** Share of the time left that a factor may take, at so many multiplications a millisecond. */
const [factorShare, costPerMs] = [0.2, 500_000];
/** Multiplications that count as one variable visited. */
const costPerVisit = 1000;

export default defineSolver({
  id: "semidefinite",
  title: "Semidefinite bound",
  accepts: { ...searchAcceptance, maxVariables: 50_000 },
  promises: {
    ...searchPromises,
    bound: true,
    boundMethod: "semidefinite relaxation, its multipliers proven by a Cholesky factor",
  },
  options: {},
  solve,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const startMs = context.now();
  const run = await openQuboRun(job, context);
  const matrix = spinMatrixOf(run.qubo);
  const envelope = new Envelope(matrix);
  const isCounted = job.workLimit !== undefined;
  const isAffordable = (): boolean => {
    if (envelope.length > mostKept) return false;
    if (isCounted) return envelope.cost / costPerVisit <= run.workLeft;
    return envelope.cost / costPerMs <= factorShare * (startMs + job.timeLimitMs - context.now());
  };
  const isLate = (): boolean =>
    run.isOver() || (!isCounted && context.now() > startMs + sweepShare * job.timeLimitMs);
  const inModel = (energy: number): number => (job.model.sense === "maximize" ? 0 - energy : energy);
  if (!isAffordable()) return run.result();
  const mixing = new Mixing(matrix, job.seed);
  const random = new Xorshift(job.seed);
  let least = -Infinity;
  for (let stage = 0; stage < stages.length && isAffordable() && !isLate(); stage++) {
    settle(mixing, stages[stage]!, run, isLate);
    round(mixing, random, run);
    const bound = provenBound(matrix, envelope, mixing.multipliers(), least, () => run.isOver());
    run.spend(envelope.cost / costPerVisit);
    if (bound === null) continue;
    least = bound;
    context.onProgress({ objective: null, bound: inModel(least) });
  }
  return { ...run.result(), bound: least === -Infinity ? null : inModel(least) };
}

/** Sweeps until they change little. */
function settle(mixing: Mixing, share: number, run: QuboRun, isLate: () => boolean): void {
  while (!isLate()) {
    const fell = mixing.sweep();
    run.spend(mixing.cost / costPerVisit);
    if (fell <= share * Math.abs(mixing.value)) return;
  }
}

/** Offers what the vectors look like from random planes, each fallen into its minimum. */
function round(mixing: Mixing, random: Xorshift, run: QuboRun): void {
  const { search } = run;
  for (let plane = 0; plane < planes && !run.isOver(); plane++) {
    const spins = mixing.round(random);
    search.moveTo(
      Uint8Array.from({ length: search.count }, (_, row) => (spins[row] === spins.at(-1) ? 0 : 1)),
    );
    while (search.sweep(0) > 0 && !run.isOver()) run.spend(search.count);
    run.offer();
  }
}
