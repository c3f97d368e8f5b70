import { tileBytes, tileQubits } from "./memory";
import { lane0Signs, lane1Signs } from "./lanes";
import { real } from "./precision";
import {
  rotate1by1024, rotate1by128, rotate1by8192, rotate2by1024, rotate2by128, rotate2by8192, rotate3by1024, rotate3by128,
  rotate3by8192, rotateHead,
} from "./rotations";
import { HEAD_QUBITS } from "./vector";

/** What the first-level cache holds of re and of im, beside their phases. */
const NEAR_BYTES: usize = 8192;
/** Distance of the rows of a tile's highest qubits. */
export const FAR_STRIDE: usize = 8192;

/** Rotates `bits` qubits whose rows lie 128 · 8^level bytes apart. */
// @ts-ignore: decorator
@inline
function rotateLevel(level: i32, bits: i32, at: usize, end: usize, t: v128): void {
  if (level == 0) {
    if (bits == 3) rotate3by128(at, end, t);
    else if (bits == 2) rotate2by128(at, end, t);
    else if (bits == 1) rotate1by128(at, end, t);
  } else {
    if (bits == 3) rotate3by1024(at, end, t);
    else if (bits == 2) rotate2by1024(at, end, t);
    else if (bits == 1) rotate1by1024(at, end, t);
  }
}

/** Bytes of a tile that {@link mixNear} takes at a time. */
export function nearBytes(): usize {
  return min(tileBytes, NEAR_BYTES);
}

/** Rotates the qubits of `bytes` near bytes; `tangent` is tan β, the factor cos β of each qubit is left out. */
export function mixNear(at: usize, bytes: usize, tangent: real): void {
  const t = v128.splat<real>(tangent);
  const above = tileQubits - HEAD_QUBITS;
  rotateHead(at, bytes, t, lane0Signs(tangent), lane1Signs(tangent));
  rotateLevel(0, min(3, above), at, at + bytes, t);
  rotateLevel(1, min(3, above - 3), at, at + bytes, t);
}

/** Rotates the qubits above those of {@link mixNear}, over `run` bytes of each row. */
export function mixFar(at: usize, run: usize, tangent: real): void {
  const bits = tileQubits - HEAD_QUBITS - 6;
  const t = v128.splat<real>(tangent);
  if (bits == 3) rotate3by8192(at, at + run, t);
  else if (bits == 2) rotate2by8192(at, at + run, t);
  else if (bits == 1) rotate1by8192(at, at + run, t);
}

/** Rotates the qubits of one tile. */
export function mixTile(tile: usize, tangent: real): void {
  const near = nearBytes();
  for (let at = tile; at < tile + tileBytes; at += near) mixNear(at, near, tangent);
  mixFar(tile, FAR_STRIDE, tangent);
}

/** By what {@link mixFar} makes the product of two states grow, since it leaves out the cosines. */
export function farGrowth(tangent: real): f64 {
  const t = <f64>tangent;
  let growth: f64 = 1;
  for (let qubit = HEAD_QUBITS + 6; qubit < tileQubits; qubit++) growth *= 1 + t * t;
  return growth;
}
