// The best assignment seen. It is copied only when the search is about to leave it, not on every step down.
import { copy, energy, signs } from "./state";

let best: usize = 0;
let bestEnergy: f64 = Infinity;

export function setBest(best_: usize, energy_: f64): void {
  best = best_;
  bestEnergy = energy_;
}

export function energyOfBest(): f64 {
  return bestEnergy;
}

/** Keeps the current assignment if it is better; whether it was. */
// @ts-ignore: decorator
@inline
export function keepBest(): bool {
  if (energy >= bestEnergy) return false;
  bestEnergy = energy;
  copy(best, signs);
  return true;
}
