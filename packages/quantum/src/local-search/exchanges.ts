import type { SpinRows } from "./spin-rows.ts";

/** Two spins that may be flipped together where they differ, and their coupling. */
export interface Exchange {
  readonly one: number;
  readonly other: number;
  readonly coupling: number;
}

/** All pairs of each one-hot group: to exchange two spins that differ is to choose another option. */
export function exchangesOf(
  { start, column, coupling }: SpinRows,
  groups: readonly (readonly number[])[],
): readonly Exchange[] {
  const between = (one: number, other: number): number => {
    const entry = column.subarray(start[one]!, start[one + 1]!).indexOf(other);
    return entry < 0 ? 0 : coupling[start[one]! + entry]!;
  };
  return groups.flatMap((group) =>
    group.flatMap((one, place) =>
      group.slice(place + 1).map((other) => ({ one, other, coupling: between(one, other) })),
    ),
  );
}
