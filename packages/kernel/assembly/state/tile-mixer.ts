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

/** Rotates the qubits of one tile; `tangent` is tan β, the factor cos β of each qubit is left out. */
export function mixTile(tile: usize, tangent: real): void {
  const t = v128.splat<real>(tangent);
  const lane0 = lane0Signs(tangent);
  const lane1 = lane1Signs(tangent);
  const above = tileQubits - HEAD_QUBITS;
  const near = min(tileBytes, NEAR_BYTES);
  for (let at = tile; at < tile + tileBytes; at += near) {
    rotateHead(at, near, t, lane0, lane1);
    rotateLevel(0, min(3, above), at, at + near, t);
    rotateLevel(1, min(3, above - 3), at, at + near, t);
  }
  rotateLevel(2, above - 6, tile, tile + tileBytes, t);
}
