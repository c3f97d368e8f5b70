import { distanceToRange, objectiveTermValue, rowActivity } from "../evaluate.ts";
import type { Model, ObjectiveTerm } from "../model.ts";
import { structureViolation } from "../structure-violation.ts";

/** One point of an uncertain model for each scenario; first-stage variables have the same values in all. */
export type ScenarioPoints = readonly Float64Array[];

/** What scenario `scenario` adds to a row (place 0) or term (place 1). */
function shift(model: Model, place: number, index: number, scenario: number, point: Float64Array): number {
  const { uses, parameters } = model.uncertainty!;
  let sum = 0;
  for (let use = 0; use < uses.place.length; use++) {
    if (uses.place[use] !== place || uses.index[use] !== index) continue;
    const { values, nominal } = parameters[uses.parameter[use]!]!;
    const x = uses.column[use] === -1 ? 1 : point[uses.column[use]!]!;
    sum += uses.factor[use]! * (values[scenario]! - nominal) * x;
  }
  return sum;
}

/** How far each row is outside its bounds, one list a scenario. */
function distances(model: Model, points: ScenarioPoints): readonly (readonly number[])[] {
  const { lower, upper } = model.constraints;
  return points.map((point, scenario) =>
    Array.from(rowActivity(model, point), (activity, row) =>
      distanceToRange(activity + shift(model, 0, row, scenario, point), lower[row]!, upper[row]!),
    ),
  );
}

/** The definition of feasible for uncertain models, written as plainly as possible; no tolerance but for probabilities. */
export function holdsPlainly(model: Model, points: ScenarioPoints): boolean {
  const { probability } = model.uncertainty!;
  const broken = distances(model, points);
  const rowsHold = model.constraints.meaning.every(({ pricePerUnit, chance = 1 }, row) => {
    if (pricePerUnit !== undefined) return true;
    if (chance === 1) return broken.every((each) => each[row] === 0);
    const mass = broken.reduce(
      (sum, each, scenario) => sum + (each[row] === 0 ? 0 : probability[scenario]!),
      0,
    );
    return mass <= 1 - chance + 1e-9;
  });
  const choicesHold = points.every((point) =>
    model.variables.choices.every(
      ({ first, options }) => options.reduce((sum, _, option) => sum + point[first + option]!, 0) === 1,
    ),
  );
  const structuresHold = points.every((point) =>
    model.structures.every(
      (each) => each.meaning.pricePerUnit !== undefined || structureViolation(model, each, point) === 0,
    ),
  );
  return rowsHold && choicesHold && structuresHold;
}

/** The objective of an uncertain model by the definitions of the risk measures. */
export function objectivePlainly(model: Model, points: ScenarioPoints): number {
  const { probability } = model.uncertainty!;
  const worse = model.sense === "minimize" ? 1 : -1;
  const parts = model.objective.terms.map((term, index) => {
    const outcomes = points.map(
      (point, scenario) => objectiveTermValue(term, point) + shift(model, 1, index, scenario, point),
    );
    return (
      (term.weight ?? 1) * riskPlainly(term, outcomes, probability, (term.weight ?? 1) < 0 ? -worse : worse)
    );
  });
  const mean = (list: readonly number[]): number =>
    list.reduce((sum, each, scenario) => sum + each * probability[scenario]!, 0);
  const broken = distances(model, points);
  const rowPrices = model.constraints.meaning.map(
    ({ pricePerUnit = 0 }, row) => pricePerUnit * mean(broken.map((each) => each[row]!)),
  );
  const structurePrices = model.structures.map(
    (each) =>
      (each.meaning.pricePerUnit ?? 0) * mean(points.map((point) => structureViolation(model, each, point))),
  );
  const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
  return sum(parts) + worse * (sum(rowPrices) + sum(structurePrices));
}

/** CVaR as Rockafellar and Uryasev define it: the best over all levels, and an outcome is one of them. */
function riskPlainly(
  { risk }: ObjectiveTerm,
  outcomes: readonly number[],
  probability: Float64Array,
  worse: number,
): number {
  const losses = outcomes.map((outcome) => worse * outcome);
  if (risk?.measure === "worst-case") return worse * Math.max(...losses);
  const share = risk?.measure === "cvar" ? 1 - risk.alpha : 1;
  const beyond = (level: number): number =>
    losses.reduce((sum, loss, scenario) => sum + probability[scenario]! * Math.max(0, loss - level), 0);
  return worse * Math.min(...losses.map((level) => level + beyond(level) / share));
}
