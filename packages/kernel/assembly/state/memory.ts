import { real } from "./precision";

// Where everything lies. The host plans the addresses (src/layout.ts) and writes them here once an instance.

export let qubits: i32 = 0;
/** A tile is 2^tileQubits neighbouring amplitudes; `tiles` of them make the state. */
export let tileQubits: i32 = 0;
export let tiles: u32 = 0;
export let tileBytes: usize = 0;
/** From one tile to the next: more than tileBytes, since power-of-two distances share cache sets. */
export let pitch: usize = 0;
/** Tile bits of the middle pass; every 2^middleQubits tiles a further pad follows. */
export let middleQubits: i32 = 0;
export let groupPad: usize = 0;
/** Whether this is the half x_n = 0 of a state with ψ(x) = ψ(not x), whose last qubit exchanges x and not x. */
export let mirrored: bool = false;

/** Rooms of this thread alone. */
export let scratch: usize = 0;
export let columnBuffer: usize = 0;
export let costTile: usize = 0;
/** Rooms of all threads: the chunk counter and the sums of chunks, then the phases of the low qubits. */
export let control: usize = 0;
export let lowPhases: usize = 0;
/** First address of the re array of ψ; im and the second state follow at `arrayBytes`. */
export let arrays: usize = 0;
export let arrayBytes: usize = 0;

export function setShape(
  qubits_: i32, tileQubits_: i32, pitch_: usize, middleQubits_: i32, groupPad_: usize, mirrored_: bool,
): void {
  qubits = qubits_;
  tileQubits = tileQubits_;
  tiles = 1 << (qubits_ - tileQubits_);
  tileBytes = sizeof<real>() << tileQubits_;
  pitch = pitch_;
  middleQubits = middleQubits_;
  groupPad = groupPad_;
  mirrored = mirrored_;
}

export function setThread(scratch_: usize, columnBuffer_: usize, costTile_: usize): void {
  scratch = scratch_;
  columnBuffer = columnBuffer_;
  costTile = costTile_;
}

export function setAddresses(control_: usize, lowPhases_: usize, arrays_: usize, arrayBytes_: usize): void {
  control = control_;
  lowPhases = lowPhases_;
  arrays = arrays_;
  arrayBytes = arrayBytes_;
}

/** The re array of state `slot`: 0 is ψ, 1 is the adjoint λ. */
// @ts-ignore: decorator
@inline
export function realPart(slot: i32): usize {
  return arrays + 2 * <usize>slot * arrayBytes;
}

// @ts-ignore: decorator
@inline
export function imaginaryPart(slot: i32): usize {
  return realPart(slot) + arrayBytes;
}

/** Distance of tile `tile` from the start of its array. */
// @ts-ignore: decorator
@inline
export function tileOffset(tile: u32): usize {
  return <usize>tile * pitch + <usize>(tile >> middleQubits) * groupPad;
}
