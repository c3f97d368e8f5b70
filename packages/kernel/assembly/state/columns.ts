// The upper qubits of both arrays as chunks of neighbouring column blocks. With many upper qubits there are two passes:
// the middle qubits, whose rows are the tiles of one group, then the highest, whose rows are the same tile of each group.
import { ROW_BYTES } from "./column-mixer";
import { imaginaryPart, middleQubits, mirrored, pitch, qubits, realPart, tileBytes, tileOffset, tileQubits } from "./memory";

/** Neighbouring blocks that one thread takes at a time. */
export const CHUNK_BLOCKS: u32 = 4;

let firsts: u32 = 0;
let firstStep: u32 = 0;
/** Rows of every block in this pass, and the distance of two. */
export let rowQubits: i32 = 0;
export let rowPitch: usize = 0;
/** Blocks of one array in this pass. */
export let blocks: u32 = 0;
let lastPass: bool = false;

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

/** Whether the pass takes pairs of mirrored blocks: the last one, if only half the state is held. */
// @ts-ignore: decorator
@inline
export function pairsBlocks(): bool {
  return mirrored && lastPass;
}

/** Blocks, or pairs of blocks, of both arrays together. */
// @ts-ignore: decorator
@inline
function blocksOfBoth(): u32 {
  return pairsBlocks() ? blocks : 2 * blocks;
}

export function columnChunks(): u32 {
  return (blocksOfBoth() + CHUNK_BLOCKS - 1) / CHUNK_BLOCKS;
}

/** After the last block, or pair, of a chunk. */
export function chunkEnd(chunk: u32): u32 {
  return min((chunk + 1) * CHUNK_BLOCKS, blocksOfBoth());
}

/** Address of a block, those of im following those of re. */
export function blockOfBoth(slot: i32, block: u32): usize {
  if (block < blocks) return realPart(slot) + blockOffset(block);
  return imaginaryPart(slot) + blockOffset(block - blocks);
}
