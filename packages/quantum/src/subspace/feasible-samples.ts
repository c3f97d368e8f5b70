import type { OneHotGroups, Samples } from "@qtwin/kernel";
import { type SampleSummary, summarise } from "../qaoa/sample-summary.ts";

/** The binary variables that a choice of one option in every group sets. */
export function bitsOfOptions(groups: OneHotGroups, options: readonly number[]): Uint8Array {
  const bits = new Uint8Array(groups.flat().length);
  groups.forEach((variables, group) => {
    bits[variables[options[group]!]!] = 1;
  });
  return bits;
}

/** @param optimum energy up to which a sample is an optimum */
export function summariseFeasible(
  samples: Samples,
  bitsAt: (basis: number) => Uint8Array,
  optimum: number | null,
): SampleSummary {
  const summary = summarise(samples, 0, optimum);
  const { energy } = summary.best;
  const bits = bitsAt(samples.basis[samples.energies.indexOf(energy)]!);
  return { ...summary, best: { bits, energy } };
}

/** Standard deviation of the energies of all shots. */
export function energySpread({ occurrences, energies }: Samples, mean: number): number {
  let [shots, sum] = [0, 0];
  energies.forEach((energy, k) => {
    shots += occurrences[k]!;
    sum += occurrences[k]! * (energy - mean) ** 2;
  });
  return Math.sqrt(sum / shots);
}
