import type { Model } from "@qtwin/model";

/** Below this a copy for each worker costs nothing worth mentioning. */
const leastBytes = 1 << 20;

const shared = new WeakMap<Model, Model>();

/**
 * The same model with its long columns in shared memory, so that workers read them instead of getting a copy each. Nobody
 * writes to a model.
 */
export function shareModel(model: Model): Model {
  const known = shared.get(model);
  if (known) return known;
  const made = shareColumns(model) as Model;
  shared.set(model, made);
  shared.set(made, made);
  return made;
}

/** Plain objects and lists are walked, long typed arrays copied, everything else is passed on. */
function shareColumns(value: unknown): unknown {
  if (isColumn(value)) return value.byteLength < leastBytes ? value : inSharedMemory(value);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  // Names and labels: nothing in them is a column.
  if (Array.isArray(value))
    return typeof value[0] === "object" ? sameIfSame(value, value.map(shareColumns)) : value;
  const entries = Object.entries(value);
  const made = entries.map(([name, part]) => [name, shareColumns(part)] as const);
  return made.every(([, part], at) => part === entries[at]![1]) ? value : Object.fromEntries(made);
}

const sameIfSame = (before: readonly unknown[], after: readonly unknown[]): readonly unknown[] =>
  after.every((each, at) => each === before[at]) ? before : after;

type Column = Uint8Array | Int32Array | Float64Array;

const isColumn = (value: unknown): value is Column =>
  value instanceof Uint8Array || value instanceof Int32Array || value instanceof Float64Array;

function inSharedMemory(column: Column): Column {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const buffer = new SharedArrayBuffer(column.byteLength);
  const Kind = column.constructor as new (buffer: SharedArrayBuffer) => Column;
  const copy = new Kind(buffer);
  copy.set(column);
  return copy;
}
