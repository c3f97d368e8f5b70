// Discrete simulated bifurcation: oscillators at x in [-1, 1] are driven by the fields of the signs alone. Fields are the
// gains, so a step costs one pass over the variables, and a row of couplings only for signs that changed.
// Source: Goto et al., "High-performance combinatorial optimization based on classical mechanics", Science Advances 2021.
import { bits, LANES, SHIFT, signedLanes } from "./lanes";
import { count, flip, gains, padded, signs } from "./state";
import { weight } from "./weight";

/** Positions and momenta, f64. */
let positions: usize = 0;
let momenta: usize = 0;
/** Variables whose sign changes in a step, i32. */
let crossed: usize = 0;

export function setOscillators(positions_: usize, momenta_: usize, crossed_: usize): void {
  positions = positions_;
  momenta = momenta_;
  crossed = crossed_;
}

/** Moves two oscillators, given the force on them. */
// @ts-ignore: decorator
@inline
function drive(at: usize, pull: v128, force: v128, dt: v128): v128 {
  const x = v128.load(positions + at);
  const y = f64x2.add(v128.load(momenta + at), f64x2.mul(dt, f64x2.add(f64x2.mul(pull, x), force)));
  const moved = f64x2.add(x, f64x2.mul(dt, y));
  const one = f64x2.splat(1);
  const outside = f64x2.gt(f64x2.abs(moved), one);
  const wall = v128.or(one, v128.and(moved, f64x2.splat(-0.0)));
  const kept = v128.bitselect(wall, moved, outside);
  v128.store(positions + at, kept);
  v128.store(momenta + at, v128.andnot(y, outside));
  return kept;
}

/** Which of LANES oscillators from `base` on have left the side of their sign. */
// @ts-ignore: decorator
@inline
function move(base: i32, pull: v128, strength: v128, dt: v128): i32 {
  const at = <usize>base << SHIFT;
  const own = v128.load(signs + at);
  const fields = signedLanes(v128.load(gains + at), own);
  const first = <usize>base << 3;
  if (isFloat<weight>())
    return i64x2.bitmask(v128.xor(own, drive(first, pull, f64x2.mul(strength, fields), dt)));
  const low = f64x2.mul(strength, f64x2.convert_low_i32x4_s(fields));
  const high = f64x2.mul(strength, f64x2.convert_low_i32x4_s(v128.shuffle<i32>(fields, fields, 2, 3, 0, 1)));
  const sides = i64x2.bitmask(drive(first, pull, low, dt)) | (i64x2.bitmask(drive(first + 16, pull, high, dt)) << 2);
  return bits(own) ^ sides;
}

/**
 * One step: every oscillator moves by the fields as they were, then the signs follow. `stiffness` falls from 1 to 0 over
 * a run; `strength` is the factor of gains.
 * @returns how many signs changed
 */
export function bifurcate(stiffness: f64, strength: f64, dt: f64): i32 {
  const pull = f64x2.splat(-stiffness);
  const strengths = f64x2.splat(strength);
  const dts = f64x2.splat(dt);
  let flips = 0;
  for (let base = 0; base < padded; base += LANES)
    for (let open = move(base, pull, strengths, dts); open != 0; open &= open - 1) {
      const i = base + ctz(open);
      if (i >= count) break;
      store<i32>(crossed + (<usize>flips << 2), i);
      flips++;
    }
  for (let at = 0; at < flips; at++) flip(load<i32>(crossed + (<usize>at << 2)));
  return flips;
}
