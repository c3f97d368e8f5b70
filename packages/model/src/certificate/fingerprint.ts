import { hashModel } from "../hash.ts";
import type { ConstraintMeaning, Model } from "../model.ts";

const withoutOrigin = <T extends { readonly origin?: string }>({
  origin: _,
  ...rest
}: T): Omit<T, "origin"> => rest;

/** SHA-256 (hex) of what a model says, whatever its name and the file it came from. */
export function fingerprintOf(model: Model): string {
  const { constraints, structures, objective } = model;
  return hashModel({
    ...model,
    name: "",
    constraints: { ...constraints, meaning: constraints.meaning.map(withoutOrigin) as ConstraintMeaning[] },
    structures: structures.map((each) => ({
      ...each,
      meaning: withoutOrigin(each.meaning) as ConstraintMeaning,
    })),
    objective: { ...objective, terms: objective.terms.map(withoutOrigin) as typeof objective.terms },
  });
}
