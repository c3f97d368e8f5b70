import { relativeGap } from "../../answer.ts";
import type { Model } from "../../model.ts";
import { readResult } from "../result-file.ts";
import { type ResultSeal, sealed } from "../seal.ts";
import { type Verification, verify } from "../verify.ts";
import { type Case, one, type Values } from "./cases.ts";

/** A result as `solve --json` writes it, of more than what is judged. */
export interface Result extends ResultSeal {
  readonly solution: Values;
  readonly objective: number;
  readonly bound: number;
  readonly gap: number | null;
}

export const named = (model: Model, solution: readonly number[]): Values =>
  Object.fromEntries(model.variables.names.map((name, at) => [name, solution[at]!]));

/** The true result of a case, with its seal. */
export function resultOf({ model, solution, bound, gapLimit, truth }: Case): Result {
  const values = named(model, solution);
  const objective = Number(truth(values)!) / Number(one);
  return sealed(model, gapLimit, {
    status: "optimal",
    sense: model.sense,
    objective,
    bound,
    gap: relativeGap(objective, bound),
    feasible: true,
    seconds: 1.5,
    solver: "some",
    solution: values,
    timeline: [{ seconds: 1, objective, bound: null }],
    notes: ["Nothing to say."],
    model: { name: model.name, variables: model.variables.count },
  });
}

/** The same without a seal. */
export const opened = (each: Case): Record<string, unknown> => ({
  ...resultOf(each),
  digest: null,
  fingerprint: null,
});

/** @param result a document, or the text of a solution file */
export const verified = (model: Model, result: unknown): Verification =>
  verify(model, readResult(typeof result === "string" ? result : JSON.stringify(result), "result", model));
