import type { HeldState } from "./held-state.ts";
import { tileOffset } from "./layout.ts";
import { risingThresholds } from "./rising-thresholds.ts";

/** Distinct basis states in rising order, how often each was measured, and its energy. */
export interface Samples {
  readonly basis: Uint32Array;
  readonly occurrences: Uint32Array;
  readonly energies: Float64Array;
}

function realsAt(held: HeldState, at: number, count: number): Float32Array | Float64Array {
  const { buffer } = held.memory;
  return held.layout.realBytes === 4
    ? new Float32Array(buffer, at, count)
    : new Float64Array(buffer, at, count);
}

/** re and im of one tile of ψ. */
export function tileReals(
  held: HeldState,
  tile: number,
): readonly [re: Float32Array | Float64Array, im: Float32Array | Float64Array] {
  const { layout } = held;
  const at = layout.arrays + tileOffset(layout, tile);
  // Extra qubits of a small state repeat its amplitudes: the first of each is enough.
  const count = Math.min(2 ** layout.tileQubits, 2 ** layout.qubits);
  return [realsAt(held, at, count), realsAt(held, at + layout.arrayBytes, count)];
}

/** Sum 0 of each chunk of the last job. */
function chunkSums(held: HeldState, chunks: number): readonly number[] {
  const sums = new Float64Array(held.memory.buffer, held.layout.control + 64, 2 * chunks);
  return Array.from({ length: chunks }, (_, chunk) => sums[2 * chunk]!);
}

/** One tile of a state to be measured, by place in its arrays. */
export interface SampledTile {
  readonly re: Float32Array | Float64Array;
  readonly im: Float32Array | Float64Array;
  readonly costs: Float64Array;
  /** Basis index at a place: rising, and above those of earlier tiles. */
  basisAt(place: number): number;
}

/** A state to be measured, as tiles with the mass of each. */
export interface SampledState {
  readonly masses: readonly number[];
  openTile(tile: number): SampledTile;
}

class SampleList {
  readonly basis: number[] = [];
  readonly occurrences: number[] = [];
  readonly energies: number[] = [];

  add(basis: number, occurrences: number, energy: number): void {
    if (occurrences === 0) return;
    if (this.basis.at(-1) === basis) {
      this.occurrences[this.basis.length - 1]! += occurrences;
      return;
    }
    this.basis.push(basis);
    this.occurrences.push(occurrences);
    this.energies.push(energy);
  }

  freeze(): Samples {
    return {
      basis: Uint32Array.from(this.basis),
      occurrences: Uint32Array.from(this.occurrences),
      energies: Float64Array.from(this.energies),
    };
  }
}

/** Shots as rising thresholds on the cumulated mass. */
class Shots {
  readonly #next: () => number;
  #left: number;
  #threshold: number;

  constructor(shots: number, seed: number, mass: number) {
    this.#next = risingThresholds(shots, seed, mass);
    this.#left = shots;
    this.#threshold = this.#next();
  }

  /** How many shots lie below `limit` and were not taken before. */
  takeBelow(limit: number): number {
    let taken = 0;
    while (this.#left > 0 && this.#threshold < limit) {
      taken += 1;
      this.#left -= 1;
      this.#threshold = this.#next();
    }
    return taken;
  }

  hasBelow(limit: number): boolean {
    return this.#left > 0 && this.#threshold < limit;
  }
}

function sampleTile(list: SampleList, shots: Shots, tile: SampledTile, from: number, to: number): void {
  const { re, im, costs } = tile;
  let [reached, newest] = [from, -1];
  for (let place = 0; place < re.length && shots.hasBelow(to); place += 1) {
    const probability = re[place]! * re[place]! + im[place]! * im[place]!;
    if (probability === 0) continue;
    reached += probability;
    newest = place;
    if (shots.hasBelow(reached)) list.add(tile.basisAt(place), shots.takeBelow(reached), costs[place]!);
  }
  // Sums in another order differ in the last digits: the tile's last amplitude takes what is left below its end.
  if (newest >= 0) list.add(tile.basisAt(newest), shots.takeBelow(to), costs[newest]!);
}

/** Measures a state `shots` times in O(amplitudes + shots). */
export function sampleTiles({ masses, openTile }: SampledState, shots: number, seed: number): Samples {
  const mass = masses.reduce((sum, own) => sum + own, 0);
  const left = new Shots(shots, seed, mass);
  const list = new SampleList();
  let before = 0;
  masses.forEach((own, tile) => {
    const end = tile + 1 === masses.length ? mass : before + own;
    if (left.hasBelow(end)) sampleTile(list, left, openTile(tile), before, end);
    before = end;
  });
  return list.freeze();
}

/** A tile of amplitudes as they lie. */
function openTile(held: HeldState, tile: number): SampledTile {
  const { threads, tileQubits } = held.layout;
  held.exports.costs(tile);
  const costs = new Float64Array(held.memory.buffer, threads[0]!.costTile, 2 ** tileQubits);
  const [re, im] = tileReals(held, tile);
  return { re, im, costs, basisAt: (place) => tile * 2 ** tileQubits + place };
}

/** The same amplitudes as those of not x, which rise as x falls. */
function openMirroredTile(held: HeldState, tile: number): SampledTile {
  const { re, im, costs, basisAt } = openTile(held, tile);
  const last = 2 ** held.layout.qubits - 1;
  return {
    ...{ re: re.slice().reverse(), im: im.slice().reverse(), costs: costs.slice().reverse() },
    basisAt: (place) => last - basisAt(re.length - 1 - place),
  };
}

/** Measures the state `shots` times in O(2^n + shots). */
export function sampleState(held: HeldState, shots: number, seed: number): Samples {
  const { heldQubits, qubits, tiles, mirrored } = held.layout;
  held.run("masses");
  const extra = mirrored ? 1 : 2 ** (heldQubits - qubits);
  const masses = chunkSums(held, tiles).map((mass) => mass / extra);
  if (!mirrored) return sampleTiles({ masses, openTile: (tile) => openTile(held, tile) }, shots, seed);
  const open = (at: number): SampledTile =>
    at < tiles ? openTile(held, at) : openMirroredTile(held, 2 * tiles - 1 - at);
  return sampleTiles({ masses: [...masses, ...masses.toReversed()], openTile: open }, shots, seed);
}
