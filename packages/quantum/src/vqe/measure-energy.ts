import { createRandom } from "@qtwin/core";
import type { Circuit } from "../circuit/circuit.ts";
import { quantumError } from "../errors.ts";
import type { NoiseModel } from "../simulate/noise.ts";
import { type Counts, runShots } from "../simulate/run-shots.ts";
import type { EstimatedMean } from "../simulate/running-mean.ts";
import type { Simulator } from "../simulate/simulator.ts";
import {
  groupEnergy,
  type MeasurementGroup,
  type MeasurementPlan,
  measuringCircuit,
} from "./measurement-groups.ts";

export interface EnergyShots {
  /** Of one energy, over all groups; at least two a group. */
  readonly shots: number;
  readonly seed: number;
  /** Acts on the gates that turn the basis too. */
  readonly noise?: NoiseModel;
  readonly simulator?: Simulator;
}

const weight = ({ terms }: MeasurementGroup): number =>
  Math.sqrt(terms.reduce((sum, { coefficient }) => sum + coefficient * coefficient, 0));

/** Shots of each group in proportion to the size of its coefficients, at least two. */
export function shotsOfGroups(groups: readonly MeasurementGroup[], shots: number): readonly number[] {
  if (!Number.isInteger(shots) || shots < 2 * groups.length)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `${shots} shots for ${groups.length} bases are fewer than two each.`,
      "shots",
    );
  const total = groups.reduce((sum, group) => sum + weight(group), 0);
  const spare = shots - 2 * groups.length;
  const shares = groups.map((group) => 2 + Math.floor((spare * weight(group)) / total));
  const left = shots - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, k) => share + (k < left ? 1 : 0));
}

/** Mean of the group's energies and the variance of that mean. */
function meanOf(counts: Counts, group: MeasurementGroup, shots: number): { mean: number; variance: number } {
  let [sum, squares] = [0, 0];
  const energies = [...counts].map(
    ([text, count]) => [groupEnergy(group, Number.parseInt(text, 2)), count] as const,
  );
  for (const [energy, count] of energies) sum += energy * count;
  const mean = sum / shots;
  for (const [energy, count] of energies) squares += count * (energy - mean) ** 2;
  return { mean, variance: squares / (shots - 1) / shots };
}

/**
 * <H> as a device would estimate it: each group of the plan is measured in its own basis.
 * @param circuit without symbols
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_PROBABILITY, QT_QUANTUM_UNBOUND_PARAMETER
 */
export function measureEnergy(circuit: Circuit, plan: MeasurementPlan, options: EnergyShots): EstimatedMean {
  const { seed, shots: _all, ...rest } = options;
  const random = createRandom(seed);
  const shares = shotsOfGroups(plan.groups, options.shots);
  let [mean, variance] = [plan.constant, 0];
  for (const [k, group] of plan.groups.entries()) {
    const shots = shares[k]!;
    const counts = runShots(measuringCircuit(circuit, group), {
      ...rest,
      shots,
      seed: random.integer(2 ** 31),
    });
    const own = meanOf(counts, group, shots);
    mean += own.mean;
    variance += own.variance;
  }
  return { mean, standardError: Math.sqrt(variance) };
}
