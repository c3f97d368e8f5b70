import { scratch } from "./memory";

// Rooms of the scratch area; src/layout.ts reserves SCRATCH_BYTES for them.

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
/** Costs of the block's own qubits: 32 f64. */
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
/** A product state over all but one low qubit: 2^13 complex f64. */
// @ts-ignore: decorator
@inline
export function productRoom(): usize {
  return scratch + 0x4000;
}
/** Phase factors of the low qubits in f64: 2^14 complex. */
// @ts-ignore: decorator
@inline
export function lowRoom(): usize {
  return scratch + 0x24000;
}
/** The same as reals of the state's precision: re, then im 64 KiB (and a line) on. */
// @ts-ignore: decorator
@inline
export function lowPhaseRoom(): usize {
  return scratch + 0x64000;
}
export const LOW_PHASE_DISTANCE: usize = 0x10040;
