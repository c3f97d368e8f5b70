import { real } from "./precision";
import { multiplyAdd } from "./vector";

/** x with the neighbours of lane qubit 0 exchanged. */
// @ts-ignore: decorator
@inline
export function swapLane0(x: v128): v128 {
  if (sizeof<real>() == 4) return v128.shuffle<f32>(x, x, 1, 0, 3, 2);
  return v128.shuffle<f64>(x, x, 1, 0);
}

/** x with the neighbours of lane qubit 1 exchanged; f32 only. */
// @ts-ignore: decorator
@inline
export function swapLane1(x: v128): v128 {
  return v128.shuffle<f32>(x, x, 2, 3, 0, 1);
}

/** The signs a lane qubit's generator has: minus for a lane whose bit is 0, plus where it is 1. */
// @ts-ignore: decorator
@inline
export function lane0Signs(t: real): v128 {
  if (sizeof<real>() == 4) {
    const minus = f32x4.splat(-(<f32>t));
    return v128.shuffle<f32>(minus, f32x4.splat(<f32>t), 0, 4, 1, 5);
  }
  return f64x2.replace_lane(f64x2.splat(<f64>t), 0, -(<f64>t));
}

// @ts-ignore: decorator
@inline
export function lane1Signs(t: real): v128 {
  if (sizeof<real>() == 4) return v128.shuffle<f32>(f32x4.splat(-(<f32>t)), f32x4.splat(<f32>t), 0, 1, 4, 5);
  return v128.splat<real>(0);
}

/** Rotates the qubits inside one vector. */
// @ts-ignore: decorator
@inline
export function inVector(x: v128, lane0: v128, lane1: v128): v128 {
  x = multiplyAdd(lane0, swapLane0(x), x);
  if (sizeof<real>() == 4) x = multiplyAdd(lane1, swapLane1(x), x);
  return x;
}

/** Adds to `sum` what the generators of the qubits inside one vector make of x; the signs are those of tangent 1. */
// @ts-ignore: decorator
@inline
export function generateLanes(x: v128, signs0: v128, signs1: v128, sum: v128): v128 {
  sum = multiplyAdd(signs0, swapLane0(x), sum);
  return sizeof<real>() == 4 ? multiplyAdd(signs1, swapLane1(x), sum) : sum;
}

// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f64 {
  if (sizeof<real>() == 4) {
    const low = f64x2.promote_low_f32x4(x);
    const high = f64x2.promote_low_f32x4(swapLane1(x));
    const sum = v128.add<f64>(low, high);
    return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  }
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

// @ts-ignore: decorator
@inline
export function reverseLanes(x: v128): v128 {
  if (sizeof<real>() == 4) return v128.shuffle<f32>(x, x, 3, 2, 1, 0);
  return v128.shuffle<f64>(x, x, 1, 0);
}

/** Plus for a lane whose number has an even count of ones, else minus. */
// @ts-ignore: decorator
@inline
export function paritySigns(): v128 {
  if (sizeof<real>() == 4) return f32x4(1, -1, -1, 1);
  return f64x2(1, -1);
}
