// The gains of a tabu search, lowered by BIAS where a variable may move and raised by it where it may not, so that the
// least one is a move at once; and the least of each block, kept up to date by every flip.
import { BLOCK, bits, entries, LANES, least, leastLane, SHIFT, signed, signedLanes } from "./lanes";
import {
  addEnergy, blockCount, columns, count, couplings, gainOf, gains, padded, setGain, signOf, signs, splatSign,
  starts, Storage, storage, toggle,
} from "./state";
import { weight } from "./weight";

/** Twice any gain; sums with it stay exact. */
export const BIAS: weight = isFloat<weight>() ? <weight>4503599627370496 : <weight>0x20000000;
const GREATEST: weight = isFloat<weight>() ? <weight>Infinity : <weight>i32.MAX_VALUE;

/** Least biased gain of each block, padded to 64 blocks by GREATEST. */
let minima: usize = 0;
/** A bit a block whose least gain rose: u64 words. */
let stale: usize = 0;

/** No banned variable has a biased gain below this; what rises or is freed does not raise it. */
export let bannedFloor: weight = GREATEST;

export function setBlocks(minima_: usize, stale_: usize): void {
  minima = minima_;
  stale = stale_;
}

// @ts-ignore: decorator
@inline
function minimumOf(block: i32): usize {
  return minima + (<usize>block << SHIFT);
}

function blockMinimum(block: i32): weight {
  let at = gains + (<usize>(block * BLOCK) << SHIFT);
  let low = v128.load(at);
  for (const end = at + (<usize>BLOCK << SHIFT); at < end; at += 64)
    low = least(
      least(low, least(v128.load(at), v128.load(at, 16))), least(v128.load(at, 32), v128.load(at, 48)));
  return leastLane(low);
}

/** Moves every gain by `shift`: between plain gains and biased ones. Padding stays above all. */
export function shiftGains(shift: weight): void {
  for (let i = 0; i < count; i++) setGain(i, gainOf(i) + shift);
}

export function refreshBlocks(): void {
  bannedFloor = GREATEST;
  const blocks = blockCount();
  for (let block = 0; block < blocks; block++) store<weight>(minimumOf(block), blockMinimum(block));
}

/** Bans or frees a variable. */
export function shiftGain(i: i32, shift: weight): void {
  const gain = gainOf(i) + shift;
  setGain(i, gain);
  const at = minimumOf(i / BLOCK);
  if (shift < 0) store<weight>(at, min(load<weight>(at), gain));
  else if (load<weight>(at) == gain - shift) store<weight>(at, blockMinimum(i / BLOCK));
}

/** The least positive lanes: as unsigned numbers, free ones are above all banned ones. */
// @ts-ignore: decorator
@inline
function leastBanned(a: v128, b: v128): v128 {
  if (!isFloat<weight>()) return i32x4.min_u(a, b);
  const free = f64x2.lt(b, f64x2.splat(0));
  return f64x2.pmin(a, v128.or(v128.andnot(b, free), v128.and(f64x2.splat(Infinity), free)));
}

// @ts-ignore: decorator
@inline
function bannedLane(lanes: v128): weight {
  if (isFloat<weight>()) return leastLane(lanes);
  return min<u32>(
    min<u32>(i32x4.extract_lane(lanes, 0), i32x4.extract_lane(lanes, 1)),
    min<u32>(i32x4.extract_lane(lanes, 2), i32x4.extract_lane(lanes, 3)));
}

function flipDense<R>(i: i32): void {
  const step: usize = LANES * sizeof<R>();
  const own = splatSign(signOf(i));
  let row = couplings + <usize>i * <usize>padded * sizeof<R>();
  let gain = gains;
  let sign = signs;
  let minimum = minima;
  let banned = v128.splat<weight>(GREATEST);
  const end = gains + (<usize>padded << SHIFT);
  while (gain < end) {
    let low = v128.splat<weight>(GREATEST);
    for (const last = gain + (<usize>BLOCK << SHIFT); gain < last; gain += 64, sign += 64, row += 4 * step) {
      const a = v128.add<weight>(v128.load(gain), signedLanes(entries<R>(row), v128.xor(own, v128.load(sign))));
      const b = v128.add<weight>(v128.load(gain, 16), signedLanes(entries<R>(row + step), v128.xor(own, v128.load(sign, 16))));
      const c = v128.add<weight>(v128.load(gain, 32), signedLanes(entries<R>(row + 2 * step), v128.xor(own, v128.load(sign, 32))));
      const d = v128.add<weight>(v128.load(gain, 48), signedLanes(entries<R>(row + 3 * step), v128.xor(own, v128.load(sign, 48))));
      v128.store(gain, a);
      v128.store(gain, b, 16);
      v128.store(gain, c, 32);
      v128.store(gain, d, 48);
      low = least(low, least(least(a, b), least(c, d)));
      banned = leastBanned(leastBanned(leastBanned(leastBanned(banned, a), b), c), d);
    }
    store<weight>(minimum, leastLane(low));
    minimum += 1 << SHIFT;
  }
  bannedFloor = bannedLane(banned);
}

