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

class SampleList {
  readonly basis: number[] = [];
  readonly occurrences: number[] = [];
  readonly energies: number[] = [];

  add(basis: number, occurrences: number, energy: number): void {
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

/** Measures the state `shots` times in O(2^n + shots). */
export function sampleState(held: HeldState, shots: number, seed: number): Samples {
  const { layout, exports } = held;
  const extra = 2 ** (layout.heldQubits - layout.qubits);
  const masses = Array.from({ length: layout.tiles }, (_, tile) => exports.tileMass(tile) / extra);
  const mass = masses.reduce((sum, own) => sum + own, 0);
  const next = risingThresholds(shots, seed, mass);
  const list = new SampleList();
  let [left, threshold, before] = [shots, next(), 0];
  for (let tile = 0; tile < layout.tiles && left > 0; tile += 1) {
    const end = tile + 1 === layout.tiles ? mass : before + masses[tile]!;
    if (threshold < end) {
      exports.costs(tile);
      const costs = new Float64Array(held.memory.buffer, layout.costTile, 2 ** layout.tileQubits);
      const [re, im] = tileReals(held, tile);
      let reached = before;
      for (let x = 0; x < re.length && left > 0; x += 1) {
        const probability = re[x]! * re[x]! + im[x]! * im[x]!;
        if (probability === 0) continue;
        reached += probability;
        // Sums in another order differ in the last digits; the tile's last amplitude takes what is left below its end.
        const limit = x + 1 === re.length ? Math.max(reached, end) : reached;
        let occurrences = 0;
        while (left > 0 && threshold < limit) {
          occurrences += 1;
          left -= 1;
          threshold = next();
        }
        if (occurrences > 0) list.add(tile * 2 ** layout.tileQubits + x, occurrences, costs[x]!);
      }
    }
    before = end;
  }
  return list.freeze();
}
