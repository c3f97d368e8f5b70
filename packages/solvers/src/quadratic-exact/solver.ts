import { compile, type Model, type ModelFeature, quboOf, quboTarget } from "@qtwin/model";
import type { Progress, SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { whyNoQubo } from "../search/why-no-qubo.ts";
import { ExactRun } from "./exact-run.ts";

const features: readonly ModelFeature[] = ["quadratic-objective", "maximize", "fixed-binary"];

/** Rules would become penalties, and what bounds such sums proves nothing in time: only models without rules are taken. */
const recognise = (model: Model): readonly string[] => whyNoQubo(model, features, "Exact QUBO");

export default defineSolver({
  id: "quadratic-exact",
  title: "Exact QUBO",
  accepts: { features, maxVariables: 20_000, maxConstraints: 0, recognise },
  promises: {
    optimality: "proven",
    bound: true,
    boundMethod: "roof duality; branch and bound with halved products; enumeration of small parts",
    anytime: true,
    warmStart: true,
    workUnit: "nodes of branch and bound; a part that is enumerated counts as one",
  },
  options: {},
  solve,
});

/** Works on the energy to be minimised, without fixed variables, and speaks of the model as given. */
async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  // Reading a large model takes a while.
  const startMs = context.now();
  const { model, encode, decode } = compile(job.model, quboTarget);
  const sign = job.model.sense === "minimize" ? 1 : -1;
  const signed = (value: number | null): number | null => value && sign * value;
  const inModel = ({ objective, bound, solution }: Progress): Progress => ({
    objective: signed(objective),
    bound: signed(bound),
    ...(solution ? { solution: decode(solution) } : {}),
  });
  const inner: SolveJob = { ...job, model, ...(job.warmStart ? { warmStart: encode(job.warmStart) } : {}) };
  const innerContext: SolveContext = {
    ...context,
    onProgress: (progress) => context.onProgress(inModel(progress)),
    received: () => {
      const heard = context.received()?.solution;
      return heard ? { objective: null, bound: null, solution: encode(heard) } : null;
    },
  };
  const run = new ExactRun(quboOf(model), inner, innerContext, startMs);
  const { status, solution, bound } = await run.toTheEnd();
  return { status, solution: solution && decode(solution), bound: signed(bound) };
}
