import {
  columnBuffer, imaginaryPart, middleQubits, pitch, qubits, realPart, tileBytes, tileOffset, tileQubits, tiles,
} from "./memory";
import { real } from "./precision";
import { rotate1, rotate2, rotate3, rotateHead } from "./rotations";
import { lane0Signs, lane1Signs } from "./lanes";
import { HEAD_QUBITS } from "./vector";

/** Bytes of one row of a column block: four cache lines, so that a gathered row wastes nothing. */
const ROW_BYTES: usize = 256;

/**
 * Qubits of the next sweep when `left` remain. Three fit sixteen registers and an eight-way cache, whose rows at high
 * strides share one set; two and two beat three and one.
 */
// @ts-ignore: decorator
@inline
function sweepQubits(left: i32): i32 {
  return min(left, left == 4 ? 2 : 3);
}

// @ts-ignore: decorator
@inline
function rotate(
  bits: i32, source: usize, sourceStride: usize, target: usize, targetStride: usize, run: usize, t: v128,
): void {
  if (bits == 3) rotate3(source, sourceStride, target, targetStride, run, t);
  else if (bits == 2) rotate2(source, sourceStride, target, targetStride, run, t);
  else rotate1(source, sourceStride, target, targetStride, run, t);
}

/** Rotates the qubits of one tile; `tangent` is tan β, the factor cos β of each qubit is left out. */
export function mixTile(tile: usize, tangent: real): void {
  const t = v128.splat<real>(tangent);
  rotateHead(tile, tileBytes, t, lane0Signs(tangent), lane1Signs(tangent));
  for (let qubit = HEAD_QUBITS; qubit < tileQubits; ) {
    const bits = sweepQubits(tileQubits - qubit);
    const stride = sizeof<real>() << qubit;
    for (let at = tile; at < tile + tileBytes; at += stride << bits) rotate(bits, at, stride, at, stride, stride, t);
    qubit += bits;
  }
}

/** Rotates 2^bits rows of one column block: gathered by the first sweep, scattered by the last. */
function mixBlock(block: usize, rowPitch: usize, bits: i32, t: v128): void {
  let sweep = sweepQubits(bits);
  if (sweep == bits) {
    rotate(bits, block, rowPitch, block, rowPitch, ROW_BYTES, t);
    return;
  }
  for (let row: usize = 0; row < 1 << bits; row += 1 << sweep)
    rotate(sweep, block + row * rowPitch, rowPitch, columnBuffer + row * ROW_BYTES, ROW_BYTES, ROW_BYTES, t);
  let done = sweep;
  sweep = sweepQubits(bits - done);
  const end = columnBuffer + (ROW_BYTES << bits);
  while (done + sweep < bits) {
    const stride = ROW_BYTES << done;
    for (let at = columnBuffer; at < end; at += stride << sweep) rotate(sweep, at, stride, at, stride, stride, t);
    done += sweep;
    sweep = sweepQubits(bits - done);
  }
  for (let row: usize = 0; row < 1 << done; row++)
    rotate(
      sweep, columnBuffer + row * ROW_BYTES, ROW_BYTES << done, block + row * rowPitch, rowPitch << done, ROW_BYTES, t,
    );
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
