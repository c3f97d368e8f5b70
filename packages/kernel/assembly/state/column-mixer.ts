// Rotates rows that lie far apart: a column block takes ROW_BYTES of each, rotates them in a buffer and puts them back.
import { columnBuffer } from "./memory";
import { rotate1, rotate2, rotate2by16640, rotate3, rotate3by2048 } from "./rotations";

/** Bytes of one row of a column block: four cache lines, so that a gathered row wastes nothing. */
export const ROW_BYTES: usize = 256;

/** Three qubits at most: their rows fit sixteen registers and an eight-way cache, in which high strides share one set. */
// @ts-ignore: decorator
@inline
function rotate(
  bits: i32, source: usize, sourceStride: usize, target: usize, targetStride: usize, t: v128,
): void {
  if (bits == 3) rotate3(source, sourceStride, target, targetStride, ROW_BYTES, t);
  else if (bits == 2) rotate2(source, sourceStride, target, targetStride, ROW_BYTES, t);
  else if (bits == 1) rotate1(source, sourceStride, target, targetStride, ROW_BYTES, t);
  else memory.copy(target, source, ROW_BYTES);
}

/** Distance of a row from the buffer's start: every 64 rows one is left out, so that high rows do not share cache sets. */
// @ts-ignore: decorator
@inline
export function bufferRow(row: usize): usize {
  return row * ROW_BYTES + (row >> 6) * ROW_BYTES;
}

/** What {@link fetchRows} read: kept, or the compiler would leave the loads out. */
export let fetched: u32 = 0;

/** Reads every cache line of `rows` rows back to back, so that their misses overlap instead of queueing. */
function fetchRows(at: usize, rowPitch: usize, rows: usize): void {
  for (const end = at + rows * rowPitch; at < end; at += rowPitch)
    fetched |= load<u32>(at) | load<u32>(at, 64) | load<u32>(at, 128) | load<u32>(at, 192);
}

/** Gathers 2^bits rows from `block` into the buffer from row `first` on and rotates their qubits; at most 3, or 6 or 8. */
function gatherRows(buffer: usize, block: usize, rowPitch: usize, first: usize, bits: i32, t: v128): void {
  const at = buffer + bufferRow(first);
  if (bits <= 3) {
    const source = block + first * rowPitch;
    fetchRows(source, rowPitch, 1 << bits);
    rotate(bits, source, rowPitch, at, ROW_BYTES, t);
    return;
  }
  const step = bits - (bits == 6 ? 3 : 6);
  const rows: usize = 1 << (bits - step);
  for (let part: usize = 0; part < <usize>(1 << step); part++)
    gatherRows(buffer, block, rowPitch, first + part * rows, bits - step, t);
  if (bits == 8) rotate2by16640(at, at + 16640, t);
  else rotate3by2048(at, at + 16384, t);
}

/** Qubits of the sweep that takes the rows out of the buffer: above the sixth, where the buffer's gaps are. */
// @ts-ignore: decorator
@inline
function lastQubits(bits: i32): i32 {
  if (bits == 7) return 1;
  return bits == 6 || bits == 9 ? 3 : 2;
}

function gatherParts(buffer: usize, block: usize, rowPitch: usize, bits: i32, last: i32, t: v128): void {
  for (let part: usize = 0; part < <usize>(1 << last); part++)
    gatherRows(buffer, block, rowPitch, part << (bits - last), bits - last, t);
}

/** Rotates the 2^bits rows of one column block, at most ten qubits: gathered by the first sweep, scattered by the last. */
export function mixBlock(block: usize, rowPitch: usize, bits: i32, t: v128): void {
  if (bits <= 3) {
    rotate(bits, block, rowPitch, block, rowPitch, t);
    return;
  }
  const last = lastQubits(bits);
  const rows: usize = 1 << (bits - last);
  gatherParts(columnBuffer, block, rowPitch, bits, last, t);
  for (let row: usize = 0; row < rows; row++)
    rotate(last, columnBuffer + bufferRow(row), bufferRow(rows), block + row * rowPitch, rowPitch * rows, t);
}

/** As {@link mixBlock}, but the rows stay in `buffer`. */
export function mixIntoBuffer(buffer: usize, block: usize, rowPitch: usize, bits: i32, t: v128): void {
  if (bits <= 3) {
    gatherRows(buffer, block, rowPitch, 0, bits, t);
    return;
  }
  const last = lastQubits(bits);
  const rows: usize = 1 << (bits - last);
  gatherParts(buffer, block, rowPitch, bits, last, t);
  for (let row: usize = 0; row < rows; row++) {
    const at = buffer + bufferRow(row);
    rotate(last, at, bufferRow(rows), at, bufferRow(rows), t);
  }
}

/** Puts the rows of a buffer back, one after the other: in their order stores wait least. */
export function copyOut(buffer: usize, block: usize, rowPitch: usize, bits: i32): void {
  for (let row: usize = 0; row < 1 << bits; row++) {
    const from = buffer + bufferRow(row);
    const to = block + row * rowPitch;
    for (let at: usize = 0; at < ROW_BYTES; at += 64) {
      v128.store(to + at, v128.load(from + at, 0), 0);
      v128.store(to + at, v128.load(from + at, 16), 16);
      v128.store(to + at, v128.load(from + at, 32), 32);
      v128.store(to + at, v128.load(from + at, 48), 48);
    }
  }
}
