// Metropolis sweeps in order of the variables. Vectors of gains none of which could be accepted cost one comparison.
import { bits, LANES, SHIFT } from "./lanes";
import { nextRandom } from "./random";
import { flip, gainOf, gains, padded } from "./state";
import { weight } from "./weight";

/** -ln of a uniform number, as a table of 4096 f64 at midpoints: its greatest entry is ln 8192. */
const TABLE_BITS: u32 = 12;
let negativeLogs: usize = 0;

export function setNegativeLogs(at: usize): void {
  negativeLogs = at;
}

// @ts-ignore: decorator
@inline
function splat(limit: f64): v128 {
  return isFloat<weight>() ? f64x2.splat(limit) : i32x4.splat(<i32>min(ceil(limit), 0x7fffffff));
}

// @ts-ignore: decorator
@inline
function accepts(gain: weight, temperature: f64): bool {
  if (gain <= 0) return true;
  return <f64>gain < temperature * load<f64>(negativeLogs + (<usize>(nextRandom() >> (32 - TABLE_BITS)) << 3));
}

/**
 * One sweep: variable after variable flips with probability min(1, exp(-gain / temperature)); one that loses
 * temperature · ln 8192 or more never does. At temperature 0 only gains below zero are taken.
 * @returns how many flipped
 */
export function sweep(temperature: f64): i32 {
  const limit = temperature * load<f64>(negativeLogs);
  const limits = splat(limit);
  let flips = 0;
  for (let base = 0; base < padded; base += LANES) {
    const at = gains + (<usize>base << SHIFT);
    let open = bits(v128.lt<weight>(v128.load(at), limits));
    while (open != 0) {
      const lane = ctz(open);
      open &= open - 1;
      const i = base + lane;
      if (!accepts(gainOf(i), temperature)) continue;
      flip(i);
      flips++;
      open = bits(v128.lt<weight>(v128.load(at), limits)) & (-2 << lane);
    }
  }
  return flips;
}
