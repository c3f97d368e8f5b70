import type { Model } from "@qtwin/model";

/** The value nearest to 0 of each variable, the first open option of each choice, permutations in order. */
export function anyPoint({ variables, structures }: Model): Float64Array {
  const { lower, upper, choices } = variables;
  const values = lower.map((least, column) => Math.max(least, Math.min(0, upper[column]!)));
  const take = (choice: number, option: number): void => {
    const { first, options } = choices[choice]!;
    values.fill(0, first, first + options.length);
    if (option >= 0) values[first + option] = 1;
  };
  choices.forEach(({ first, options }, choice) => {
    const forced = options.findIndex((_, option) => lower[first + option]! >= 1);
    take(choice, forced >= 0 ? forced : options.findIndex((_, option) => upper[first + option]! >= 1));
  });
  for (const structure of structures) if (structure.kind === "permutation") structure.choices.forEach(take);
  return values;
}
