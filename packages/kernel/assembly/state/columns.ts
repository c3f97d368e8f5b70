// The upper qubits of both arrays as chunks of neighbouring column blocks. With many upper qubits there are two passes:
// the middle qubits, whose rows are the tiles of one group, then the highest, whose rows are the same tile of each group.
import { ROW_BYTES } from "./column-mixer";
import { middleQubits, pitch, qubits, tileBytes, tileOffset, tileQubits } from "./memory";

/** Neighbouring blocks that one thread takes at a time. */
export const CHUNK_BLOCKS: u32 = 4;

let firsts: u32 = 0;
let firstStep: u32 = 0;
/** Rows of every block in this pass, and the distance of two. */
export let rowQubits: i32 = 0;
export let rowPitch: usize = 0;
/** Blocks of one array in this pass. */
export let blocks: u32 = 0;
export let lastPass: bool = false;

export function setPass(pass: i32): void {
  const upper = qubits - tileQubits;
  const middle = min(middleQubits, upper);
  lastPass = pass == 1 || middle == upper;
  rowQubits = pass == 0 ? middle : upper - middle;
  rowPitch = pass == 0 ? pitch : tileOffset(1 << middle);
  firsts = pass == 0 ? 1 << (upper - middle) : 1 << middle;
  firstStep = pass == 0 ? 1 << middle : 1;
  blocks = firsts * columnsOfTile();
}

// @ts-ignore: decorator
@inline
function columnsOfTile(): u32 {
  return <u32>(tileBytes / ROW_BYTES);
}

/** Distance of a block from the start of its array. */
export function blockOffset(block: u32): usize {
  const columns = columnsOfTile();
  return tileOffset((block / columns) * firstStep) + <usize>(block % columns) * ROW_BYTES;
}
