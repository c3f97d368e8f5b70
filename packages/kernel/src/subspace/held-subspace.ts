import type { Precision } from "../layout.ts";
import { growMemory, newMemory } from "../memory.ts";
import type { GroupedCost } from "./grouped-cost.ts";
import { addHigherTerms } from "./higher-terms.ts";
import { planSubspace, type SubspaceLayout } from "./layout.ts";
import type { SubspaceExports } from "./subspace-exports.ts";

/** One instance of the compiled subspace state with its own memory, cost in place. */
export interface HeldSubspace {
  readonly layout: SubspaceLayout;
  readonly cost: GroupedCost;
  readonly exports: SubspaceExports;
  readonly memory: WebAssembly.Memory;
}

function setAddresses(exports: SubspaceExports, at: SubspaceLayout): void {
  exports.setGroups(at.sizeTable, at.sizes.length, at.headGroups, at.tileGroups);
  exports.setShape(at.rowOptions, at.rowBytes, at.rows, at.tiles, at.tilePitch);
  exports.setArrays(at.arrays, at.arrayBytes);
  exports.setLowRooms(at.lowCost, at.lowPhases, at.lowPhaseDistance);
  exports.setTileRooms(
    ...([at.fields, at.headCosts, at.headPhases, at.headReals] as const),
    ...([at.rowCosts, at.rowPhases, at.chosen, at.costRow] as const),
  );
  exports.setHeadRoom(at.headRoom, at.headRoomBytes);
  exports.setColumnBuffer(at.columnBuffer, at.columnBufferBytes);
}

/** `bytes` of memory: with the tables in place, the costs of any tile can be read. */
function open(
  module: WebAssembly.Module,
  layout: SubspaceLayout,
  cost: GroupedCost,
  bytes: number,
): HeldSubspace {
  const memory = newMemory(bytes);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as SubspaceExports;
  setAddresses(exports, layout);
  new Int32Array(memory.buffer, layout.sizeTable).set([...layout.sizes, ...cost.firstOption]);
  new Float64Array(memory.buffer, layout.weights).set(cost.matrix);
  exports.setWeights(layout.weights, cost.options);
  exports.fillLowCost(cost.offset);
  return { layout, cost, exports, memory };
}

/** The tile's costs, one padded row after the other; the next call overwrites them. */
export function costsOfTile({ layout, exports, cost, memory }: HeldSubspace, tile: number): Float64Array {
  exports.loadCosts(tile, layout.costTile);
  const costs = new Float64Array(memory.buffer, layout.costTile, layout.rows * layout.rowReals);
  if (layout.diagonal === 0) addHigherTerms(costs, cost.higher, layout, tile);
  return costs;
}

/** The cost alone, without room for amplitudes. */
export function openCosts(module: WebAssembly.Module, cost: GroupedCost): HeldSubspace {
  const layout = planSubspace(cost.sizes, "f64", false, false);
  return open(module, layout, cost, layout.bytesWithoutState);
}

/** @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
export function openHeldSubspace(
  module: WebAssembly.Module,
  precision: Precision,
  cost: GroupedCost,
): HeldSubspace {
  const layout = planSubspace(cost.sizes, precision, cost.higher.length > 0);
  const held = open(module, layout, cost, layout.bytes);
  if (layout.diagonal !== 0) storeAllCosts(held);
  return held;
}

/** Terms of three and more groups do not factor tile by tile: every cost is computed once and kept. */
function storeAllCosts(held: HeldSubspace): void {
  const { layout, cost, exports, memory } = held;
  for (let tile = 0; tile < layout.tiles; tile += 1) {
    const at = layout.diagonal + tile * layout.diagonalPitch;
    exports.loadCosts(tile, at);
    addHigherTerms(
      new Float64Array(memory.buffer, at, layout.rows * layout.rowReals),
      cost.higher,
      layout,
      tile,
    );
  }
  exports.setDiagonal(layout.diagonal, layout.diagonalPitch);
}

/** Grows the memory to hold the adjoint state too. @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
export function makeRoomForAdjoint({ layout, memory }: HeldSubspace): void {
  const { bytesWithAdjoint, size } = layout;
  growMemory(
    memory,
    bytesWithAdjoint,
    `The gradient of ${size} amplitudes needs two states, ${bytesWithAdjoint} bytes.`,
  );
}
