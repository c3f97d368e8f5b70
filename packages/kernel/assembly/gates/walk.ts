// A vector holds the amplitudes of basis indices i and i + 1, i even. Bit 0 of the index is therefore the lane, and what
// a gate does to qubit 0 goes into the lanes of its coefficients (src/gates/lanes.ts writes them); masks here lack bit 0.

/** The next vector whose index has the bits of `fixed` zero, in rising order. */
// @ts-ignore: decorator
@inline
export function next(i: u32, fixed: u32): u32 {
  return ((i | fixed) + 2) & ~fixed;
}

/** Sign bits for both lanes: set where an odd number of bits of `mask` is set. */
// @ts-ignore: decorator
@inline
export function signOf(mask: u32): v128 {
  return i64x2.splat(i64(popcnt<u32>(mask) & 1) << 63);
}

// @ts-ignore: decorator
@inline
export function swapLanes(x: v128): v128 {
  return v128.shuffle<f64>(x, x, 1, 0);
}

// @ts-ignore: decorator
@inline
export function at(array: usize, i: u32): usize {
  return array + (<usize>i << 3);
}

/** a b + c d */
// @ts-ignore: decorator
@inline
export function plus(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.add<f64>(v128.mul<f64>(a, b), v128.mul<f64>(c, d));
}

/** a b - c d */
// @ts-ignore: decorator
@inline
export function minus(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.sub<f64>(v128.mul<f64>(a, b), v128.mul<f64>(c, d));
}

// @ts-ignore: decorator
@inline
export function sumOf(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}
