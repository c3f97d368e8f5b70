import { type QuadraticCost, subsetWeights } from "@qtwin/kernel";
import {
  type CompiledQubo,
  checkFeasibility,
  compileQubo,
  featuresOf,
  type Model,
  objectiveValue,
  type Qubo,
  quboTarget,
  rowsOf,
  snapIntegers,
} from "@qtwin/model";
import {
  type Exchange,
  exchangesOf,
  isingOfQuadratic,
  optimumTolerance,
  type SpinRows,
  spinRows,
} from "@qtwin/quantum";

/** Qubits of which exactly one is 1, group by group. */
export type QubitGroups = readonly (readonly number[])[];

/** A model as a cost of qubits, and the way back. */
export interface QaoaProblem {
  readonly model: Model;
  /** The same as a QUBO, for other solvers. */
  readonly quboModel: Model;
  readonly qubits: number;
  readonly cost: QuadraticCost;
  /** The cost in spins, for local search. */
  readonly rows: SpinRows;
  /** The choices of the model, if the circuit stays among the assignments that take one option of each; null: it does not. */
  readonly groups: QubitGroups | null;
  /** To take another option of a choice: moves of the local search beside flips. Empty without groups. */
  readonly exchanges: readonly Exchange[];
  /** Energies within this of the least one are the least one. */
  readonly tolerance: number;
  /** What a bit string says in the model's own terms; null where it breaks a constraint. */
  readonly solutionOf: (bits: Uint8Array) => Solution | null;
}

export interface Solution {
  readonly values: Float64Array;
  /** In the model's own sense. */
  readonly objective: number;
}

/** A QUBO, the same as a model, and the way back to the values of the model it was made of. */
export type QuboForm = Pick<CompiledQubo, "qubo" | "model" | "decode">;

/**
 * @param subspaceFrom from so many qubits the circuit of a model of choices alone stays among their options
 * @throws QT_MODEL_UNREACHABLE, QT_MODEL_INEXACT, QT_MODEL_UNBOUNDED
 */
export function qaoaProblem(model: Model, subspaceFrom: number): QaoaProblem {
  const form = compileQubo(model);
  return problemOf(model, form, form.qubo.count < subspaceFrom ? null : choiceGroups(model, form));
}

/** The qubits of each choice, of a model of choices alone whose QUBO has no other qubits; null: it is none. */
export function choiceGroups({ variables }: Model, { qubo }: Pick<QuboForm, "qubo">): QubitGroups | null {
  const groups = variables.choices.map(({ first, options }) => options.map((_, at) => first + at));
  const isWhole = groups.length > 0 && groups.flat().length === variables.count;
  return isWhole && qubo.count === variables.count ? groups : null;
}

/** A model that was made a QUBO already. */
export function problemOf(
  model: Model,
  { qubo, model: quboModel, decode }: QuboForm,
  groups: QubitGroups | null = null,
): QaoaProblem {
  const cost = costOf(qubo);
  const rows = spinRows(isingOfQuadratic(cost));
  return {
    model,
    quboModel,
    qubits: qubo.count,
    cost,
    rows,
    groups,
    exchanges: groups ? exchangesOf(rows, groups) : [],
    tolerance: optimumTolerance(subsetWeights(cost, qubo.count)),
    solutionOf: (bits) => {
      const values = snapIntegers(model, decode(Float64Array.from(bits)));
      return checkFeasibility(model, values).feasible
        ? { values, objective: objectiveValue(model, values) }
        : null;
    },
  };
}

export function costOf({ offset, linear, start, column, value }: Qubo): QuadraticCost {
  const rows = rowsOf(start);
  const couplings = Array.from(value, (weight, entry) => [rows[entry]!, column[entry]!, weight] as const);
  return { kind: "quadratic", offset, linear, couplings };
}

/**
 * Under what name runs on a model are compared: `maxcut` (no spin has a field of its own), `qubo`, or what it has beyond
 * one, for example `no-overlap+precedence`.
 */
export function classOf({ model, rows }: QaoaProblem): string {
  const beyond = [...featuresOf(model)].filter(
    (feature) => feature !== "maximize" && !quboTarget.accepts.has(feature),
  );
  if (beyond.length > 0) return beyond.sort().join("+");
  return rows.field.every((field) => field === 0) ? "maxcut" : "qubo";
}
