// The way back of the gradient: ψ and λ = C ψ together, tile by tile and block by block, the overlaps that the derivatives
// are made of summed on the way. Each X commutes with its mixer and C with its phase, so any moment between will do.
import { nextChunk, storeSum } from "./chunks";
import { columnChunks, mixChunk } from "./layer";
import { setPass } from "./columns";
import { costOverlap, phaseTile, weighTile } from "./cost";
import { imaginaryPart, realPart, tileOffset, tiles } from "./memory";
import { chunkOverlap, overlapTile } from "./mixer-overlap";
import { real } from "./precision";
import { mixTile } from "./tile-mixer";

/** Rotates a tile of both states back; their share of Im ⟨λ|ΣX|ψ⟩ becomes sum 1 of the chunk. */
function mixBack(tile: u32, tangent: f64): void {
  const toAdjoint = realPart(1) - realPart(0);
  const re = realPart(0) + tileOffset(tile);
  const im = imaginaryPart(0) + tileOffset(tile);
  mixTile(re, <real>tangent);
  mixTile(re + toAdjoint, <real>tangent);
  mixTile(im, <real>tangent);
  mixTile(im + toAdjoint, <real>tangent);
  storeSum(1, tile, overlapTile(re, toAdjoint) + overlapTile(im, toAdjoint));
}

/** Job, a chunk a tile: λ ← scale · C ψ, ψ ← scale · ψ, low qubits back. Sum 0 is ⟨ψ|C|ψ⟩. */
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

/** Job, a chunk a few column blocks: the upper qubits back. Sum 1 is their share of Im ⟨λ|ΣX|ψ⟩. */
export function walkColumns(pass: i32, tangent: f64): u32 {
  setPass(pass);
  const chunks = columnChunks();
  for (let chunk = nextChunk(); chunk < chunks; chunk = nextChunk()) {
    mixChunk(0, chunk, <real>tangent);
    mixChunk(1, chunk, <real>tangent);
    storeSum(1, chunk, chunkOverlap(chunk));
  }
  return chunks;
}

/** Job, a chunk a tile: sum 0 is Im ⟨λ|C|ψ⟩. */
export function costOverlaps(): u32 {
  for (let tile = nextChunk(); tile < tiles; tile = nextChunk()) storeSum(0, tile, costOverlap(tile));
  return tiles;
}
