// Im ⟨λ|ΣX|ψ⟩. In the held form i^|x| ψ_x each X has the real generator a' = -b, b' = +a, so the sum is a plain
// product of the re arrays plus one of the im arrays.
import { bufferRow, ROW_BYTES } from "./column-mixer";
import { tileQubits } from "./memory";
import {
  overlap1, overlap1by1024, overlap1by128, overlap1by2048, overlap1by256, overlap2, overlap2by1024, overlap2by128,
  overlap2by2048, overlap2by256, overlap3, overlap3by1024, overlap3by128, overlap3by2048, overlap3by256, overlapHead,
} from "./rotations";
import { FAR_STRIDE } from "./tile-mixer";
import { HEAD_QUBITS } from "./vector";

// @ts-ignore: decorator
@inline
function rows(bits: i32, at: usize, stride: usize, run: usize, toAdjoint: usize): f64 {
  if (bits == 3) return overlap3(at, stride, run, toAdjoint);
  if (bits == 2) return overlap2(at, stride, run, toAdjoint);
  return overlap1(at, stride, run, toAdjoint);
}

/** `bits` qubits whose rows lie `stride` bytes apart, which is known where the call is. */
// @ts-ignore: decorator
@inline
function overlapLevel(stride: i32, bits: i32, at: usize, end: usize, toAdjoint: usize): f64 {
  if (stride == 128) {
    if (bits == 3) return overlap3by128(at, end, toAdjoint);
    if (bits == 2) return overlap2by128(at, end, toAdjoint);
    if (bits == 1) return overlap1by128(at, end, toAdjoint);
  } else if (stride == 256) {
    if (bits == 3) return overlap3by256(at, end, toAdjoint);
    if (bits == 2) return overlap2by256(at, end, toAdjoint);
    if (bits == 1) return overlap1by256(at, end, toAdjoint);
  } else if (stride == 1024) {
    if (bits == 3) return overlap3by1024(at, end, toAdjoint);
    if (bits == 2) return overlap2by1024(at, end, toAdjoint);
    if (bits == 1) return overlap1by1024(at, end, toAdjoint);
  } else {
    if (bits == 3) return overlap3by2048(at, end, toAdjoint);
    if (bits == 2) return overlap2by2048(at, end, toAdjoint);
    if (bits == 1) return overlap1by2048(at, end, toAdjoint);
  }
  return 0;
}

/** The qubits of {@link mixNear}; sums stay in the state's precision for 8 KiB. */
export function overlapNear(at: usize, bytes: usize, toAdjoint: usize): f64 {
  const above = tileQubits - HEAD_QUBITS;
  const end = at + bytes;
  return (
    overlapHead(at, end, toAdjoint) +
    overlapLevel(128, min(3, above), at, end, toAdjoint) +
    overlapLevel(1024, min(3, above - 3), at, end, toAdjoint)
  );
}

/** The qubits of {@link mixFar}, over `run` bytes of each row. */
export function overlapFar(at: usize, run: usize, toAdjoint: usize): f64 {
  const bits = tileQubits - HEAD_QUBITS - 6;
  return bits > 0 ? rows(bits, at, FAR_STRIDE, run, toAdjoint) : 0;
}

/** The qubits above the first six of a buffer's rows, at most four, over one row's place. */
function overlapHigh(at: usize, bits: i32, toAdjoint: usize): f64 {
  const stride = bufferRow(64);
  if (bits < 4) return rows(bits, at, stride, ROW_BYTES, toAdjoint);
  let sum: f64 = 0;
  for (let part: usize = 0; part < 4; part++)
    sum +=
      rows(2, at + 4 * part * stride, stride, ROW_BYTES, toAdjoint) +
      rows(2, at + part * stride, 4 * stride, ROW_BYTES, toAdjoint);
  return sum;
}

/** The qubits of the 2^bits rows of one column block, in the buffers of ψ and λ. */
export function overlapBuffer(buffer: usize, bits: i32, toAdjoint: usize): f64 {
  const near = min(bits, 6);
  let sum: f64 = 0;
  for (let row: usize = 0; row < 1 << bits; row += 64) {
    const at = buffer + bufferRow(row);
    const end = at + (ROW_BYTES << near);
    sum +=
      overlapLevel(256, min(3, near), at, end, toAdjoint) + overlapLevel(2048, near - 3, at, end, toAdjoint);
  }
  if (bits <= 6) return sum;
  for (let row: usize = 0; row < 64; row++) sum += overlapHigh(buffer + bufferRow(row), bits - 6, toAdjoint);
  return sum;
}
