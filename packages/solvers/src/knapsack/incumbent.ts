import { objectiveValue } from "@qtwin/model";
import type { SolveContext, SolveJob } from "../contract.ts";
import {
  copyPacking,
  emptyPacking,
  fits,
  floorToGrid,
  type Knapsack,
  leastGain,
  modelObjective,
  type Packing,
  packingAt,
  toSolution,
  valueOfObjective,
} from "./instance.ts";

/** The best packing and bound so far, told to whoever runs the job and compared with what others found. */
export class Incumbent {
  readonly packing: Packing;
  /** Own proof: no packing is worth more. */
  bound = Infinity;
  /** What others say now. It only ends the search: said as one's own, it would outlive who proved it. */
  private heard = Infinity;
  private hasPacking = false;
  private readonly knapsack: Knapsack;
  private readonly job: SolveJob;
  private readonly context: SolveContext;

  constructor(knapsack: Knapsack, job: SolveJob, context: SolveContext) {
    this.knapsack = knapsack;
    this.job = job;
    this.context = context;
    this.packing = emptyPacking(knapsack);
  }

  get value(): number {
    return this.hasPacking ? this.packing.value : -Infinity;
  }

  get solution(): Float64Array | null {
    const { knapsack, packing, hasPacking, job } = this;
    return hasPacking ? toSolution(knapsack, packing.taken, job.model.variables.count) : null;
  }

  /** The bound in the model's own sense; null: there is none. */
  get modelBound(): number | null {
    const bound = Math.max(this.bound, this.value);
    return Number.isFinite(bound) ? modelObjective(this.knapsack, bound) : null;
  }

  /** Takes a packing that fits and is better than what there is; whether it was. */
  offer(packing: Packing): boolean {
    if (packing.value <= this.value || !fits(this.knapsack, packing)) return false;
    copyPacking(packing, this.packing);
    this.hasPacking = true;
    this.report(this.solution!);
    return true;
  }

  /** Takes a bound when it is lower. */
  lower(bound: number): void {
    const floored = floorToGrid(this.knapsack, bound);
    if (floored >= this.bound) return;
    this.bound = floored;
    this.report();
  }

  /** Takes over what others found; whether the packing is new. */
  receive(): boolean {
    const heard = this.job.workLimit === undefined ? this.context.received() : null;
    if (!heard) return false;
    const isBound = heard.bound !== null && Number.isFinite(heard.bound);
    this.heard = isBound
      ? floorToGrid(this.knapsack, valueOfObjective(this.knapsack, heard.bound!))
      : Infinity;
    if (!heard.solution) return false;
    return this.offer(packingOfSolution(this.knapsack, heard.solution));
  }

  /** Whether the gap that is left is small enough. */
  isClosed(): boolean {
    if (!this.hasPacking) return false;
    // A heard bound is false when something better is known.
    const bound = this.heard < this.value ? this.bound : Math.min(this.bound, this.heard);
    const left = bound - this.value;
    if (left < leastGain(this.knapsack, this.value)) return true;
    const objective = Math.abs(modelObjective(this.knapsack, this.value));
    return left * this.knapsack.grid.step <= this.job.gapLimit * Math.max(1e-9, objective);
  }

  private report(solution?: Float64Array): void {
    const known = solution ?? this.solution;
    this.context.onProgress({
      objective: known && objectiveValue(this.job.model, known),
      bound: this.modelBound,
      ...(solution ? { solution } : {}),
    });
  }
}

/** The packing a solution of the model stands for; where it is none, the nearest one. */
export const packingOfSolution = (knapsack: Knapsack, solution: Float64Array): Packing =>
  packingAt(knapsack, (item) => solution[knapsack.column[item]!]!);
