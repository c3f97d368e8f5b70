import {
  columnBuffer, imaginaryPart, middleQubits, pitch, qubits, realPart, tileBytes, tileOffset, tileQubits, tiles,
} from "./memory";
import { real } from "./precision";
import {
  rotate1, rotate1by1024, rotate1by128, rotate1by8192, rotate2, rotate2by1024, rotate2by128, rotate2by16640,
  rotate2by2048, rotate2by8192, rotate3, rotate3by1024, rotate3by128, rotate3by2048, rotate3by8192, rotateHead,
} from "./rotations";
import { lane0Signs, lane1Signs } from "./lanes";
import { HEAD_QUBITS } from "./vector";

/** Bytes of one row of a column block: four cache lines, so that a gathered row wastes nothing. */
const ROW_BYTES: usize = 256;

// @ts-ignore: decorator
@inline
function rotate(
  bits: i32, source: usize, sourceStride: usize, target: usize, targetStride: usize, run: usize, t: v128,
): void {
  if (bits == 3) rotate3(source, sourceStride, target, targetStride, run, t);
  else if (bits == 2) rotate2(source, sourceStride, target, targetStride, run, t);
  else rotate1(source, sourceStride, target, targetStride, run, t);
}

/** Rotates `bits` qubits whose rows lie 128 · 8^level bytes apart. */
// @ts-ignore: decorator
@inline
function rotateLevel(level: i32, bits: i32, at: usize, end: usize, t: v128): void {
  if (level == 0) {
    if (bits == 3) rotate3by128(at, end, t);
    else if (bits == 2) rotate2by128(at, end, t);
    else if (bits == 1) rotate1by128(at, end, t);
  } else if (level == 1) {
    if (bits == 3) rotate3by1024(at, end, t);
    else if (bits == 2) rotate2by1024(at, end, t);
    else if (bits == 1) rotate1by1024(at, end, t);
  } else {
    if (bits == 3) rotate3by8192(at, end, t);
    else if (bits == 2) rotate2by8192(at, end, t);
    else if (bits == 1) rotate1by8192(at, end, t);
  }
}

/** Rotates the qubits of 8 KiB or less, which the first-level cache holds. */
export function mixNear(at: usize, bytes: usize, tangent: real): void {
  const t = v128.splat<real>(tangent);
  const end = at + bytes;
  rotateHead(at, bytes, t, lane0Signs(tangent), lane1Signs(tangent));
  rotateLevel(0, min(3, tileQubits - HEAD_QUBITS), at, end, t);
  rotateLevel(1, min(3, tileQubits - HEAD_QUBITS - 3), at, end, t);
}

/** Rotates the qubits of a tile above those of {@link mixNear}. */
export function mixFar(at: usize, tangent: real): void {
  rotateLevel(2, tileQubits - HEAD_QUBITS - 6, at, at + tileBytes, v128.splat<real>(tangent));
}

/** Rows of the column buffer lie ROW_BYTES apart, every 64 rows a row more, so that high rows do not share cache sets. */
// @ts-ignore: decorator
@inline
function bufferRow(row: usize): usize {
  return columnBuffer + row * ROW_BYTES + (row >> 6) * ROW_BYTES;
}

/** What {@link fetchRows} read: kept, or the compiler would leave the loads out. */
export let fetched: u32 = 0;

/** Reads every cache line of `rows` rows back to back, so that their misses overlap instead of queueing. */
function fetchRows(at: usize, rowPitch: usize, rows: usize): void {
  for (const end = at + rows * rowPitch; at < end; at += rowPitch)
    fetched |= load<u32>(at) | load<u32>(at, 64) | load<u32>(at, 128) | load<u32>(at, 192);
}

/** Gathers 2^bits rows from `block` into the buffer from row `first` on and rotates their qubits; 3, 5, 6 or 8 of them. */
function gatherRows(block: usize, rowPitch: usize, first: usize, bits: i32, t: v128): void {
  if (bits <= 3) {
    fetchRows(block + first * rowPitch, rowPitch, 1 << bits);
    rotate(bits, block + first * rowPitch, rowPitch, bufferRow(first), ROW_BYTES, ROW_BYTES, t);
    return;
  }
  const step = bits == 6 ? 3 : 2;
  const rows: usize = 1 << (bits - step);
  for (let part: usize = 0; part < <usize>(1 << step); part++) gatherRows(block, rowPitch, first + part * rows, bits - step, t);
  const at = bufferRow(first);
  if (bits == 8) rotate2by16640(at, at + 16640, t);
  else if (bits == 6) rotate3by2048(at, at + 16384, t);
  else rotate2by2048(at, at + 8192, t);
}

/** Rotates 2^bits rows of one column block: gathered by the first sweep, scattered by the last. */
function mixBlock(block: usize, rowPitch: usize, bits: i32, t: v128): void {
  if (bits <= 3) {
    rotate(bits, block, rowPitch, block, rowPitch, ROW_BYTES, t);
    return;
  }
  const last = bits == 6 || bits == 9 ? 3 : 2;
  const rows: usize = 1 << (bits - last);
  for (let part: usize = 0; part < <usize>(1 << last); part++) gatherRows(block, rowPitch, part * rows, bits - last, t);
  const stride = bufferRow(rows) - columnBuffer;
  for (let row: usize = 0; row < rows; row++)
    rotate(last, bufferRow(row), stride, block + row * rowPitch, rowPitch * rows, ROW_BYTES, t);
}

function mixColumns(first: usize, rowPitch: usize, bits: i32, t: v128): void {
  for (let column: usize = 0; column < tileBytes; column += ROW_BYTES) mixBlock(first + column, rowPitch, bits, t);
}

/** Rotates the qubits above the tile in one array: one memory pass, or two where one block outgrows the cache. */
function mixUpper(array: usize, t: v128): void {
  const upper = qubits - tileQubits;
  const middle = min(middleQubits, upper);
  for (let tile: u32 = 0; tile < tiles; tile += 1 << middle) mixColumns(array + tileOffset(tile), pitch, middle, t);
  if (middle == upper) return;
  const groupPitch = tileOffset(1 << middle);
  for (let tile: u32 = 0; tile < <u32>(1 << middle); tile++)
    mixColumns(array + tileOffset(tile), groupPitch, upper - middle, t);
}

export function mixAbove(slot: i32, tangent: real): void {
  if (qubits == tileQubits) return;
  const t = v128.splat<real>(tangent);
  mixUpper(realPart(slot), t);
  mixUpper(imaginaryPart(slot), t);
}
