import type { PolynomialCost, QuadraticCost } from "../cost.ts";
import { uniformFrom } from "../random.ts";

/** Groups of these sizes over variables 0, 1, 2, …, dealt out in turn so that no group's variables are neighbours. */
export function groupsOf(sizes: readonly number[]): number[][] {
  const groups: number[][] = sizes.map(() => []);
  let variable = 0;
  for (let option = 0; option < Math.max(...sizes); option += 1)
    sizes.forEach((size, group) => {
      if (option < size) groups[group]!.push(variable++);
    });
  return groups;
}

/** Three, four and five variables a term, some of them in one group. */
export function randomHigherCost(variables: number, seed: number, terms: number): PolynomialCost {
  const uniform = uniformFrom(seed);
  return {
    kind: "polynomial",
    terms: Array.from({ length: terms }, (_, index) => ({
      variables: Array.from({ length: index % 6 }, () => Math.floor(uniform() * variables)),
      weight: 2 * uniform() - 1,
    })),
  };
}

/** Random weights per option and up to a hundred couplings, some of them inside a group: those never count. */
export function randomGroupedCost(groups: readonly (readonly number[])[], seed: number): QuadraticCost {
  const uniform = uniformFrom(seed);
  const count = groups.flat().length;
  const linear = Array.from({ length: count }, () => 2 * uniform() - 1);
  const option = (): number => Math.floor(count * uniform());
  const couplings = Array.from({ length: Math.min(100, count ** 2) }, () => {
    const [i, j] = [option(), option()];
    return [i, j, 2 * uniform() - 1] as const;
  });
  return { kind: "quadratic", offset: 3, linear, couplings };
}
