import type { Angles } from "./angles.ts";
import { stretchByFourier } from "./fourier.ts";
import { skTable } from "./sk-table.ts";

/**
 * Angles of the infinite Sherrington-Kirkpatrick model, good for dense problems; beyond the 12 layers of the table its
 * last schedule is stretched.
 */
export function skAngles(layers: number): Angles {
  const entry = skTable[Math.min(layers, skTable.length) - 1]!;
  const angles = {
    gammas: Float64Array.from(entry.gammas),
    betas: Float64Array.from(entry.betas, (b) => -b),
  };
  return layers > skTable.length ? stretchByFourier(angles, layers) : angles;
}
