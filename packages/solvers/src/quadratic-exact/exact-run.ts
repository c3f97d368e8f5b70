import { createRandom, type Random } from "@qtwin/core";
import { enumerateQubo } from "@qtwin/kernel";
import { type Qubo, quboEnergy } from "@qtwin/model";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { descend, randomBits } from "./descent.ts";
import { PartSearch } from "./part-search.ts";
import { partsOf } from "./parts.ts";
import { type Presolved, presolveQubo } from "./presolve.ts";

/** Parts of so many variables are enumerated; 2^27 points take up to a second. */
const [mostEnumerated, enumeratedASecond] = [30, 27];
/** Each open depth keeps four numbers a variable: larger parts get a bound and descents only. */
const mostBranched = 2000;
/** Steps of a slice: a few milliseconds. */
const sliceSteps = 1e6;
/** Share of the sum of all sizes that sums of biases may be off when they are not whole. */
const roundingShare = 1e-11;

/** One solve: presolve, then one connected part after the other, until the work, the time or the gap is used up. */
export class ExactRun {
  private readonly qubo: Qubo;
  private readonly job: SolveJob;
  private readonly context: SolveContext;
  private readonly deadlineMs: number;
  private readonly presolved: Presolved;
  private readonly searches: readonly PartSearch[];
  private readonly random: Random;
  private readonly rounding: number;
  private work = 0;
  private solution: Float64Array;
  private energy: number;
  private reported = -Infinity;

  constructor(qubo: Qubo, job: SolveJob, context: SolveContext, startMs: number) {
    this.deadlineMs = startMs + job.timeLimitMs;
    this.qubo = qubo;
    this.job = job;
    this.context = context;
    this.random = createRandom(job.seed);
    const first = job.warmStart ? Float64Array.from(job.warmStart, (value) => (value > 0.5 ? 1 : 0)) : null;
    this.solution = first ?? new Float64Array(qubo.count);
    this.energy = quboEnergy(qubo, this.solution);
    // Presolving a large one takes a while: that is what there is if it must be stopped.
    context.onProgress({ objective: this.energy, bound: null, solution: this.solution });
    const sizes = [...absolute(qubo.linear), ...absolute(qubo.value), Math.abs(qubo.offset)];
    const isWhole = sizes.every(Number.isSafeInteger);
    this.rounding = isWhole ? 0 : roundingShare * sizes.reduce((sum, size) => sum + size, 0);
    this.presolved = presolveQubo(qubo);
    const known = first && this.presolved.encode(first);
    // The smallest first, so that one that can not be proven keeps none waiting that can.
    const parts = partsOf(this.presolved.qubo).toSorted((a, b) => a.linear.length - b.linear.length);
    this.searches = parts.map((part) => {
      const bits = Int8Array.from(part.variables, (variable) => known?.[variable] ?? 0);
      descend(part, bits);
      return new PartSearch(part, isWhole ? 1 : 0, bits);
    });
  }

  async toTheEnd(): Promise<SolverResult> {
    this.report();
    for (const search of this.searches) {
      if (this.isEnumerable(search)) await this.enumerate(search);
      const count = search.part.linear.length;
      const slice = Math.ceil(sliceSteps / (20 * count + search.part.other.length));
      while (!search.isDone && !this.isOver()) {
        const nodes = Math.min(slice, (this.job.workLimit ?? Infinity) - this.work);
        if (count <= mostBranched) search.step(nodes);
        this.work += nodes;
        this.restart(search);
        this.hear();
        this.report();
      }
    }
    this.report();
    const isProven = this.searches.every(({ isDone }) => isDone);
    const { energy, solution } = this;
    return { status: isProven ? "optimal" : "feasible", solution, bound: isProven ? energy : this.bound() };
  }

  private isOver(): boolean {
    const { job, context } = this;
    if (this.work >= (job.workLimit ?? Infinity)) return true;
    if (this.energy - this.bound() <= job.gapLimit * Math.abs(this.energy)) return true;
    return context.stopRequested() || context.now() >= this.deadlineMs;
  }

  private isEnumerable({ part, isDone }: PartSearch): boolean {
    const count = part.linear.length;
    if (isDone || count > mostEnumerated || this.isOver()) return false;
    const neededMs = 1000 * 2 ** (count - enumeratedASecond);
    return this.context.now() + neededMs < this.deadlineMs;
  }

  private async enumerate(search: PartSearch): Promise<void> {
    const { linear, start, other, value } = search.part;
    const couplings: [number, number, number][] = [];
    for (let i = 0; i < linear.length; i++)
      for (let entry = start[i]!; entry < start[i + 1]!; entry++)
        if (other[entry]! > i) couplings.push([i, other[entry]!, value[entry]!]);
    const { basis } = await enumerateQubo(linear.length, { kind: "quadratic", offset: 0, linear, couplings });
    search.offer(Int8Array.from(linear, (_, i) => Math.floor(basis / 2 ** i) % 2));
    search.close();
    this.work++;
    this.report();
  }

  /** A descent from random bits, beside the descents of the search itself. */
  private restart(search: PartSearch): void {
    const bits = randomBits(search.part.linear.length, this.random);
    descend(search.part, bits);
    search.offer(bits);
  }

  /** What others found improves each part by itself; with a work limit nobody else may steer. */
  private hear(): void {
    if (this.job.workLimit !== undefined) return;
    const solution = this.context.received()?.solution;
    if (!solution) return;
    const values = this.presolved.encode(solution);
    for (const search of this.searches) {
      const bits = Int8Array.from(search.part.variables, (variable) => (values[variable]! > 0.5 ? 1 : 0));
      if (!search.isDone) search.offer(bits);
    }
  }

  private joined(): Float64Array {
    const values = new Float64Array(this.presolved.qubo.count);
    for (const { part, best } of this.searches)
      part.variables.forEach((variable, at) => {
        values[variable] = best[at]!;
      });
    return this.presolved.decode(values);
  }

  /** No energy is below this. */
  private bound(): number {
    let sum = this.presolved.qubo.offset;
    for (const { bound } of this.searches) sum += bound;
    return Math.min(this.energy, Math.max(this.presolved.bound, sum) - this.rounding);
  }

  private keep(solution: Float64Array): boolean {
    const energy = quboEnergy(this.qubo, solution);
    if (!(energy < this.energy)) return false;
    this.solution = solution;
    this.energy = energy;
    return true;
  }

  private report(): void {
    const isNew = this.keep(this.joined());
    const bound = this.bound();
    if (!isNew && bound <= this.reported) return;
    this.reported = bound;
    this.context.onProgress({ objective: this.energy, bound, ...(isNew ? { solution: this.solution } : {}) });
  }
}

const absolute = (numbers: Float64Array): Float64Array => numbers.map(Math.abs);
