import { compile, type Model, milpTarget, presolve } from "@qtwin/model";
import type { SolveContext, SolverResult } from "../../contract.ts";
import highs from "../../highs/solver.ts";
import { type SubOutcome, type SubSolver, type SubTask, tooLarge } from "./sub-solver.ts";

/** Branch-and-bound nodes of one neighbourhood at most. */
export const exactMilp = (nodes: number): SubSolver => ({
  id: "exact-milp",
  startSize: 20,
  takesFollowers: true,
  solve: (task) => solve(task, nodes),
});

/** Each product becomes a variable and three rows: beyond so many they take longer than a search by parts. */
const mostProducts = 2000;

async function solve(task: SubTask, nodes: number): Promise<SubOutcome> {
  if (productsOf(task.model) > mostProducts || isCrowded(task.model)) return tooLarge;
  const cut = task.incumbent === "unproven" ? task.model : withCutoff(task.model, task.start);
  const small = cut.structures.length > 0 ? presolve(cut) : null;
  if (small?.solution) return { values: small.solution, end: "done", optimal: true };
  if (small?.report.status === "infeasible") return { values: null, end: "done", optimal: true };
  const { model, encode, decode } = compile(small?.model ?? cut, milpTarget);
  const start = encode(small?.encode(task.start) ?? task.start);
  const result = await runHighs(model, start, task, nodes);
  const found = result.solution && decode(result.solution);
  const values = found && (small?.decode(found) ?? found);
  const done = result.status === "optimal";
  return { values, end: done ? "done" : "limit", optimal: done };
}

/** Each two activities of a cumulative that may meet become variables and rows, and each three are looked at. */
const [mostActivities, mostPairs] = [100, 2000];

const isCrowded = ({ structures, variables: { lower, upper } }: Model): boolean =>
  structures.some((structure) => {
    if (structure.kind !== "cumulative") return false;
    const open = structure.start.filter((column) => lower[column]! < upper[column]!).length;
    const pairs = open * structure.start.length - (open * (open + 1)) / 2;
    return structure.start.length > mostActivities || pairs > mostPairs;
  });

const productsOf = ({ objective, constraints }: Model): number =>
  [objective, constraints].reduce(
    (sum, { quadratic, higher }) => sum + quadratic.value.length + higher.value.length,
    0,
  );

async function runHighs(
  model: Model,
  warmStart: Float64Array,
  { seed, timeLimitMs, context }: SubTask,
  workLimit: number,
): Promise<SolverResult> {
  if (model.variables.count === 0) return { status: "optimal", solution: new Float64Array(), bound: null };
  const job = { model, timeLimitMs, gapLimit: 0, seed, workLimit, threads: 1, warmStart, options: {} };
  return highs.solve(job, silent(context));
}

/** A solve inside another: nothing is reported or heard. */
export const silent = ({
  now,
  stopRequested,
}: Pick<SolveContext, "now" | "stopRequested">): SolveContext => ({
  now,
  stopRequested,
  onProgress: () => {},
  received: () => null,
});

/**
 * The model where the one column that is the objective is no worse than in the incumbent: from there presolve shortens
 * the windows of all activities before it.
 */
export function withCutoff(model: Model, incumbent: ArrayLike<number>): Model {
  const { linear, quadratic, higher } = model.objective;
  const columns = Array.from(linear.keys()).filter((column) => linear[column] !== 0);
  const [column] = columns;
  const isSoft = [...model.structures, ...model.constraints.meaning.map((meaning) => ({ meaning }))].some(
    ({ meaning }) => meaning.pricePerUnit !== undefined,
  );
  if (
    column === undefined ||
    columns.length > 1 ||
    isSoft ||
    quadratic.value.length + higher.value.length > 0
  )
    return model;
  const [lower, upper] = [model.variables.lower.slice(), model.variables.upper.slice()];
  const isLess = linear[column]! > 0 === (model.sense === "minimize");
  const value = incumbent[column]!;
  if (isLess) upper[column] = Math.min(upper[column]!, value);
  else lower[column] = Math.max(lower[column]!, value);
  return { ...model, variables: { ...model.variables, lower, upper } };
}
