import type { Model, ObjectiveTerm } from "./model.ts";
import type { PolynomialColumns } from "./polynomial.ts";
import { columnsOfStructure } from "./structure-columns.ts";
import type { Risk, Uncertainty } from "./uncertainty.ts";

/** How a row, a structure or an objective term depends on the scenario. */
export const dependence = {
  /** The same in every scenario. */
  certain: 0,
  /** Other numbers, the same decisions. */
  numbers: 1,
  /** Decisions of the scenario. */
  recourse: 2,
} as const;

/** Room for probabilities that do not add up exactly, for example 1 − 0.9 beside 0.1. */
export const probabilityTolerance = 1e-9;

/** Places in `ParameterUses`. */
export const placeOfRow = 0;
export const placeOfTerm = 1;

/** The first of the most probable scenarios: values of recourse variables of an uncertain model are those of this one. */
export const mostProbableScenario = ({ probability }: Uncertainty): number =>
  probability.indexOf(Math.max(...probability));

/** Whether some decisions are taken once for each scenario. */
export const hasRecourse = ({ uncertainty, variables }: Model): boolean =>
  uncertainty !== null && variables.recourse.includes(1);

/** One `dependence` a row. */
export function rowDependence(model: Model): Uint8Array {
  const { constraints, variables } = model;
  return dependenceOf(model, placeOfRow, constraints.count, (row) =>
    touches(constraints, row, variables.recourse),
  );
}

/** One `dependence` an objective term. */
export function termDependence(model: Model): Uint8Array {
  const { terms } = model.objective;
  return dependenceOf(model, placeOfTerm, terms.length, (term) =>
    touches(rowOfTerm(terms[term]!), 0, model.variables.recourse),
  );
}

/** One `dependence` a structure. */
export function structureDependence(model: Model): Uint8Array {
  const { structures, variables } = model;
  return dependenceOf(model, -1, structures.length, (index) =>
    columnsOfStructure(model, structures[index]!).some((column) => variables.recourse[column] === 1),
  );
}

/** The function of an objective term, without its constant, as the only row of polynomials. */
export const rowOfTerm = ({ column, value, quadratic, higher }: ObjectiveTerm): PolynomialColumns => ({
  start: Int32Array.of(0, column.length),
  column,
  value,
  quadratic,
  higher,
});

function dependenceOf(
  model: Model,
  place: number,
  count: number,
  decides: (index: number) => boolean,
): Uint8Array {
  const found = new Uint8Array(count);
  const { uncertainty, variables } = model;
  if (!uncertainty) return found;
  const { uses } = uncertainty;
  uses.place.forEach((each, use) => {
    if (each !== place) return;
    const isRecourse = uses.column[use]! >= 0 && variables.recourse[uses.column[use]!] === 1;
    const kind = isRecourse ? dependence.recourse : dependence.numbers;
    found[uses.index[use]!] = Math.max(found[uses.index[use]!]!, kind);
  });
  if (!hasRecourse(model)) return found;
  return found.map((kind, index) => (decides(index) ? dependence.recourse : kind));
}

/** Whether a row has one of the marked variables. */
function touches(
  { start, column, quadratic, higher }: PolynomialColumns,
  row: number,
  marked: Uint8Array,
): boolean {
  const isMarked = (list: Int32Array, from: number, to: number): boolean =>
    list.subarray(from, to).some((each) => marked[each] === 1);
  const [from, to] = [quadratic.start[row]!, quadratic.start[row + 1]!];
  const [first, last] = [higher.start[row]!, higher.start[row + 1]!];
  return (
    isMarked(column, start[row]!, start[row + 1]!) ||
    isMarked(quadratic.left, from, to) ||
    isMarked(quadratic.right, from, to) ||
    isMarked(higher.factor, higher.factorStart[first]!, higher.factorStart[last]!)
  );
}

/** What a scenario adds to the nominal number where use `use` stands. */
export function shiftOf({ parameters, uses }: Uncertainty, use: number, scenario: number): number {
  const { values, nominal } = parameters[uses.parameter[use]!]!;
  return uses.factor[use]! * (values[scenario]! - nominal);
}

