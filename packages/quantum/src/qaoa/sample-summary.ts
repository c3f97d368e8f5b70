import type { Samples } from "@qtwin/kernel";
import { bestOfSamples } from "../run/best-of-samples.ts";
import type { Assignment } from "../run/run.ts";
import { type EnergyLevels, energyLevels } from "./energy-levels.ts";

/** What a number of shots gave. */
export interface SampleSummary {
  readonly shots: number;
  /** Mean energy of all shots. */
  readonly mean: number;
  readonly best: Assignment;
  /** How many different assignments came. */
  readonly distinct: number;
  /** Shots that gave a certified optimum; null where none is certified. */
  readonly optimal: number | null;
  /** The energies of the shots: each of them to 4096, beyond that neighbours joined at their mean. */
  readonly levels: EnergyLevels;
}

/** Mean energy of the best fraction `alpha` of the shots, the last one counting in part. */
export function sampleMean({ occurrences, energies }: Samples, alpha: number): number {
  const order = [...energies.keys()].sort((a, b) => energies[a]! - energies[b]!);
  const wanted = alpha * occurrences.reduce((sum, count) => sum + count, 0);
  let [left, sum] = [wanted, 0];
  for (const k of order) {
    const taken = Math.min(left, occurrences[k]!);
    sum += taken * energies[k]!;
    left -= taken;
  }
  return sum / wanted;
}

/** @param optimum energy up to which a sample is an optimum */
export function summarise(samples: Samples, qubits: number, optimum: number | null): SampleSummary {
  const { basis, occurrences, energies } = samples;
  let [shots, optimal] = [0, 0];
  energies.forEach((energy, k) => {
    shots += occurrences[k]!;
    if (optimum !== null && energy <= optimum) optimal += occurrences[k]!;
  });
  return {
    shots,
    mean: sampleMean(samples, 1),
    best: bestOfSamples(samples, qubits),
    distinct: basis.length,
    optimal: optimum === null ? null : optimal,
    levels: energyLevels(samples),
  };
}
