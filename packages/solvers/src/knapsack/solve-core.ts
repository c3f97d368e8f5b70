import type { Highs, InterruptCallbackEvent, Model as Native } from "highs";
import { type Core, coreOf } from "./core.ts";
import { fits, type Knapsack, type Packing, packingAt } from "./instance.ts";
import { type Relaxation, relaxAt } from "./relaxation.ts";

/** When to give up, asked from inside HiGHS. */
export type Stop = () => boolean;

/** The relaxation at the prices of the linear one. */
export interface LinearRelaxation {
  readonly relaxation: Relaxation;
  /** Where the linear one takes fractions, the item with the greatest; it need not fit. */
  readonly nearest: Packing;
}

/** Solves the linear relaxation; null when it was stopped. "infeasible": not even fractions of items fit. */
export function solveLinear(
  highs: Highs,
  knapsack: Knapsack,
  stop: Stop,
): LinearRelaxation | "infeasible" | null {
  const core = coreOf(highs, knapsack, new Uint8Array(knapsack.value.length).fill(1), false);
  if (core.item.length === 0) return withoutPrices(knapsack);
  return withNative(highs, core.data, (native) => {
    native.run(interruptedBy(highs, stop));
    const { optimal, empty, infeasible } = highs.constants.modelStatus;
    const status = native.getModelStatus();
    if (status === infeasible) return "infeasible";
    if (status !== optimal && status !== empty) return null;
    const { colValue, rowDual } = native.getSolution();
    const price = Float64Array.from({ length: knapsack.resourceCount }, (_, row) => -(rowDual[row] ?? 0));
    return { relaxation: relaxAt(knapsack, price), nearest: packingOf(knapsack, core, colValue) };
  });
}

/** The relaxation that costs nothing: resources without a price. */
export function withoutPrices(knapsack: Knapsack): LinearRelaxation {
  const relaxation = relaxAt(knapsack, new Float64Array(knapsack.resourceCount));
  return { relaxation, nearest: packingAt(knapsack, (item) => (relaxation.loss[item] === 0 ? 1 : 0)) };
}

export interface CoreOptions {
  readonly kept: Uint8Array;
  /** Only packings worth at least this much are wanted. */
  readonly target: number;
  readonly maxNodes: number;
  readonly seed: number;
  /** Any packing will do. */
  readonly firstOnly: boolean;
  readonly stop: Stop;
}

export interface CoreAnswer {
  /** The best packing worth at least the target; null: none was found. */
  readonly packing: Packing | null;
  /** No packing of the kept items is worth more than this, or than what `packing` is worth, or reaches the target. */
  readonly bound: number;
  /** Whether the core was searched to its end. */
  readonly exhausted: boolean;
  readonly nodes: number;
}

/** Searches the packings of the kept items by branch and cut. */
export function solveCore(highs: Highs, knapsack: Knapsack, options: CoreOptions): CoreAnswer {
  const core = coreOf(highs, knapsack, options.kept, true);
  if (core.item.length === 0) return onlyPacking(knapsack, core, options.target);
  return withNative(highs, core.data, (native) => {
    native.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: knapsack.grid.isWhole ? 0.999 : 1e-6,
      random_seed: options.seed,
      ...(options.firstOnly ? { mip_max_improving_sols: 1 } : {}),
      mip_max_nodes: options.maxNodes,
      ...(Number.isFinite(options.target)
        ? { objective_bound: -options.target + (knapsack.grid.isWhole ? 0.01 : 1e-7) }
        : {}),
    });
    native.run(interruptedBy(highs, options.stop));
    const { optimal, empty, infeasible, objectiveBound } = highs.constants.modelStatus;
    const status = native.getModelStatus();
    const exhausted =
      status === optimal || status === empty || status === infeasible || status === objectiveBound;
    const packing =
      native.info.get("primal_solution_status") === 2
        ? packingOf(knapsack, core, native.getSolution().colValue)
        : null;
    const dual = Number(native.info.get("mip_dual_bound"));
    const nodes = Math.max(1, Number(native.info.get("mip_node_count")));
    const bound = status === infeasible ? -Infinity : Number.isFinite(dual) ? -dual : Infinity;
    return { packing, bound, exhausted, nodes };
  });
}

/** Where each class has one item, or none that is a variable, there is nothing to search. */
function onlyPacking(knapsack: Knapsack, core: Core, target: number): CoreAnswer {
  const packing = packingOf(knapsack, core, new Float64Array());
  const isWanted = fits(knapsack, packing) && packing.value >= target;
  const bound = isWanted ? packing.value : -Infinity;
  return { packing: isWanted ? packing : null, bound, exhausted: true, nodes: 1 };
}

function withNative<T>(
  highs: Highs,
  data: Parameters<Highs["createModel"]>[0],
  use: (native: Native) => T,
): T {
  const native = highs.createModel(data);
  try {
    native.options.set({ output_flag: false });
    return use(native);
  } finally {
    native.dispose();
  }
}

function interruptedBy(highs: Highs, stop: Stop): Parameters<Native["run"]>[0] {
  const { mipInterrupt, simplexInterrupt, ipmInterrupt } = highs.constants.callbackType;
  const ask = (event: InterruptCallbackEvent): undefined => {
    if (stop()) event.interrupt();
  };
  return { [mipInterrupt]: ask, [simplexInterrupt]: ask, [ipmInterrupt]: ask };
}

function packingOf(knapsack: Knapsack, { item, fixed }: Core, values: Float64Array): Packing {
  const level = new Float64Array(knapsack.value.length);
  for (const each of fixed) level[each] = 1;
  item.forEach((each, column) => {
    level[each] = values[column]!;
  });
  return packingAt(knapsack, (each) => level[each]!);
}
