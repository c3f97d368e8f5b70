import type { Model } from "@qtwin/model";
import { defineSolver, type SolveContext, type SolveJob, type SolverResult } from "../contract.ts";
import { solverError } from "../errors.ts";
import { operationsByMachine } from "./job-shop.ts";
import { MemeticSearch } from "./memetic-search.ts";
import { readJobShop } from "./read-job-shop.ts";
import { Session } from "./session.ts";

/** The job shop of a model; a structured solver answers with reasons where there is none. */
const recognise = (model: Model): readonly string[] => {
  const read = readJobShop(model);
  return "reasons" in read ? read.reasons : [];
};

export default defineSolver({
  id: "job-shop",
  title: "Job shop tabu search",
  accepts: {
    features: [
      "continuous",
      "integer",
      "maximize",
      "linear-equality",
      "linear-inequality",
      "at-most-one-row",
      "precedence",
      "no-overlap",
    ],
    maxVariables: 50_000,
    maxConstraints: 100_000,
    recognise,
  },
  promises: {
    optimality: "none",
    bound: true,
    boundMethod: "edge-finding on every machine, and shaving, destructively",
    anytime: true,
    warmStart: true,
    workUnit: "moves of the tabu search",
  },
  options: {},
  solve,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const startMs = context.now();
  const reading = readJobShop(job.model);
  if ("reasons" in reading)
    throw solverError("QT_SOLVERS_NOT_APPLICABLE", reading.reasons.join(" "), job.model.name);
  const machines = operationsByMachine(reading.shop);
  const session = new Session(job, context, { reading, machines, startMs });
  new MemeticSearch(reading.shop, machines, { seed: job.seed, watch: session }).run(session.starts());
  return session.result();
}
