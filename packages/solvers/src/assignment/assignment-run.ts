import type { Random } from "@qtwin/core";
import { assignmentCost } from "@qtwin/kernel";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { keepsFree } from "./barred.ts";
import { BranchAndBound } from "./branch-and-bound.ts";
import { dominanceOf } from "./dominance.ts";
import { pairCostOf } from "./pair-costs.ts";
import type { Search } from "./pair-search.ts";
import { Population } from "./population.ts";
import { type AssignmentProblem, hasFactors, placesOf, valuesOf } from "./problem.ts";

/** Steps of a slice: a few milliseconds of search, or of proof. */
const sliceSteps = 2e6;
/** Up to so many places the proof takes as much time as the search: it often ends. */
const provable = 16;
/** Beyond, one slice of proof comes after so many of search. */
const slicesApart = 8;
/** Larger ones wait too long for their first bound. */
const mostPlacesBounded = 300;
/** Dominance from which a few flows and distances make most of the cost. */
const structured = 2;

/** One solve: slices of search and of proof in turn, until the work, the time or the gap is used up. */
export class AssignmentRun {
  private readonly problem: AssignmentProblem;
  private readonly job: SolveJob;
  private readonly context: SolveContext;
  private readonly deadlineMs: number;
  private readonly population: Population;
  private readonly proof: BranchAndBound | null;
  private place: Int32Array;
  private cost: number;
  private bound: number | null = null;
  private work = 0;

  constructor(
    problem: AssignmentProblem,
    search: Search,
    random: Random,
    job: SolveJob,
    context: SolveContext,
    deadlineMs: number,
  ) {
    this.problem = problem;
    this.job = job;
    this.context = context;
    this.deadlineMs = deadlineMs;
    const { cost, layout } = problem;
    const searchLength = searchLengthOf(problem);
    this.population = new Population(layout.places, search, random, {
      members: job.options.members ?? 12,
      searchLength,
    });
    this.proof = hasFactors(cost) && layout.places <= mostPlacesBounded ? new BranchAndBound(cost) : null;
    this.place = job.warmStart ? placesOf(problem, job.warmStart) : this.population.best;
    const { barred } = problem;
    if (barred && !keepsFree(barred, this.place)) this.place = barred.allowed!;
    this.cost = this.costOf(this.place);
    if (job.warmStart || barred) this.population.invite(this.place);
  }

  toTheEnd(): SolverResult {
    this.report(true);
    const size = this.problem.layout.places;
    const slice = Math.ceil(sliceSteps / (size * size + 500));
    const nodes = Math.ceil(sliceSteps / (2 * size ** 3 + 500));
    for (let round = 0; !this.isOver(); round++) {
      const left = (this.job.workLimit ?? Infinity) - this.work;
      const share = Math.min(slice, left);
      this.population.run(share);
      this.work += share;
      this.take(this.population.best, this.population.bestCost);
      if (this.isOver()) break;
      if (size <= provable || round % slicesApart === 0) this.prove(nodes);
      this.hear();
    }
    const isProven = this.bound !== null && this.bound >= this.cost;
    return {
      status: isProven ? "optimal" : "feasible",
      solution: valuesOf(this.problem, this.place),
      bound: this.inModel(this.bound),
    };
  }

  private isOver(): boolean {
    const { bound, cost, job, context } = this;
    const gap = bound === null ? Infinity : Math.abs(this.problem.factor) * (cost - bound);
    if (gap <= job.gapLimit * Math.abs(this.inModel(cost))) return true;
    if (this.work >= (job.workLimit ?? Infinity)) return true;
    return context.stopRequested() || context.now() >= this.deadlineMs;
  }

  private take(place: Int32Array, cost: number): void {
    if (!(cost < this.cost)) return;
    this.place = place;
    this.cost = cost;
    this.report(true);
  }

  private prove(nodes: number): void {
    const { proof } = this;
    if (!proof || proof.isDone) return;
    proof.upper = Math.min(proof.upper, this.cost);
    if (this.bound === null) proof.start();
    else proof.step(nodes);
    if (proof.found) {
      this.population.invite(proof.found);
      this.take(proof.found, proof.upper);
      proof.found = null;
    }
    const { bound } = proof;
    if (this.bound !== null && bound <= this.bound) return;
    this.bound = bound;
    this.report(false);
  }

  /** Better places of others join; with a work limit nobody else may steer. */
  private hear(): void {
    if (this.job.workLimit !== undefined) return;
    const solution = this.context.received()?.solution;
    if (!solution) return;
    const place = placesOf(this.problem, solution);
    const cost = this.costOf(place);
    if (!(cost < this.cost)) return;
    this.population.invite(place);
    this.take(place, cost);
  }

  private costOf(place: Int32Array): number {
    const { cost } = this.problem;
    return hasFactors(cost) ? assignmentCost(cost, place) : pairCostOf(cost, place);
  }

  private inModel(cost: number): number;
  private inModel(cost: number | null): number | null;
  private inModel(cost: number | null): number | null {
    return cost === null ? null : this.problem.constant + this.problem.factor * cost;
  }

  private report(isNew: boolean): void {
    const solution = isNew ? { solution: valuesOf(this.problem, this.place) } : {};
    this.context.onProgress({
      objective: this.inModel(this.cost),
      bound: this.inModel(this.bound),
      ...solution,
    });
  }
}

/**
 * Iterations for each child: where few flows and distances matter, descents end soon and crossing brings more; in costs
 * without structure long searches do. Measured at equal time over families of QAPLIB with 30 to 150 places.
 */
function searchLengthOf({ cost, layout: { places } }: AssignmentProblem): number {
  const isStructured = hasFactors(cost) && Math.max(...dominanceOf(cost)) > structured;
  return isStructured ? Math.max(500, 10 * places) : Math.max(1000, 50 * places);
}
