import type { IsingModel } from "../pauli/ising.ts";
import type { PhasedMeans } from "../qaoa/closed-form.ts";

/** E(beta) = offset + field sin 2β + cross sin 2β cos 2β + yy sin² 2β: the mean energy of one layer at a fixed gamma. */
export interface EnergyOfBeta {
  readonly offset: number;
  readonly field: number;
  readonly cross: number;
  readonly yy: number;
}

export function energyOfBeta(ising: IsingModel, means: PhasedMeans): EnergyOfBeta {
  let [field, cross, yy] = [0, 0, 0];
  for (let i = 0; i < means.y.length; i++) field += ising.field[i]! * means.y[i]!;
  for (let pair = 0; pair < means.yy.length; pair++) {
    cross += means.coupling[pair]! * means.cross[pair]!;
    yy += means.coupling[pair]! * means.yy[pair]!;
  }
  return { offset: ising.offset, field, cross, yy };
}

function energyAt({ offset, field, cross, yy }: EnergyOfBeta, beta: number): number {
  const [cos, sin] = [Math.cos(2 * beta), Math.sin(2 * beta)];
  return offset + sin * (field + cross * cos + yy * sin);
}

const [gridPoints, halvings] = [64, 40];

/** The least of E over one period, -π/2 ≤ beta < π/2: a grid, which a sum of two harmonics cannot slip through, then thirds. */
export function bestBeta(energy: EnergyOfBeta): { readonly beta: number; readonly energy: number } {
  const step = Math.PI / gridPoints;
  let beta = 0;
  for (let k = 0; k < gridPoints; k++) {
    const candidate = k * step - Math.PI / 2;
    if (energyAt(energy, candidate) < energyAt(energy, beta)) beta = candidate;
  }
  let [low, high] = [beta - step, beta + step];
  for (let round = 0; round < halvings; round++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (energyAt(energy, a) < energyAt(energy, b)) high = b;
    else low = a;
  }
  beta = (low + high) / 2;
  return { beta, energy: energyAt(energy, beta) };
}
