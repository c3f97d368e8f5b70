// A QUBO and one assignment: sign and gain (change of energy when flipped) of every variable, all in whole numbers, so
// that sums are exact in any order. Flipping i changes the gain of j by the coupling, signed by both variables.
import { BLOCK, entries, LANES, SHIFT, signed, signedLanes } from "./lanes";
import { mask, weight } from "./weight";

/** How couplings are held: rows of a symmetric matrix (of 16 bits, or of weights), or compressed rows. */
export const enum Storage {
  Narrow,
  Dense,
  Sparse,
}

export let count: i32 = 0;
/** `count` rounded up to whole blocks. */
export let padded: i32 = 0;
export let storage: Storage = Storage.Dense;
/** Matrix, or the values of compressed rows. */
export let couplings: usize = 0;
/** Compressed rows: where each starts (i32, count + 1), and its columns (i32). */
export let starts: usize = 0;
export let columns: usize = 0;

export let gains: usize = 0;
export let signs: usize = 0;
export let energy: f64 = 0;

export function setProblem(
  count_: i32, padded_: i32, storage_: i32, couplings_: usize, starts_: usize, columns_: usize,
): void {
  count = count_;
  padded = padded_;
  storage = storage_;
  couplings = couplings_;
  starts = starts_;
  columns = columns_;
}

/** Makes an assignment the current one; its arrays stay where they are. */
export function select(gains_: usize, signs_: usize, energy_: f64): void {
  gains = gains_;
  signs = signs_;
  energy = energy_;
}

export function currentEnergy(): f64 {
  return energy;
}

// @ts-ignore: decorator
@inline
export function addEnergy(change: weight): void {
  energy += <f64>change;
}

// @ts-ignore: decorator
@inline
export function gainOf(i: i32): weight {
  return load<weight>(gains + (<usize>i << SHIFT));
}

// @ts-ignore: decorator
@inline
export function setGain(i: i32, gain: weight): void {
  store<weight>(gains + (<usize>i << SHIFT), gain);
}

// @ts-ignore: decorator
@inline
export function signOf(i: i32): mask {
  return load<mask>(signs + (<usize>i << SHIFT));
}

/** The sign of a variable that is 1. */
export const ONE: mask = isFloat<weight>() ? <mask>0x8000000000000000 : <mask>-1;

// @ts-ignore: decorator
@inline
export function toggle(i: i32): void {
  store<mask>(signs + (<usize>i << SHIFT), signOf(i) ^ ONE);
}

// @ts-ignore: decorator
@inline
export function splatSign(sign: mask): v128 {
  return isFloat<weight>() ? i64x2.splat(<i64>sign) : i32x4.splat(<i32>sign);
}

function updateDense<R>(i: i32): void {
  const step: usize = LANES * sizeof<R>();
  const own = splatSign(signOf(i));
  let row = couplings + <usize>i * <usize>padded * sizeof<R>();
  let gain = gains;
  let sign = signs;
  for (const end = gains + (<usize>padded << SHIFT); gain < end; gain += 64, sign += 64, row += 4 * step) {
    v128.store(gain, v128.add<weight>(v128.load(gain), signedLanes(entries<R>(row), v128.xor(own, v128.load(sign)))), 0);
    v128.store(gain, v128.add<weight>(v128.load(gain, 16), signedLanes(entries<R>(row + step), v128.xor(own, v128.load(sign, 16)))), 16);
    v128.store(gain, v128.add<weight>(v128.load(gain, 32), signedLanes(entries<R>(row + 2 * step), v128.xor(own, v128.load(sign, 32)))), 32);
    v128.store(gain, v128.add<weight>(v128.load(gain, 48), signedLanes(entries<R>(row + 3 * step), v128.xor(own, v128.load(sign, 48)))), 48);
  }
}

function updateSparse(i: i32): void {
  const own = signOf(i);
  const at = starts + (<usize>i << 2);
  const end = load<i32>(at, 4);
  for (let entry = load<i32>(at); entry < end; entry++) {
    const j = load<i32>(columns + (<usize>entry << 2));
    setGain(j, gainOf(j) + signed(load<weight>(couplings + (<usize>entry << SHIFT)), own ^ signOf(j)));
  }
}

/** Flips variable i. */
export function flip(i: i32): void {
  const gain = gainOf(i);
  addEnergy(gain);
  if (storage == Storage.Sparse) updateSparse(i);
  else if (!isFloat<weight>() && storage == Storage.Narrow) updateDense<i16>(i);
  else updateDense<weight>(i);
  setGain(i, -gain);
  toggle(i);
}

/** Flips every variable whose sign differs from the one kept at `target`. */
export function moveTo(target: usize): void {
  for (let i = 0; i < count; i++) if (load<mask>(target + (<usize>i << SHIFT)) != signOf(i)) flip(i);
}

// @ts-ignore: decorator
@inline
export function copy(target: usize, source: usize): void {
  memory.copy(target, source, <usize>padded << SHIFT);
}

/** Whole blocks. */
// @ts-ignore: decorator
@inline
export function blockCount(): i32 {
  return padded / BLOCK;
}
