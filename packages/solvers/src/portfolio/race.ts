import { QtwinError } from "@qtwin/core";
import type { Answer, Evidence, Incumbent, MemberReport, Model } from "@qtwin/model";
import { checkFeasibility, objectiveValue, requireValues } from "@qtwin/model";
import { newBoard, writeToBoard } from "../board.ts";
import type { Progress, SolverResult } from "../contract.ts";
import { solverError } from "../errors.ts";
import { type JobOutcome, runJob } from "../run-job.ts";
import { type Member, notStarted, type Runner, reportOf, startRunner } from "./members.ts";
import { prepare } from "./prepare.ts";
import { type Checked, Standing } from "./standing.ts";

export interface RaceControl {
  readonly timeLimitMs: number;
  readonly gapLimit: number;
  readonly workLimit?: number;
  /** Members that run at once; the next one starts when one ends. */
  readonly threads: number;
  readonly warmStart?: Float64Array;
  readonly signal?: AbortSignal;
  readonly onIncumbent?: (incumbent: Incumbent) => void;
  readonly graceMs: number;
  readonly now: () => number;
  /** When the solve began, on the same clock. */
  readonly startMs: number;
}

export interface RaceResult {
  readonly answer: Pick<Answer, "status" | "objective" | "bound" | "gap" | "solution" | "feasibility">;
  /** Who found the solution and who the bound; null: nobody, or the warm start. */
  readonly winner: Member | null;
  readonly boundBy: Member | null;
  readonly timeline: readonly Incumbent[];
  readonly members: readonly MemberReport[];
  readonly evidence: readonly Evidence[];
  readonly notes: readonly string[];
  /** Errors of members that failed. */
  readonly failures: readonly QtwinError[];
}

/**
 * Runs solvers side by side on one model. Each hears of the best solution and bound of the others; whatever one does, its
 * solutions are checked on the model as given, and one that throws, hangs or lies only takes itself out of the race.
 */
export async function race(
  model: Model,
  members: readonly Member[],
  control: RaceControl,
): Promise<RaceResult> {
  return new Race(model, members, control).run();
}

type Refused = "infeasible" | "unbounded";

/** How long others may go on after one says that there is no solution: time to find one. */
const doubtMs = 2000;

class Race {
  private readonly model: Model;
  private readonly control: RaceControl;
  private readonly standing: Standing<Runner | null>;
  private readonly waiting: Member[];
  private readonly runners: Runner[] = [];
  private readonly stop = new AbortController();
  private readonly timeline: Incumbent[] = [];
  private readonly evidence: Evidence[] = [];
  private readonly notes: string[] = [];
  private readonly failures: QtwinError[] = [];
  private readonly isAlone: boolean;
  private decided: { readonly status: Refused; readonly by: Runner } | null = null;
  private readonly refusals = new Set<Refused>();
  private doubtTimer: NodeJS.Timeout | undefined;
  private claimedOptimal = false;
  private listenerFailure: { readonly thrown: unknown } | null = null;
  private wasForced = false;

  constructor(model: Model, members: readonly Member[], control: RaceControl) {
    this.model = model;
    this.control = control;
    this.standing = new Standing(model);
    this.waiting = [...members];
    this.isAlone = members.length === 1;
  }

