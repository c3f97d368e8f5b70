// exp(2πi turns) for two angles at once. Turns, not radians: the range is reduced exactly by rounding.

/** Results of the last call: an AssemblyScript function returns one value only. */
export let cosine: v128 = f64x2.splat(0);
export let sine: v128 = f64x2.splat(0);

// @ts-ignore: decorator
@inline
function step(x: v128, c: f64, tail: v128): v128 {
  return v128.add<f64>(f64x2.splat(c), v128.mul<f64>(x, tail));
}

/** sin y / y - 1 over y², |y| ≤ π/4 (minimax coefficients of fdlibm). */
// @ts-ignore: decorator
@inline
function sineTail(z: v128): v128 {
  let s = step(z, -2.50507602534068634195e-8, f64x2.splat(1.58969099521155010221e-10));
  s = step(z, 2.75573137070700676789e-6, s);
  s = step(z, -1.98412698298579493134e-4, s);
  s = step(z, 8.33333333332248946124e-3, s);
  return step(z, -1.66666666666666324348e-1, s);
}

// @ts-ignore: decorator
@inline
function cosineTail(z: v128): v128 {
  let c = step(z, 2.0875723212981748279e-9, f64x2.splat(-1.13596475577881948265e-11));
  c = step(z, -2.75573143513906633035e-7, c);
  c = step(z, 2.48015872894767294178e-5, c);
  c = step(z, -1.38888888888741095749e-3, c);
  return step(z, 4.16666666666666019037e-2, c);
}

export function setUnitCircle(turns: v128): void {
  const fraction = v128.sub<f64>(turns, f64x2.nearest(turns));
  const quadrant = f64x2.nearest(v128.mul<f64>(fraction, f64x2.splat(4)));
  const rest = v128.sub<f64>(fraction, v128.mul<f64>(quadrant, f64x2.splat(0.25)));
  const y = v128.mul<f64>(rest, f64x2.splat(2 * Math.PI));
  const z = v128.mul<f64>(y, y);
  const s = v128.add<f64>(y, v128.mul<f64>(v128.mul<f64>(y, z), sineTail(z)));
  const half = v128.sub<f64>(f64x2.splat(1), v128.mul<f64>(f64x2.splat(0.5), z));
  const c = v128.add<f64>(half, v128.mul<f64>(v128.mul<f64>(z, z), cosineTail(z)));
  // quadrant is -2 … 2: odd quadrants swap, then signs follow.
  const odd = v128.eq<f64>(f64x2.abs(quadrant), f64x2.splat(1));
  const two = v128.eq<f64>(f64x2.abs(quadrant), f64x2.splat(2));
  const minus = f64x2.splat(-0.0);
  const one = v128.eq<f64>(quadrant, f64x2.splat(1));
  const minusOne = v128.eq<f64>(quadrant, f64x2.splat(-1));
  const flipCosine = v128.and(v128.or(two, one), minus);
  const flipSine = v128.and(v128.or(two, minusOne), minus);
  cosine = v128.xor(v128.bitselect(s, c, odd), flipCosine);
  sine = v128.xor(v128.bitselect(c, s, odd), flipSine);
}
