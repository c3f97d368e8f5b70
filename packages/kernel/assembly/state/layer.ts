import { nextChunk } from "./chunks";
import { mixBlock } from "./column-mixer";
import { blockOffset, blocks, CHUNK_BLOCKS, lastPass, rowPitch, rowQubits, setPass } from "./columns";
import { phaseTile } from "./cost";
import { imaginaryPart, mirrored, qubits, realPart, tileOffset, tileQubits, tiles } from "./memory";
import { mixPair } from "./mirror";
import { real } from "./precision";
import { mixTile } from "./tile-mixer";

/** Job, a chunk a tile: sets ψ to the uniform state, held as i^|x| / √2^n. */
export function setUniform(): u32 {
  const amplitude = <real>(1 / Math.sqrt(<f64>(<u64>1 << (qubits + <i32>mirrored))));
  for (let tile = nextChunk(); tile < tiles; tile = nextChunk()) {
    const re = realPart(0) + tileOffset(tile);
    const im = imaginaryPart(0) + tileOffset(tile);
    const turns = popcnt(tile);
    for (let x: u32 = 0; x < <u32>(1 << tileQubits); x++) {
      const quarter = (turns + popcnt(x)) & 3;
      const value = (quarter & 2) == 0 ? amplitude : -amplitude;
      store<real>(re + <usize>x * sizeof<real>(), (quarter & 1) == 0 ? value : <real>0);
      store<real>(im + <usize>x * sizeof<real>(), (quarter & 1) == 0 ? <real>0 : value);
    }
  }
  return tiles;
}

/** Job, a chunk a tile: ψ ← scale · exp(2πi turnsPerCost C) ψ, then each low qubit rotated up to its cosine. */
export function layerTiles(turnsPerCost: f64, scale: f64, tangent: f64): u32 {
  for (let tile = nextChunk(); tile < tiles; tile = nextChunk()) {
    phaseTile(0, tile, turnsPerCost, scale);
    mixTile(realPart(0) + tileOffset(tile), <real>tangent);
    mixTile(imaginaryPart(0) + tileOffset(tile), <real>tangent);
  }
  return tiles;
}

/** One chunk of the blocks of re, then of im; or of pairs of blocks, where the last pass mixes the mirrored qubit too. */
export function mixChunk(slot: i32, chunk: u32, tangent: real): void {
  const first = chunk * CHUNK_BLOCKS;
  const end = min(first + CHUNK_BLOCKS, chunkBlocks());
  const t = v128.splat<real>(tangent);
  for (let block = first; block < end; block++) {
    if (mirrored && lastPass) mixPair(slot, block, tangent);
    else if (block < blocks) mixBlock(realPart(slot) + blockOffset(block), rowPitch, rowQubits, t);
    else mixBlock(imaginaryPart(slot) + blockOffset(block - blocks), rowPitch, rowQubits, t);
  }
}

/** Blocks, or pairs of blocks, of both arrays in this pass. */
// @ts-ignore: decorator
@inline
export function chunkBlocks(): u32 {
  return mirrored && lastPass ? blocks : 2 * blocks;
}

export function columnChunks(): u32 {
  return (chunkBlocks() + CHUNK_BLOCKS - 1) / CHUNK_BLOCKS;
}

/** Job, a chunk a few column blocks: rotates the qubits above the tile that pass `pass` takes. */
export function layerColumns(pass: i32, tangent: f64): u32 {
  setPass(pass);
  const chunks = columnChunks();
  for (let chunk = nextChunk(); chunk < chunks; chunk = nextChunk()) mixChunk(0, chunk, <real>tangent);
  return chunks;
}
