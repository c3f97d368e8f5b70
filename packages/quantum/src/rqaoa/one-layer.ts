import type { IsingModel } from "../pauli/ising.ts";
import { mixedMeans, type PhasedMeans, phasedMeans } from "../qaoa/closed-form.ts";
import type { RunLog } from "../run/run-log.ts";
import { bestBeta, energyOfBeta } from "./best-beta.ts";
import type { CorrelationSource } from "./correlations.ts";

interface OneLayerState {
  readonly gamma: number;
  readonly beta: number;
  readonly energy: number;
  readonly means: PhasedMeans;
}

/** Root mean square over the spins of all weights that touch each: gamma is near its inverse. */
function weightPerSpin({ count, field, coupling }: IsingModel): number {
  let sum = 0;
  for (let i = 0; i < field.length; i++) sum += field[i]! ** 2;
  for (let entry = 0; entry < coupling.length; entry++) sum += 2 * coupling[entry]! ** 2;
  return Math.sqrt(sum / count) || 1;
}

/** Gammas of the first search, in inverse weights per spin; gamma and beta together may change sign. */
const firstGammas = Array.from({ length: 24 }, (_, k) => 0.08 * (k + 1));
/** Relative steps of the local search, wide ones after the first grid. */
const [wideSteps, narrowSteps] = [[0.05, 0.02, 0.005], [0.05]];
/** Gamma is searched anew whenever this share of the spins is gone; beta is exact at each round. */
const shareBetweenSearches = 0.02;

/** One layer in closed form, for any number of spins. */
export function oneLayer(log: RunLog): CorrelationSource {
  let gamma: number | undefined;
  let searchedAt = Number.POSITIVE_INFINITY;

  const at = (ising: IsingModel, angle: number): OneLayerState => {
    const means = phasedMeans(ising, angle);
    const { beta, energy } = bestBeta(energyOfBeta(ising, means));
    log.evaluated(energy);
    return { gamma: angle, beta, energy, means };
  };
  const best = (ising: IsingModel, angles: readonly number[], known?: OneLayerState): OneLayerState =>
    angles.reduce<OneLayerState | undefined>((least, angle) => {
      const found = at(ising, angle);
      return least === undefined || found.energy < least.energy ? found : least;
    }, known)!;
  const search = (ising: IsingModel): OneLayerState => {
    const first = gamma === undefined;
    const weight = weightPerSpin(ising);
    let state = best(ising, first ? firstGammas.map((unit) => unit / weight) : [gamma!]);
    for (const step of first ? wideSteps : narrowSteps)
      state = best(ising, [state.gamma * (1 - step), state.gamma * (1 + step)], state);
    return state;
  };

  return (ising) => {
    const due = ising.count <= searchedAt * (1 - shareBetweenSearches);
    if (due || gamma === undefined) searchedAt = ising.count;
    const state = due ? search(ising) : at(ising, gamma!);
    gamma = state.gamma;
    const { z, i, j, zz } = mixedMeans(ising, state.means, state.beta);
    return { z, i, j, zz, gammas: [state.gamma], betas: [state.beta] };
  };
}
