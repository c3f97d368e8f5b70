import { type Cost, tieTolerance } from "../cost.ts";
import { KernelError } from "../errors.ts";
import { compileState } from "../load/compile.ts";
import { groupCost } from "./grouped-cost.ts";
import { costsOfTile, type HeldSubspace, openCosts } from "./held-subspace.ts";
import { feasibleCount, type OneHotGroups, optionsAt } from "./one-hot-groups.ts";

/** The certified minimum over all choices of one option in every group. */
export interface FeasibleEnumeration {
  readonly minimum: number;
  /** The first minimiser: the option of each group. */
  readonly options: readonly number[];
  /** How many attain it, energies within `tolerance` counting as equal. */
  readonly minimisers: number;
  /** 0 for whole weights, where sums are exact; else 1e-12 of the sum of |weights| and four roundings of the offset. */
  readonly tolerance: number;
}

/** Feasible assignments beyond this many take minutes, not seconds. */
const greatestCount = 2 ** 30;

/** Calls `visit` with every row of costs and the basis index of its first. */
function visitRows(held: HeldSubspace, visit: (costs: Float64Array, basis: number) => void): void {
  const { rows, rowReals, rowOptions, tiles } = held.layout;
  for (let tile = 0; tile < tiles; tile += 1) {
    const costs = costsOfTile(held, tile);
    for (let row = 0; row < rows; row += 1)
      visit(costs.subarray(row * rowReals, row * rowReals + rowOptions), (tile * rows + row) * rowOptions);
  }
}

function minimumOf(held: HeldSubspace): number {
  let least = Number.POSITIVE_INFINITY;
  visitRows(held, (costs) => {
    for (let x = 0; x < costs.length; x += 1) if (costs[x]! < least) least = costs[x]!;
  });
  return least;
}

function tiesOf(held: HeldSubspace, limit: number): { readonly count: number; readonly first: number } {
  let [count, first] = [0, -1];
  visitRows(held, (costs, basis) => {
    for (let x = 0; x < costs.length; x += 1) {
      if (costs[x]! > limit) continue;
      count += 1;
      if (first < 0) first = basis + x;
    }
  });
  return { count, first };
}

/**
 * Looks at every feasible assignment, up to 2^30 of them.
 * @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_BAD_COST, QT_KERNEL_BAD_GROUPS
 */
export async function enumerateFeasible(groups: OneHotGroups, cost: Cost): Promise<FeasibleEnumeration> {
  const grouped = groupCost(cost, groups);
  if (feasibleCount(groups) > greatestCount)
    throw new KernelError(
      "QT_KERNEL_TOO_MANY_QUBITS",
      `${feasibleCount(groups)} feasible assignments are more than ${greatestCount}.`,
    );
  const held = openCosts(await compileState("subspace", "f64"), grouped);
  const minimum = minimumOf(held);
  const tolerance = grouped.whole ? 0 : tieTolerance(grouped.total, grouped.offset);
  const { count, first } = tiesOf(held, minimum + tolerance);
  return { minimum, options: optionsAt(groups, first), minimisers: count, tolerance };
}
