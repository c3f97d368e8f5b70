import { RELAXED, real } from "./precision";

/** Reals in one vector, as a power of two. */
export const LANE_BITS: i32 = sizeof<real>() == 4 ? 2 : 1;
/** Qubits that one block of eight neighbouring vectors holds. */
export const HEAD_QUBITS: i32 = LANE_BITS + 3;
export const BLOCK_BYTES: usize = 128;

/** a b + c */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return v128.relaxed_madd<real>(a, b, c);
  return v128.add<real>(v128.mul<real>(a, b), c);
}

/** c - a b */
// @ts-ignore: decorator
@inline
export function multiplySubtract(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return v128.relaxed_nmadd<real>(a, b, c);
  return v128.sub<real>(c, v128.mul<real>(a, b));
}

/** Two neighbouring reals as f64x2: everything measured is summed in f64, whatever the state holds. */
// @ts-ignore: decorator
@inline
export function loadPair(at: usize): v128 {
  if (sizeof<real>() == 4) return f64x2.promote_low_f32x4(v128.load64_zero(at));
  return v128.load(at);
}

/** The reverse of {@link loadPair}. */
// @ts-ignore: decorator
@inline
export function storePair(at: usize, value: v128): void {
  if (sizeof<real>() == 4) v128.store64_lane(at, f32x4.demote_f64x2_zero(value), 0);
  else v128.store(at, value);
}

/** Sum of both lanes. */
// @ts-ignore: decorator
@inline
export function sumPair(value: v128): f64 {
  return f64x2.extract_lane(value, 0) + f64x2.extract_lane(value, 1);
}
