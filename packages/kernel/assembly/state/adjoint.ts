// The way back of the gradient: ψ and λ = C ψ together, tile by tile and block by block, the overlaps that the derivatives
// are made of summed on the way. Each X commutes with its mixer and C with its phase, so any moment between will do.
import { nextChunk, storeSum } from "./chunks";
import { bufferRow, copyOut, mixIntoBuffer, ROW_BYTES } from "./column-mixer";
import { blockOfBoth, CHUNK_BLOCKS, chunkEnd, columnChunks, pairsBlocks, rowPitch, rowQubits, setPass } from "./columns";
import { costOverlap, phaseTile, weighTile } from "./cost";
import { columnBuffer, imaginaryPart, realPart, tileBytes, tileOffset, tiles } from "./memory";
import { blockAt, mirrorAt, mixMirror, overlapPair } from "./mirror";
import { overlapBuffer, overlapFar, overlapNear } from "./mixer-overlap";
import { real } from "./precision";
import { farGrowth, mixFar, mixNear, nearBytes } from "./tile-mixer";

/** Bytes of each row that the highest qubits of a tile take at a time: eight rows of both states stay in the cache. */
const FAR_RUN: usize = 1024;

/** Rotates one array of a tile of both states back and returns its share of Im ⟨λ|ΣX|ψ⟩. */
function mixArrayBack(tile: usize, toAdjoint: usize, tangent: real): f64 {
  const near = nearBytes();
  // What is summed here has not grown yet by what the highest qubits of the tile leave out.
  let sum: f64 = 0;
  for (let at = tile; at < tile + tileBytes; at += near) {
    mixNear(at, near, tangent);
    mixNear(at + toAdjoint, near, tangent);
    sum += overlapNear(at, near, toAdjoint);
  }
  sum *= farGrowth(tangent);
  for (let at = tile; at < tile + near; at += FAR_RUN) {
    mixFar(at, FAR_RUN, tangent);
    mixFar(at + toAdjoint, FAR_RUN, tangent);
    sum += overlapFar(at, FAR_RUN, toAdjoint);
  }
  return sum;
}

/** Rotates a tile of both states back; their share of Im ⟨λ|ΣX|ψ⟩ becomes sum 1 of the chunk. */
function mixBack(tile: u32, tangent: f64): void {
  const toAdjoint = realPart(1) - realPart(0);
  const re = mixArrayBack(realPart(0) + tileOffset(tile), toAdjoint, <real>tangent);
  const im = mixArrayBack(imaginaryPart(0) + tileOffset(tile), toAdjoint, <real>tangent);
  storeSum(1, tile, re + im);
}

/** Job, a chunk a tile: λ ← scale (C - mean) ψ, ψ ← scale ψ, low qubits back. Sum 0 is ⟨ψ|C - mean|ψ⟩. */
export function weighTiles(scale: f64, tangent: f64): u32 {
  for (let tile = nextChunk(); tile < tiles; tile = nextChunk()) {
    storeSum(0, tile, weighTile(tile, scale));
    mixBack(tile, tangent);
  }
  return tiles;
}

/** Job, a chunk a tile: the phase and the low qubits back. Sum 0 is Im ⟨λ|C|ψ⟩ before. */
export function walkTiles(turnsPerCost: f64, scale: f64, tangent: f64): u32 {
  for (let tile = nextChunk(); tile < tiles; tile = nextChunk()) {
    storeSum(0, tile, costOverlap(tile));
    phaseTile(0, tile, turnsPerCost, scale);
    phaseTile(1, tile, turnsPerCost, scale);
    mixBack(tile, tangent);
  }
  return tiles;
}

/** Rotates a column block of both states back and returns its share of Im ⟨λ|ΣX|ψ⟩. */
function walkBlock(block: usize, tangent: real): f64 {
  const toAdjoint = realPart(1) - realPart(0);
  const t = v128.splat<real>(tangent);
  const toBuffer = bufferRow(1 << rowQubits) + ROW_BYTES;
  // One state after the other: the rows of both lie in more pages than the second-level TLB holds.
  mixIntoBuffer(columnBuffer, block, rowPitch, rowQubits, t);
  copyOut(columnBuffer, block, rowPitch, rowQubits);
  mixIntoBuffer(columnBuffer + toBuffer, block + toAdjoint, rowPitch, rowQubits, t);
  copyOut(columnBuffer + toBuffer, block + toAdjoint, rowPitch, rowQubits);
  return overlapBuffer(columnBuffer, rowQubits, toBuffer);
}

/** The same for two mirrored blocks and the qubit between them. */
function walkPair(pair: u32, tangent: real): f64 {
  const sum = walkBlock(blockAt(0, pair), tangent) + walkBlock(mirrorAt(0, pair), tangent);
  mixMirror(0, pair, tangent);
  mixMirror(1, pair, tangent);
  // The qubit between them left its cosine out after those sums.
  const growth = 1 + <f64>tangent * <f64>tangent;
  return sum * growth + overlapPair(pair, realPart(1) - realPart(0));
}

/** Job, a chunk a few column blocks: the upper qubits back. Sum 1 is their share of Im ⟨λ|ΣX|ψ⟩. */
export function walkColumns(pass: i32, tangent: f64): u32 {
  setPass(pass);
  const chunks = columnChunks();
  for (let chunk = nextChunk(); chunk < chunks; chunk = nextChunk()) {
    let sum: f64 = 0;
    for (let block = chunk * CHUNK_BLOCKS; block < chunkEnd(chunk); block++) {
      if (pairsBlocks()) sum += walkPair(block, <real>tangent);
      else sum += walkBlock(blockOfBoth(0, block), <real>tangent);
    }
    storeSum(1, chunk, sum);
  }
  return chunks;
}

/** Job, a chunk a tile: sum 0 is Im ⟨λ|C|ψ⟩. */
export function costOverlaps(): u32 {
  for (let tile = nextChunk(); tile < tiles; tile = nextChunk()) storeSum(0, tile, costOverlap(tile));
  return tiles;
}
