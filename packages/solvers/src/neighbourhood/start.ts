import { createRandom, QtwinError } from "@qtwin/core";
import { checkFeasibility, compile, type Model, milpTarget, snapIntegers } from "@qtwin/model";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import highs from "../highs/solver.ts";
import { anyPoint } from "./any-point.ts";
import { blocksOf } from "./blocks.ts";
import { incidenceOf } from "./incidence.ts";
import { restrict } from "./restrict.ts";
import { scheduleStart } from "./schedule-start.ts";
import { exactMilp } from "./sub-solvers/exact-milp.ts";

/** Where the search begins. */
export interface Start {
  /** Feasible; null: none was found. */
  readonly values: Float64Array | null;
  /** Proven. */
  readonly bound: number | null;
  /** What was proven on the way: the values are an optimum, or there is none; null: nothing. */
  readonly proven: Exclude<SolverResult["status"], "feasible" | "time-limit"> | null;
}

/** Nodes of the first tries for a solution; each try has so many times those of the one before. */
const [firstNodes, moreNodes] = [1, 100];
/** Share of the time a first solution may be made better in before the search begins. */
const polishingShare = 0.05;
/** Share of the time in which schedules are tried: HiGHS needs some too. */
const schedulingShare = 0.5;

/** A feasible point: the job's own, what others found, any where nothing is asked, else the first of HiGHS. */
export async function startOf(job: SolveJob, context: SolveContext, untilMs: number): Promise<Start> {
  const known = knownStart(job, context) ?? (await scheduled(job, context, untilMs));
  if (known) return { values: known, bound: null, proven: null };
  // HiGHS reads and presolves before it hears anything: that is not begun without time.
  if (context.stopRequested() || context.now() >= untilMs) return { values: null, bound: null, proven: null };
  try {
    return await firstOfHighs(job, context, untilMs);
  } catch (error) {
    if (!(error instanceof QtwinError && error.kind === "unsupported")) throw error;
    return { values: feasibleOrNull(job.model, anyPoint(job.model)), bound: null, proven: null };
  }
}

function knownStart({ model, warmStart, workLimit }: SolveJob, context: SolveContext): Float64Array | null {
  const received = workLimit === undefined ? context.received()?.solution : undefined;
  for (const values of [warmStart, received, isLoose(model) ? anyPoint(model) : undefined]) {
    const feasible = values && feasibleOrNull(model, values);
    if (feasible) return feasible;
  }
  return null;
}

/** Nothing but choices and permutations asks for anything. */
const isLoose = ({ constraints, structures }: Model): boolean =>
  constraints.count === 0 && structures.every(({ kind }) => kind === "permutation");

/** A schedule made greedily; whatever is no start or choice is solved for. */
async function scheduled(
  job: SolveJob,
  context: SolveContext,
  untilMs: number,
): Promise<Float64Array | null> {
  const { model, seed } = job;
  const left = untilMs - context.now();
  const scheduledMs = untilMs - (job.workLimit === undefined ? (1 - schedulingShare) * left : 0);
  const isOver = (): boolean => context.stopRequested() || context.now() >= scheduledMs;
  const values = scheduleStart(model, createRandom(seed), isOver);
  if (!values) return null;
  const incidence = incidenceOf(model);
  const chosen = new Uint8Array(values.length);
  const free = blocksOf(model, incidence, true).follows;
  const rest = restrict(model, incidence, { values, free, chosen }, "unproven");
  const { lower, upper } = rest.model.variables;
  if (lower.some((least, column) => least > upper[column]!)) return null;
  const start = rest.encode(values);
  const timeLimitMs = Math.max(0, untilMs - context.now());
  const task = { model: rest.model, start, seed, timeLimitMs, context, incumbent: "unproven" } as const;
  const solved = await exactMilp(firstNodes).solve(task);
  return solved.values && feasibleOrNull(model, rest.decode(solved.values));
}

function feasibleOrNull(model: Model, values: Float64Array): Float64Array | null {
  const snapped = snapIntegers(model, values);
  return checkFeasibility(model, snapped).feasible ? snapped : null;
}

async function firstOfHighs(job: SolveJob, context: SolveContext, untilMs: number): Promise<Start> {
  const { model, encode, decode } = compile(job.model, milpTarget);
  const warm = job.warmStart ? { warmStart: encode(job.warmStart) } : {};
  for (let nodes = firstNodes; ; nodes *= moreNodes) {
    const left = untilMs - context.now();
    const isCounted = job.workLimit !== undefined;
    const listener = new FirstSolution(context, isCounted ? Infinity : left * polishingShare);
    const result = await highs.solve(
      {
        ...{
          model,
          ...warm,
          timeLimitMs: left,
          gapLimit: job.gapLimit,
          seed: job.seed,
          threads: 1,
          options: {},
        },
        ...(isCounted ? { workLimit: nodes } : {}),
      },
      listener.context,
    );
    const feasible = result.solution && feasibleOrNull(job.model, decode(result.solution));
    const { status, bound } = result;
    const proven = status === "feasible" || status === "time-limit" ? null : status;
    if (feasible || proven) return { values: feasible, bound, proven };
    if (context.stopRequested() || context.now() >= untilMs) return { values: null, bound, proven };
  }
}

/** Stops a solve that has a solution after some more time. */
class FirstSolution {
  readonly context: SolveContext;
  private foundMs: number | null = null;

  constructor({ now, stopRequested }: SolveContext, polishingMs: number) {
    const isEnough = (): boolean => this.foundMs !== null && now() > this.foundMs + polishingMs;
    this.context = {
      now,
      stopRequested: () => stopRequested() || isEnough(),
      received: () => null,
      onProgress: ({ solution }) => {
        if (solution) this.foundMs ??= now();
      },
    };
  }
}
