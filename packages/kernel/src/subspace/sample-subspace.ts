import { type SampledTile, type Samples, sampleTiles } from "../sample.ts";
import { costsOfTile, type HeldSubspace } from "./held-subspace.ts";

/** re and im of one tile of ψ: rows with their padding, up to the last amplitude. */
export function tileReals(
  { layout, memory }: HeldSubspace,
  tile: number,
): readonly [re: Float32Array | Float64Array, im: Float32Array | Float64Array] {
  const reals = layout.precision === "f32" ? Float32Array : Float64Array;
  const at = layout.arrays + tile * layout.tilePitch;
  const count = (layout.rows - 1) * layout.rowReals + layout.rowOptions;
  return [new reals(memory.buffer, at, count), new reals(memory.buffer, at + layout.arrayBytes, count)];
}

/** Basis index of what stands at a place of a tile. */
export function basisAt({ layout }: HeldSubspace, tile: number, place: number): number {
  const x = place % layout.rowReals;
  const row = (place - x) / layout.rowReals;
  return (tile * layout.rows + row) * layout.rowOptions + x;
}

/** Measures the state `shots` times in O(size + shots). */
export function sampleSubspace(held: HeldSubspace, shots: number, seed: number): Samples {
  const openTile = (tile: number): SampledTile => {
    const costs = costsOfTile(held, tile);
    const [re, im] = tileReals(held, tile);
    return { re, im, costs, basisAt: (place) => basisAt(held, tile, place) };
  };
  const masses = Array.from({ length: held.layout.tiles }, (_, tile) => held.exports.tileMass(tile));
  return sampleTiles({ masses, openTile }, shots, seed);
}