  async run(): Promise<RaceResult> {
    const { signal, warmStart, threads } = this.control;
    const abort = (): void => this.stop.abort();
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) abort();
    if (warmStart) this.takeWarmStart(warmStart);
    await Promise.all(Array.from({ length: threads }, () => this.lane()));
    signal?.removeEventListener("abort", abort);
    clearTimeout(this.doubtTimer);
    if (this.listenerFailure) throw this.listenerFailure.thrown;
    return this.result();
  }

  private takeWarmStart(values: Float64Array): void {
    requireValues(this.model, values);
    this.standing.offer(values, null);
  }

  /** One thread's worth of members, one after the other. */
  private async lane(): Promise<void> {
    for (let member = this.waiting.shift(); member; member = this.waiting.shift()) {
      await this.runMember(member);
      if (this.stop.signal.aborted || this.remainingMs() <= 0) return;
    }
  }

  private remainingMs(): number {
    const { startMs, timeLimitMs, now } = this.control;
    return Math.max(0, startMs + timeLimitMs - now());
  }

  private async runMember(member: Member): Promise<void> {
    const runner = startRunner(member, this.control.now());
    this.runners.push(runner);
    try {
      const outcome = await this.outcomeOf(runner);
      this.conclude(runner, outcome);
    } catch (thrown) {
      this.fail(runner, QtwinError.from(thrown));
    }
    runner.running = false;
    runner.endedMs = this.control.now();
  }

  /** Turns are taken only on one thread. */
  private timeOf({ turnMs }: Member): number {
    return Math.min(this.remainingMs(), this.control.threads === 1 ? turnMs : Infinity);
  }

  private outcomeOf(runner: Runner): Promise<JobOutcome> {
    const { entry, seed, options } = runner.member;
    const { gapLimit, workLimit, warmStart } = this.control;
    const start = this.standing.best?.solution ?? warmStart;
    const prepared = prepare(entry, this.model, {
      timeLimitMs: this.timeOf(runner.member),
      gapLimit,
      seed,
      threads: 1,
      options,
      ...(workLimit === undefined ? {} : { workLimit }),
      ...(start ? { warmStart: start } : {}),
    });
    // Rewriting has taken its time.
    const job = { ...prepared.job, timeLimitMs: this.timeOf(runner.member) };
    runner.prepared = prepared;
    if (job.model.variables.count === 0)
      return Promise.resolve({ result: constantResult(job.model), notes: [] });
    runner.board = newBoard(job.model.variables.count);
    this.tell(runner, this.standing.best !== null);
    const begunMs = this.control.now();
    return runJob(entry, job, {
      signal: this.stop.signal,
      graceMs: this.control.graceMs,
      board: runner.board,
      onProgress: (progress, elapsedMs) => this.hear(runner, progress, begunMs + elapsedMs),
    });
  }

  private hear(runner: Runner, { objective, bound, solution }: Progress, atMs: number): void {
    const { sign, decode } = runner.prepared!;
    let improved = this.heardBound(runner, bound === null ? null : sign * bound);
    let solved = false;
    if (solution && this.mayBeBetter(objective === null ? null : sign * objective)) {
      const { taken, checked } = this.standing.offer(decode(solution), runner);
      this.remember(runner, checked);
      solved = taken;
      improved ||= taken;
    }
    if (improved) this.announce(runner, atMs, solved);
  }

  /** What is said to be no better needs no check, which can take a while on a large model. */
  private mayBeBetter(claimed: number | null): boolean {
    const { best } = this.standing;
    if (claimed === null || best === null) return true;
    return this.model.sense === "minimize" ? claimed < best.objective : claimed > best.objective;
  }

  private heardBound(runner: Runner, bound: number | null): boolean {
    if (bound !== null && Number.isFinite(bound)) runner.bound = bound;
    return this.standing.offerBound(bound, runner, runner.told);
  }

  private remember(runner: Runner, { feasibility, objective }: Checked): void {
    if (!feasibility.feasible) return;
    const sign = this.model.sense === "minimize" ? 1 : -1;
    if (runner.objective === null || sign * (objective - runner.objective) < 0) runner.objective = objective;
  }

  /** Something is better than before: writes it down, tells the others, and stops when nothing is left to prove. */
  private announce(from: Runner, atMs: number, solved: boolean): void {
    this.withdrawWrongBounds();
    this.withdrawRefusal();
    const { best, bound } = this.standing;
    const seconds = (atMs - this.control.startMs) / 1000;
    const incumbent = {
      seconds,
      objective: best?.objective ?? null,
      bound,
      solver: from.member.entry.solver.id,
    };
    this.timeline.push(incumbent);
    this.report(incumbent);
    if (solved) from.encoded = undefined;
    for (const runner of this.runners)
      if (runner !== from && runner.running) this.tellIfItCan(runner, solved);
    // Under a work limit only the seed steers: to stop a solver from outside would be a matter of time.
    const { workLimit, gapLimit } = this.control;
    if (workLimit === undefined && this.standing.isProven(gapLimit, false)) this.stop.abort();
  }

  /** What the listener throws is the caller's: it ends the race and is thrown where the caller waits. */
  private report(incumbent: Incumbent): void {
    try {
      this.control.onIncumbent?.(incumbent);
    } catch (thrown) {
      this.listenerFailure ??= { thrown };
      this.stop.abort();
    }
  }

  /** A solution that one member's model cannot say must not harm the member that found it. */
  private tellIfItCan(runner: Runner, solved: boolean): void {
    try {
      this.tell(runner, solved);
    } catch (thrown) {
      this.note(runner, `It could not be told of a solution: ${QtwinError.from(thrown).message}`);
    }
  }

  private tell(runner: Runner, solved: boolean): void {
    const { best, bound } = this.standing;
    const { prepared, board } = runner;
    if (!prepared || !board || (best === null && bound === null)) return;
    if (solved && best) runner.encoded = prepared.encode(best.solution);
    if (bound !== null) runner.told.add(bound);
    writeToBoard(board, {
      objective: best && prepared.sign * best.objective,
      bound: bound === null ? null : prepared.sign * bound,
      ...(runner.encoded ? { solution: runner.encoded } : {}),
    });
  }

  private withdrawWrongBounds(): void {
    for (const { by, value } of this.standing.withdrawWrongBounds())
      this.note(by, `The solver's bound ${value} contradicts a checked solution and was withdrawn.`);
  }

  private conclude(runner: Runner, { result, notes }: JobOutcome): void {
    for (const each of notes) this.note(runner, each);
    if (!result) {
      this.wasForced = true;
      runner.outcome = "stopped";
      return;
    }
    this.evidence.push(...(result.evidence ?? []));
    if (result.solution) this.takeSolution(runner, result.solution);
    this.takeVerdict(runner, result);
  }

  private takeSolution(runner: Runner, solution: Float64Array): void {
    const prepared = runner.prepared!;
    const { taken, checked } = this.standing.offer(prepared.decode(solution), runner);
    this.remember(runner, checked);
    if (taken) this.announce(runner, this.control.now(), true);
    if (checked.feasibility.feasible) return;
    const worst = checked.feasibility.violations
      .filter(({ pricePerUnit }) => pricePerUnit === undefined)
      .sort((left, right) => right.amount - left.amount)[0]!;
    const what = `breaks '${worst.constraintId}' by ${worst.amount} ${worst.unit}.`;
    if (prepared.penalised) {
      this.note(runner, `The best point of the model with penalties ${what}`);
      return;
    }
    this.standing.distrust(runner);
    throw solverError("QT_SOLVERS_WRONG_ANSWER", `The solver's solution ${what}`, worst.constraintId);
  }

  private takeVerdict(runner: Runner, result: SolverResult): void {
    const sign = runner.prepared!.sign;
    if (result.status === "infeasible" || result.status === "unbounded") {
      this.takeRefusal(runner, result.status);
      return;
    }
    const improved = this.heardBound(runner, result.bound === null ? null : sign * result.bound);
    if (improved) this.announce(runner, this.control.now(), false);
    this.withdrawWrongBounds();
    const claims = result.status === "optimal" && result.bound !== null;
    if (!claims || !this.standing.isProven(this.control.gapLimit, true)) return;
    this.claimedOptimal = true;
    runner.outcome = "proved";
    this.stop.abort();
  }

  /** That there is nothing to find is believed at once where two say so, or nobody else is at work; else after a while. */
  private takeRefusal(runner: Runner, status: Refused): void {
    const isConstant = runner.prepared!.job.model.variables.count === 0;
    const canProve = isConstant || runner.member.entry.solver.promises.optimality === "proven";
    if (status === "infeasible" && this.standing.best)
      this.expose(runner, "there is no solution, though one is known");
    else if (status === "unbounded" && isBounded(this.model))
      this.expose(runner, "objectives have no limit, though every variable has one");
    else {
      const isSecond = this.refusals.has(status);
      this.refusals.add(status);
      if (canProve) this.decided ??= { status, by: runner };
      if (this.decided?.status !== status) return;
      this.decided.by.outcome = "proved";
      const isContested = !isSecond && this.runners.some((other) => other !== runner && other.running);
      if (!isContested) this.stop.abort();
      else this.doubtTimer ??= setTimeout(() => this.stop.abort(), doubtMs);
    }
  }

  private expose(runner: Runner, claim: string): void {
    this.standing.distrust(runner);
    this.note(runner, `The solver said that ${claim}.`);
  }

  /** A solution answers who said that there is none. */
  private withdrawRefusal(): void {
    if (this.decided?.status !== "infeasible" || !this.standing.best) return;
    const { by } = this.decided;
    this.decided = null;
    by.outcome = "ended";
    clearTimeout(this.doubtTimer);
    this.doubtTimer = undefined;
    this.expose(by, "there is no solution, though one was found");
  }

  private fail(runner: Runner, error: QtwinError): void {
    this.failures.push(error);
    runner.outcome = "failed";
    this.note(runner, error.message);
  }

  private note(runner: Runner | null, text: string): void {
    if (runner) runner.note = runner.note === undefined ? text : `${runner.note} ${text}`;
    this.notes.push(this.isAlone || !runner ? text : `${runner.member.entry.solver.title}: ${text}`);
  }

  private result(): RaceResult {
    const { standing, decided, claimedOptimal } = this;
    const judged = standing.answer(this.control.gapLimit, claimedOptimal);
    const refused = decided?.status === "unbounded" || (decided !== null && judged.solution === null);
    if (this.control.signal?.aborted && judged.status !== "optimal" && !this.wasForced)
      this.notes.push("Stopped on request.");
    return {
      answer: refused ? refusal(decided!.status) : judged,
      winner: standing.best?.by?.member ?? null,
      boundBy: standing.boundBy?.member ?? null,
      timeline: this.timeline,
      members: [...this.runners.map(reportOf), ...this.waiting.map(notStarted)],
      evidence: this.evidence,
      notes: this.notes,
      failures: this.failures,
    };
  }
}

const isBounded = ({ variables: { lower, upper } }: Model): boolean =>
  lower.every(Number.isFinite) && upper.every(Number.isFinite);

/** Without variables there is nothing to choose: the rows hold or not. */
function constantResult(model: Model): SolverResult {
  const none = new Float64Array();
  if (!checkFeasibility(model, none).feasible) return { status: "infeasible", solution: null, bound: null };
  return { status: "optimal", solution: none, bound: objectiveValue(model, none) };
}

/** No solution is the best one. */
export const refusal = (status: Refused): RaceResult["answer"] => ({
  status,
  objective: null,
  bound: null,
  gap: null,
  solution: null,
  feasibility: null,
});