/** What the scenarios add to the nominal number on average. */
export function meanShift({ parameters, uses, probability }: Uncertainty, use: number): number {
  const { values, nominal } = parameters[uses.parameter[use]!]!;
  const mean = values.reduce((sum, value, scenario) => sum + value * probability[scenario]!, 0);
  return uses.factor[use]! * (mean - nominal);
}

/** Values of all rows (or terms) in one scenario, from those at the nominal numbers. */
export function inScenario(
  uncertainty: Uncertainty,
  place: typeof placeOfRow | typeof placeOfTerm,
  scenario: number,
  nominal: Float64Array,
  x: ArrayLike<number>,
): Float64Array {
  const values = nominal.slice();
  const { uses } = uncertainty;
  for (let use = 0; use < uses.place.length; use++) {
    if (uses.place[use] !== place) continue;
    const factor = uses.column[use]! < 0 ? 1 : x[uses.column[use]!]!;
    values[uses.index[use]!]! += shiftOf(uncertainty, use, scenario) * factor;
  }
  return values;
}

/** One a row: in every scenario only whole numbers are added, on variables that are whole. */
export function hasWholeShifts(model: Model, isWhole: (column: number) => boolean): Uint8Array {
  const whole = new Uint8Array(model.constraints.count).fill(1);
  const { uncertainty } = model;
  if (!uncertainty) return whole;
  const { uses, scenarios } = uncertainty;
  uses.place.forEach((place, use) => {
    if (place !== placeOfRow) return;
    const fits =
      (uses.column[use]! < 0 || isWhole(uses.column[use]!)) &&
      scenarios.every((_, scenario) => Number.isInteger(shiftOf(uncertainty, use, scenario)));
    if (!fits) whole[uses.index[use]!] = 0;
  });
  return whole;
}

/** In which scenarios something is looked at, on values of the model itself, and how much of the whole each is. */
export function viewsOf(
  uncertainty: Uncertainty,
  kind: number,
): readonly { readonly scenario: number; readonly share: number }[] {
  if (kind !== dependence.numbers) return [{ scenario: mostProbableScenario(uncertainty), share: 1 }];
  return Array.from(uncertainty.probability, (share, scenario) => ({ scenario, share }));
}

/** +1: a larger value of the term makes the objective worse; −1: a smaller one does. */
export const worseSide = (sense: Model["sense"], { weight = 1 }: { readonly weight?: number }): 1 | -1 =>
  (sense === "minimize") === weight >= 0 ? 1 : -1;

/**
 * Outcomes over the scenarios as one number. Worst case: over every scenario, whatever its probability. CVaR: mean of the
 * worst share 1 − alpha. Rockafellar & Uryasev, Optimization of conditional value-at-risk, Journal of Risk 2 (2000) 21–41.
 * @param worse +1 when large outcomes are bad, −1 when small ones are
 */
export function riskValue(
  outcomes: Float64Array,
  probability: Float64Array,
  risk: Risk | undefined,
  worse: 1 | -1,
): number {
  if (risk?.measure === "worst-case") return worst(outcomes, worse);
  const share = risk?.measure === "cvar" ? 1 - risk.alpha : 1;
  let [left, sum] = [share, 0];
  for (const scenario of worstFirst(outcomes, worse)) {
    const taken = Math.min(left, probability[scenario]!);
    sum += taken * outcomes[scenario]!;
    left -= taken;
  }
  return sum / share;
}

export const worst = (outcomes: Float64Array, worse: 1 | -1): number =>
  worse > 0 ? Math.max(...outcomes) : Math.min(...outcomes);

/** The best outcome of the worst share 1 − alpha: where the sum that defines CVaR is smallest. */
export function valueAtRisk(
  outcomes: Float64Array,
  probability: Float64Array,
  alpha: number,
  worse: 1 | -1,
): number {
  let left = 1 - alpha;
  const order = worstFirst(outcomes, worse);
  const last = order.find((scenario) => {
    left -= probability[scenario]!;
    return left <= probabilityTolerance;
  });
  return outcomes[last ?? order.at(-1)!]!;
}

const worstFirst = (outcomes: Float64Array, worse: 1 | -1): readonly number[] =>
  [...outcomes.keys()].sort((a, b) => worse * (outcomes[b]! - outcomes[a]!) || a - b);
