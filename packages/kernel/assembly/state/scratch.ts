import { lowPhases, scratch } from "./memory";

// Rooms of one thread; src/layout.ts reserves SCRATCH_BYTES for them.

/** What the high bits of a tile add to each low qubit: 32 f64. */
// @ts-ignore: decorator
@inline
export function fieldsRoom(): usize {
  return scratch;
}
/** Phase factors of the block's own qubits, re then im, 256 bytes each. */
// @ts-ignore: decorator
@inline
export function headRoom(): usize {
  return scratch + 256;
}
/** Costs of the block's own qubits: 32 f64, or as many reals. */
// @ts-ignore: decorator
@inline
export function headCostRoom(): usize {
  return scratch + 768;
}
/** One complex f64 a block of the tile, at most 512. */
// @ts-ignore: decorator
@inline
export function blockRoom(): usize {
  return scratch + 1024;
}
/** One cost a block of the tile, f64, at most 512. */
// @ts-ignore: decorator
@inline
export function blockCostRoom(): usize {
  return scratch + 0x2400;
}

// Rooms of all threads; src/layout.ts reserves LOW_PHASE_BYTES for them.

/** Phase factors of the low qubits as reals of the state's precision: re, then im 64 KiB (and a line) on. */
// @ts-ignore: decorator
@inline
export function lowPhaseRoom(): usize {
  return lowPhases;
}
export const LOW_PHASE_DISTANCE: usize = 0x10040;
/** Costs of the low qubits as reals, less the mean of all costs. */
// @ts-ignore: decorator
@inline
export function lowCostRoom(): usize {
  return lowPhases + 2 * LOW_PHASE_DISTANCE;
}
/** The phase factors in f64 while they are made: 2^14 complex. */
// @ts-ignore: decorator
@inline
export function lowRoom(): usize {
  return lowPhases + 3 * LOW_PHASE_DISTANCE;
}
/** A product state over all but one low qubit: 2^13 complex f64. */
// @ts-ignore: decorator
@inline
export function productRoom(): usize {
  return lowRoom() + 0x40000;
}
