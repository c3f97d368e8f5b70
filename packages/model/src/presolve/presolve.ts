import { RowList, withParts } from "../edit.ts";
import { modelError } from "../errors.ts";
import { checkFeasibility } from "../feasibility.ts";
import type { ConstraintRows, Model } from "../model.ts";
import { CoefficientPass } from "./coefficients.ts";
import { fixDominatedColumns, type SolutionSet, solutionSets } from "./dominated-columns.ts";
import { DuplicateRowPass } from "./duplicate-rows.ts";
import { propagate, roundBounds } from "./propagate.ts";
import { type Smaller, withoutColumns } from "./without-columns.ts";
import { type RowReason, Workspace } from "./workspace.ts";

export interface PresolveOptions {
  /** Rounds of all passes, default 16; each is linear in the size of the model. */
  readonly maxRounds?: number;
  /** What must stay, default `an-optimum`. */
  readonly keep?: SolutionSet;
}

export interface PresolveReport {
  /** `solved`: every variable is fixed. `infeasible`: `proof` says by which constraint, or `bounds:` a variable. */
  readonly status: "reduced" | "solved" | "infeasible";
  readonly rounds: number;
  /** Variables that have one value left and had several. */
  readonly fixed: number;
  /** Bounds of the others that moved. */
  readonly tightenedBounds: number;
  readonly tightenedCoefficients: number;
  /** Sides of rows that moved. */
  readonly tightenedSides: number;
  /** Rows that are gone, and why. */
  readonly removedRows: readonly RowReason[];
  /** Which solutions of the source are still there. */
  readonly keeps: SolutionSet;
  readonly proof: RowReason | null;
}

export interface Presolved extends Smaller {
  /** The only point left when it is solved, in the source's variables; else null. */
  readonly solution: Float64Array | null;
  readonly report: PresolveReport;
}

/** Sweeps of bound tightening in one round: chains longer than this go on in the next one. */
const sweepsPerRound = 16;

/**
 * Makes a model smaller without losing its optimum: rounds of coefficient and bound tightening, removal of redundant,
 * single and duplicate rows, and fixing of columns, until nothing changes. Each solution of the smaller model decodes
 * to one of the source with the same objective. When it is infeasible, the source itself is returned with the proof.
 *
 * Columns of choices and structures are tightened and fixed by their bounds, and stay. Soft rows are removed only when
 * no point inside the bounds breaks them. What counts as equal is in `tolerances.ts`; whole rows are exact.
 * @throws QT_MODEL_UNSUPPORTED_FEATURE when numbers are uncertain
 * Sources: Savelsbergh 1994 (ORSA J. Computing 6); Achterberg, Bixby, Gu, Rothberg & Weninger 2020 (INFORMS J.
 * Computing 32).
 * @example
 * const { model: smaller, decode, report } = presolve(model);
 */
export function presolve(source: Model, options: PresolveOptions = {}): Presolved {
  if (source.uncertainty)
    throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", "Uncertain numbers stand in the model.", source.name);
  const { maxRounds = 16, keep = "an-optimum" } = options;
  const work = new Workspace(source);
  const rounds = new Rounds(work, keep);
  roundBounds(work);
  while (rounds.count < maxRounds && !work.infeasible && rounds.next());
  return work.infeasible ? refused(work, rounds.count) : finished(work, rounds.count, rounds.keeps);
}

class Rounds {
  count = 0;
  keeps: SolutionSet = "every-solution";
  private readonly work: Workspace;
  private readonly keep: SolutionSet;
  private readonly coefficients: CoefficientPass;
  private readonly duplicates: DuplicateRowPass;

  constructor(work: Workspace, keep: SolutionSet) {
    this.work = work;
    this.keep = keep;
    this.coefficients = new CoefficientPass(work);
    this.duplicates = new DuplicateRowPass(work);
  }

  /** @returns whether it changed anything */
  next(): boolean {
    const { work } = this;
    const before = work.changes;
    this.count++;
    this.coefficients.run();
    if (!work.infeasible) propagate(work, sweepsPerRound);
    if (!work.infeasible) this.duplicates.run();
    if (!work.infeasible) this.keeps = weaker(this.keeps, fixDominatedColumns(work, this.keep));
    return work.changes !== before;
  }
}

const weaker = (left: SolutionSet, right: SolutionSet): SolutionSet =>
  solutionSets[Math.max(solutionSets.indexOf(left), solutionSets.indexOf(right))]!;

function refused(work: Workspace, rounds: number): Presolved {
  const same = (values: Float64Array): Float64Array => values.slice();
  const report = reportOf(work, rounds, "infeasible", "every-solution");
  return { model: work.source, encode: same, decode: same, solution: null, report };
}

function finished(work: Workspace, rounds: number, keeps: SolutionSet): Presolved {
  const { lower, upper, pinned, source } = work;
  const isSolved = lower.every((bound, column) => bound === upper[column]);
  const [violation] = isSolved ? hardViolations(source, lower) : [];
  if (violation) {
    work.fail(violation.constraintId, `Every variable is fixed, and it is broken by ${violation.amount}.`);
    return refused(work, rounds);
  }
  const tightened = withParts(source, {
    variables: Object.freeze({ ...source.variables, lower, upper }),
    constraints: keptRows(work),
  });
  const fixed = lower.map((bound, column) =>
    bound === upper[column] && !pinned[column] ? bound : Number.NaN,
  );
  const report = reportOf(work, rounds, isSolved ? "solved" : "reduced", keeps);
  return { ...withoutColumns(tightened, fixed), solution: isSolved ? lower.slice() : null, report };
}

const hardViolations = (model: Model, values: Float64Array) =>
  checkFeasibility(model, values).violations.filter(({ pricePerUnit }) => pricePerUnit === undefined);

/** The rows that are left, with the sides and coefficients of now. */
function keptRows(work: Workspace): ConstraintRows {
  const { source, rows, alive, rowLower, rowUpper } = work;
  const { count, meaning } = source.constraints;
  const list = new RowList();
  for (let row = 0; row < count; row++) {
    if (!alive[row]) continue;
    list.rows.copy(rows, row);
    list.lower.push(rowLower[row]!);
    list.upper.push(rowUpper[row]!);
    list.meaning.push(meaning[row]!);
  }
  return list.done();
}

function reportOf(
  work: Workspace,
  rounds: number,
  status: PresolveReport["status"],
  keeps: SolutionSet,
): PresolveReport {
  const { lower, upper, source, removed, tightenedCoefficients, tightenedSides, infeasible } = work;
  let [fixed, tightenedBounds] = [0, 0];
  for (let column = 0; column < lower.length; column++) {
    const [from, to] = [source.variables.lower[column]!, source.variables.upper[column]!];
    if (lower[column] === upper[column]) fixed += from === to ? 0 : 1;
    else tightenedBounds += Number(lower[column] !== from) + Number(upper[column] !== to);
  }
  const counts = { rounds, fixed, tightenedBounds, tightenedCoefficients, tightenedSides };
  return { status, ...counts, removedRows: removed, keeps, proof: infeasible };
}
