// Vectors of weights: four i32 or two f64, as weight.ts says. A sign is an all-zero or a negating mask, one a variable.
import { mask, weight } from "./weight";

/** log2 of the bytes of one weight. */
export const SHIFT: usize = sizeof<weight>() == 4 ? 2 : 3;
export const LANES: i32 = sizeof<weight>() == 4 ? 4 : 2;
/** Variables a block; arrays are padded to whole blocks. */
export const BLOCK: i32 = 64;

// @ts-ignore: decorator
@inline
export function signedLanes(values: v128, signs: v128): v128 {
  if (isFloat<weight>()) return v128.xor(values, signs);
  return i32x4.sub(v128.xor(values, signs), signs);
}

// @ts-ignore: decorator
@inline
export function signed(value: weight, sign: mask): weight {
  if (isFloat<weight>()) return reinterpret<f64>(reinterpret<u64>(<f64>value) ^ <u64>sign);
  return (value ^ <weight>sign) - <weight>sign;
}

// @ts-ignore: decorator
@inline
export function least(a: v128, b: v128): v128 {
  if (isFloat<weight>()) return f64x2.pmin(a, b);
  return i32x4.min_s(a, b);
}

// @ts-ignore: decorator
@inline
export function leastLane(a: v128): weight {
  if (isFloat<weight>()) return min<f64>(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
  const pairs = i32x4.min_s(a, v128.shuffle<i32>(a, a, 2, 3, 0, 1));
  return min<i32>(i32x4.extract_lane(pairs, 0), i32x4.extract_lane(pairs, 1));
}

/** One bit a lane. */
// @ts-ignore: decorator
@inline
export function bits(flags: v128): i32 {
  return isFloat<weight>() ? i64x2.bitmask(flags) : i32x4.bitmask(flags);
}

/** The next entries of a row of couplings, which may be held in 16 bits. */
// @ts-ignore: decorator
@inline
export function entries<R>(at: usize): v128 {
  return sizeof<R>() == 2 ? v128.load_ext<i16>(at) : v128.load(at);
}
