// One complex number a vector: lane 0 is the real part.
import { cosine, setUnitCircle, sine } from "./unit-circle";

/** exp(2πi turns) */
export function unit(turns: f64): v128 {
  setUnitCircle(f64x2.splat(turns));
  return v128.shuffle<f64>(cosine, sine, 0, 2);
}

// @ts-ignore: decorator
@inline
export function times(a: v128, b: v128): v128 {
  const straight = v128.mul<f64>(v128.shuffle<f64>(a, a, 0, 0), b);
  const crossed = v128.mul<f64>(v128.shuffle<f64>(a, a, 1, 1), v128.shuffle<f64>(b, b, 1, 0));
  return v128.add<f64>(straight, v128.xor(crossed, f64x2.replace_lane(f64x2.splat(0), 0, -0.0)));
}

/** Doubles a product state of 2^bit complex numbers by one more qubit with factor `factor`. */
export function doubleProduct(at: usize, bit: i32, factor: v128): void {
  const bytes: usize = 16 << bit;
  for (let end = at + bytes; at < end; at += 16) v128.store(at + bytes, times(v128.load(at), factor));
}
