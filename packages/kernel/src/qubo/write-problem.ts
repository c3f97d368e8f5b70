import type { SearchExports } from "./search-exports.ts";
import { type CouplingStorage, logEntries, type SearchLayout, storages } from "./search-layout.ts";
import type { QuboProblem, WholeWeights } from "./whole-weights.ts";

export interface SearchParts {
  readonly count: number;
  readonly whole: WholeWeights;
  readonly storage: CouplingStorage;
  readonly layout: SearchLayout;
  readonly memory: WebAssembly.Memory;
  readonly exports: SearchExports;
}

type Numbers = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A view of so many whole-number weights. */
export function weightsAt(
  memory: WebAssembly.Memory,
  number: "i32" | "f64",
  at: number,
  length: number,
): Numbers {
  const buffer = memory.buffer as ArrayBuffer;
  return number === "i32" ? new Int32Array(buffer, at, length) : new Float64Array(buffer, at, length);
}

/** -ln of the midpoints of equal steps of (0, 1). */
export const negativeLogs = (): Float64Array =>
  Float64Array.from({ length: logEntries }, (_, entry) => -Math.log((entry + 0.5) / logEntries));

/** Lays a problem out in the memory of its search, every replica at all zeros, where a gain is the linear weight. */
export function writeProblem(parts: Omit<SearchParts, "count"> & { readonly problem: QuboProblem }): void {
  const { problem, whole, storage, layout, memory, exports } = parts;
  const { padded, couplings, starts, columns, minima, minimaCount } = layout;
  const { number } = whole;
  const greatest = number === "i32" ? 2 ** 31 - 1 : Infinity;
  for (const { gains } of layout.replicas)
    weightsAt(memory, number, gains, padded).fill(greatest).set(whole.linear);
  weightsAt(memory, number, minima, minimaCount).fill(greatest);
  new Float64Array(memory.buffer, layout.logs, logEntries).set(negativeLogs());
  if (storage === "sparse") writeRows(problem, whole, layout, memory);
  else writeMatrix(problem, whole, storage, layout, memory);
  exports.setProblem(problem.count, padded, storages.indexOf(storage), couplings, starts, columns);
  exports.setBlocks(minima, layout.stale);
  exports.setTabu(layout.heads, layout.following, layout.ends);
  // Parts and crossings are never listed at once.
  exports.setOscillators(layout.positions, layout.momenta, layout.members);
  exports.setComponents(layout.members, layout.met);
  exports.setNegativeLogs(layout.logs);
}

function writeMatrix(
  { count, start, column }: QuboProblem,
  { number, value }: WholeWeights,
  storage: CouplingStorage,
  { padded, couplings }: SearchLayout,
  memory: WebAssembly.Memory,
): void {
  const matrix =
    storage === "narrow"
      ? new Int16Array(memory.buffer, couplings, padded * padded)
      : weightsAt(memory, number, couplings, padded * padded);
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
      matrix[row * padded + column[entry]!] = value[entry]!;
      matrix[column[entry]! * padded + row] = value[entry]!;
    }
}

/** Both halves of each symmetric row, columns ascending. */
function writeRows(
  { count, start, column }: QuboProblem,
  { number, value }: WholeWeights,
  { couplings, starts, columns }: SearchLayout,
  memory: WebAssembly.Memory,
): void {
  const rowStarts = new Int32Array(memory.buffer, starts, count + 1);
  const rowColumns = new Int32Array(memory.buffer, columns, 2 * value.length);
  const values = weightsAt(memory, number, couplings, 2 * value.length);
  for (let row = 0; row < count; row++) {
    rowStarts[row + 1]! += start[row + 1]! - start[row]!;
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) rowStarts[column[entry]! + 1]! += 1;
  }
  for (let row = 0; row < count; row++) rowStarts[row + 1]! += rowStarts[row]!;
  const next = rowStarts.slice(0, count);
  const put = (row: number, other: number, weight: number): void => {
    const at = next[row]!;
    next[row] = at + 1;
    rowColumns[at] = other;
    values[at] = weight;
  };
  // Rows ascend, so what the rows above put into a row comes before its own entries.
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
      put(row, column[entry]!, value[entry]!);
      put(column[entry]!, row, value[entry]!);
    }
}
