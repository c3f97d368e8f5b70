import { subsetWeights } from "@qtwin/kernel";
import { checkFeasibility, type Model, objectiveValue, snapIntegers } from "@qtwin/model";
import { isingOfQuadratic, optimumTolerance, spinRows } from "@qtwin/quantum";
import type { QaoaProblem } from "../../qaoa/problem.ts";
import { costOf, type LoweredQubo } from "./lowered-qubo.ts";

/** A neighbourhood as the QAOA solver and its controls take a problem, so that their evidence means the same. */
export function neighbourhoodProblem(
  model: Model,
  { qubo, model: quboModel, decode }: LoweredQubo,
): QaoaProblem {
  const cost = costOf(qubo);
  return {
    model,
    quboModel,
    qubits: qubo.count,
    cost,
    rows: spinRows(isingOfQuadratic(cost)),
    tolerance: optimumTolerance(subsetWeights(cost, qubo.count)),
    solutionOf: (bits) => {
      const values = snapIntegers(model, decode(bits));
      const { feasible } = checkFeasibility(model, values);
      return feasible ? { values, objective: objectiveValue(model, values) } : null;
    },
  };
}
