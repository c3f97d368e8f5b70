import { type Cost, termsOf } from "../../cost.ts";
import { KernelError } from "../../errors.ts";
import { factorial } from "./permutation-index.ts";

/** A term whose last position holds a given item: what the positions before must hold. */
interface Condition {
  readonly before: readonly (readonly [position: number, item: number])[];
  readonly weight: number;
}

/** Terms by the variable of their last position, and the constant; terms that no permutation meets are left out. */
function conditions(cost: Cost, items: number) {
  const byVariable: Condition[][] = Array.from({ length: items ** 2 }, () => []);
  let offset = 0;
  for (const [variables, weight] of termsOf(cost)) {
    if (!Number.isFinite(weight) || !variables.every((v) => Number.isInteger(v) && v >= 0 && v < items ** 2))
      throw new KernelError(
        "QT_KERNEL_BAD_COST",
        `The term ${weight} · [${variables}] is none on ${items ** 2} variables.`,
      );
    const wanted = [...new Set(variables)].sort((a, b) => a - b);
    const places = wanted.map((v) => [Math.floor(v / items), v % items] as const);
    const last = wanted.at(-1);
    if (last === undefined) offset += weight;
    else byVariable[last]!.push({ before: places.slice(0, -1), weight });
  }
  return { byVariable, offset };
}

/** The cost of every permutation by its index; variable `position * items + item` says that the position holds the item. */
export function permutationCosts(cost: Cost, items: number): Float64Array {
  const { byVariable, offset } = conditions(cost, items);
  const costs = new Float64Array(factorial(items));
  const held: number[] = [];
  let index = 0;
  const place = (sum: number): void => {
    const position = held.length;
    if (position === items) {
      costs[index] = sum;
      index += 1;
      return;
    }
    for (let item = 0; item < items; item += 1) {
      if (held.includes(item)) continue;
      let added = 0;
      for (const { before, weight } of byVariable[position * items + item]!)
        if (before.every(([earlier, other]) => held[earlier] === other)) added += weight;
      held.push(item);
      place(sum + added);
      held.pop();
    }
  };
  place(offset);
  return costs;
}
