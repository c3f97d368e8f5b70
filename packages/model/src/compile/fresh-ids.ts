import type { Model } from "../model.ts";

/** Makes ids that no constraint, structure or objective term of the model has, by adding primes. */
export function freshIds({ constraints, structures, objective }: Model): (wanted: string) => string {
  const taken = new Set([
    ...constraints.meaning.map(({ id }) => id),
    ...structures.map(({ meaning }) => meaning.id),
    ...objective.terms.map(({ id }) => id),
  ]);
  return (wanted) => {
    let id = wanted;
    while (taken.has(id)) id += "'";
    taken.add(id);
    return id;
  };
}
