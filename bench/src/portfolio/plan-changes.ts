import type { Model } from "@qtwin/model";

/** A schedule as a plant sees it. */
export interface Plan {
  /** By operation: when it starts. */
  readonly start: Float64Array;
  /** By operation: the machine it runs on. */
  readonly machine: Int32Array;
}

/** Reads starts and machines of a shop's model; operations in the order of their start columns, machines as structures. */
export function planOf({ structures }: Model, values: ArrayLike<number>): Plan {
  const machines = structures.filter((each) => each.kind === "no-overlap");
  const columns = new Set(machines.flatMap(({ start }) => Array.from(start)));
  const ordered = Array.from(columns).sort((left, right) => left - right);
  const operationOf = new Map(ordered.map((column, operation) => [column, operation]));
  const machine = new Int32Array(ordered.length).fill(-1);
  machines.forEach(({ start, present }, at) => {
    start.forEach((column, activity) => {
      const literal = present[activity]!;
      if (literal < 0 || values[literal] === 1) machine[operationOf.get(column)!] = at;
    });
  });
  return { start: Float64Array.from(ordered, (column) => values[column]!), machine };
}

/** Share of the operations that start at another time or run on another machine. */
export function shareMoved(before: Plan, after: Plan): number {
  let moved = 0;
  before.start.forEach((start, operation) => {
    if (start !== after.start[operation] || before.machine[operation] !== after.machine[operation]) moved++;
  });
  return moved / before.start.length;
}

/** Share of the operations that have overtaken, or been overtaken by, one they share a machine with in both plans. */
export function shareReordered(before: Plan, after: Plan): number {
  const reordered = new Set<number>();
  const stayed = Array.from(before.start.keys()).filter(
    (operation) => before.machine[operation] === after.machine[operation],
  );
  for (const together of Map.groupBy(stayed, (operation) => before.machine[operation]!).values())
    for (const one of together)
      for (const other of together)
        if (before.start[one]! < before.start[other]! && after.start[one]! > after.start[other]!)
          reordered.add(one).add(other);
  return reordered.size / before.start.length;
}
