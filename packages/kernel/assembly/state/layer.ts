import { nextChunk } from "./chunks";
import { mixBlock } from "./column-mixer";
import { blockOfBoth, CHUNK_BLOCKS, chunkEnd, columnChunks, pairsBlocks, rowPitch, rowQubits, setPass } from "./columns";
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

/** Job, a chunk a few column blocks: rotates the qubits above the tile that pass `pass` takes, the mirrored one last. */
export function layerColumns(pass: i32, tangent: f64): u32 {
  setPass(pass);
  const t = v128.splat<real>(<real>tangent);
  const chunks = columnChunks();
  for (let chunk = nextChunk(); chunk < chunks; chunk = nextChunk())
    for (let block = chunk * CHUNK_BLOCKS; block < chunkEnd(chunk); block++) {
      if (pairsBlocks()) mixPair(block, <real>tangent);
      else mixBlock(blockOfBoth(0, block), rowPitch, rowQubits, t);
    }
  return chunks;
}