// @ts-ignore: decorator
@inline
function markStale(block: i32): void {
  const at = stale + (<usize>(block >> 6) << 3);
  store<u64>(at, load<u64>(at) | (<u64>1 << (block & 63)));
}

function flipSparse(i: i32): void {
  const own = signOf(i);
  const at = starts + (<usize>i << 2);
  const end = load<i32>(at, 4);
  for (let entry = load<i32>(at); entry < end; entry++) {
    const j = load<i32>(columns + (<usize>entry << 2));
    const before = gainOf(j);
    const after = before + signed(load<weight>(couplings + (<usize>entry << SHIFT)), own ^ signOf(j));
    setGain(j, after);
    if (after > 0) bannedFloor = min(bannedFloor, after);
    const block = j / BLOCK;
    const lowest = load<weight>(minimumOf(block));
    if (after < lowest) store<weight>(minimumOf(block), after);
    else if (before == lowest) markStale(block);
  }
  refreshStale();
}

function refreshStale(): void {
  for (let base = 0; base < blockCount(); base += 64) {
    const at = stale + (<usize>(base >> 6) << 3);
    for (let rest = load<u64>(at); rest != 0; rest &= rest - 1) {
      const block = base + <i32>ctz(rest);
      store<weight>(minimumOf(block), blockMinimum(block));
    }
    store<u64>(at, 0);
  }
}

/** Flips i, whose plain gain is given, and bans it. */
export function flipAndBan(i: i32, gain: weight): void {
  addEnergy(gain);
  setGain(i, BIAS - gain);
  if (storage == Storage.Sparse) {
    // Its own least may have been the block's.
    markStale(i / BLOCK);
    bannedFloor = min(bannedFloor, BIAS - gain);
    flipSparse(i);
  } else if (!isFloat<weight>() && storage == Storage.Narrow) flipDense<i16>(i);
  else flipDense<weight>(i);
  toggle(i);
}

/** Least biased gain of all; 0 or more when nothing is free. */
export function lowest(): weight {
  let low = v128.splat<weight>(GREATEST);
  for (let at = minima, end = minimumOf(blockCount()); at < end; at += 16) low = least(low, v128.load(at));
  return leastLane(low);
}

/** Least biased gain of the banned ones. */
export function lowestBanned(): weight {
  let low = v128.splat<weight>(GREATEST);
  for (let at = gains, end = gains + (<usize>padded << SHIFT); at < end; at += 16) low = leastBanned(low, v128.load(at));
  bannedFloor = bannedLane(low);
  return bannedFloor;
}

/** In which lanes of a block the biased gain is this. */
function lanesAt(block: i32, value: weight): u64 {
  const wanted = v128.splat<weight>(value);
  const at = gains + (<usize>(block * BLOCK) << SHIFT);
  let found: u64 = 0;
  for (let lane = 0; lane < BLOCK; lane += LANES)
    found |= <u64>bits(v128.eq<weight>(v128.load(at + (<usize>lane << SHIFT)), wanted)) << lane;
  return found;
}

/** The next block from `from` on, in a circle, whose minimum is this. */
function blockAt(value: weight, from: i32): i32 {
  const blocks = blockCount();
  let block = from;
  while (load<weight>(minimumOf(block)) != value) block = block + 1 < blocks ? block + 1 : 0;
  return block;
}

/** A variable of the block with this biased gain: the next one from a random place on, in a circle. */
function pickIn(block: i32, value: weight, random: u32): i32 {
  const turn = random & 63;
  const lane = <u32>ctz(rotr<u64>(lanesAt(block, value), turn));
  return block * BLOCK + <i32>((lane + turn) & 63);
}

/** A free variable with this biased gain, the least of all. */
export function pickFree(value: weight, random: u32): i32 {
  const from = <i32>((<u64>random * <u64>blockCount()) >> 32);
  return pickIn(blockAt(value, from), value, random);
}

/** The first banned variable with this biased gain, from a random place of its block on. */
export function pickBanned(value: weight, random: u32): i32 {
  let block = 0;
  while (lanesAt(block, value) == 0) block++;
  return pickIn(block, value, random);
}
