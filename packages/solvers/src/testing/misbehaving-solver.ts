import { milpTarget } from "@qtwin/model";
import { defineSolver, type SolveContext, type SolveJob, type SolverResult } from "../contract.ts";
import type { RegisteredSolver } from "../registry.ts";

/** What the solver does wrong, as value of its option `misdeed`. */
export const misdeeds = [
  "hang",
  "hang after a solution",
  "ignore the deadline",
  "exit",
  "exit after a solution",
  "throw",
  "false solution",
  "false bound",
  "hopeful bound",
  "false infeasible",
  "false unbounded",
  "wrong length",
  "speak after the end",
  "exit after the end",
] as const;
export type Misdeed = (typeof misdeeds)[number];

const refusals: Readonly<Partial<Record<Misdeed, "infeasible" | "unbounded">>> = {
  "false infeasible": "infeasible",
  "false unbounded": "unbounded",
};

/** Does in a worker what no solver should, so that tests can see what becomes of it. Takes zero for a solution. */
const solver = defineSolver({
  id: "misbehaving",
  title: "A solver that misbehaves",
  accepts: {
    features: [...milpTarget.accepts],
    maxVariables: 1000,
    maxConstraints: 1000,
  },
  promises: { optimality: "none", bound: false, anytime: true, warmStart: false, workUnit: "none" },
  options: {
    misdeed: { default: 0, min: 0, max: misdeeds.length - 1, unit: "1", doc: "Index into misdeeds." },
    bound: { default: 0, min: -1e9, max: 1e9, unit: "0.001", doc: "What a hopeful bound says." },
  },
  solve,
});
export default solver;

/** The solver with one misdeed as its habit; who denies solutions is believed only where it promises proofs. */
export const misbehaving = (misdeed: Misdeed): RegisteredSolver => ({
  solver: {
    ...solver,
    promises: { ...solver.promises, optimality: misdeed in refusals ? "proven" : "none" },
    options: {
      ...solver.options,
      misdeed: { ...solver.options.misdeed!, default: misdeeds.indexOf(misdeed) },
    },
  },
  module: import.meta.url,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const misdeed = misdeeds[job.options.misdeed ?? 0]!;
  const zero = new Float64Array(job.model.variables.count);
  if (misdeed.endsWith("after a solution")) context.onProgress({ objective: 0, bound: 99, solution: zero });
  if (misdeed.startsWith("hang")) hang();
  if (misdeed === "ignore the deadline") workOn(context, 30_000);
  if (misdeed === "exit" || misdeed === "exit after a solution") process.exit(3);
  if (misdeed === "throw") throw new Error("a bug");
  if (misdeed === "wrong length")
    context.onProgress({ objective: 0, bound: null, solution: new Float64Array(1e3 + 1) });
  if (misdeed === "speak after the end") {
    setTimeout(() => context.onProgress({ objective: 0, bound: 123_456, solution: zero }), 30);
    return { status: "feasible", solution: zero, bound: null };
  }
  if (misdeed === "exit after the end") {
    setTimeout(() => process.exit(7), 30);
    return { status: "feasible", solution: zero, bound: null };
  }
  // A bound that no known solution contradicts yet, said by one that lies afterwards.
  if (misdeed === "hopeful bound") {
    context.onProgress({ objective: null, bound: (job.options.bound ?? 0) / 1000 });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  }
  const refused = refusals[misdeed];
  if (refused) return { status: refused, solution: null, bound: null };
  if (misdeed === "false bound") return { status: "optimal", solution: zero, bound: -5 };
  return { status: "optimal", solution: zero.fill(1000), bound: null };
}

function workOn({ now }: SolveContext, forMs: number): void {
  const untilMs = now() + forMs;
  while (now() < untilMs);
}

/** Blocks its thread for good, as an endless loop does, without using the processor. */
function hang(): never {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error("nobody wakes it");
}
