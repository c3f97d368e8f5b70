import { openSubspace, type QaoaState, type QuadraticCost, type SubspaceState } from "@qtwin/kernel";
import { withQaoaState } from "@qtwin/quantum";
import type { QaoaProblem, QubitGroups } from "./problem.ts";

/** What both kinds of state do; sampled basis indices are bit strings, qubit i being bit i. */
export type MeasurableState = Pick<QaoaState, "layer" | "massBelow" | "sample">;

/** The state of a problem at the start of its circuit, freed after `use`. */
export async function withState<Result>(
  { qubits, cost, groups }: QaoaProblem,
  threads: number,
  use: (state: MeasurableState) => Result,
): Promise<Result> {
  if (!groups)
    return withQaoaState({ qubits, cost, precision: precisionOf(qubits), threads }, async (state) =>
      use(state),
    );
  const kernel = await openSubspace({ precision: "f64" });
  const state = kernel.createState({ ...oneHotProblem(cost, groups), mixer: "ring" });
  try {
    return use(measurable(state));
  } finally {
    state.free();
  }
}

const precisionOf = (qubits: number): "f64" | "f32" => (qubits <= 20 ? "f64" : "f32");

/** Two options of one choice never meet, so that the products of their variables are left out. */
export function oneHotProblem(
  cost: QuadraticCost,
  groups: QubitGroups,
): { readonly cost: QuadraticCost; readonly groups: QubitGroups } {
  const groupOf = new Map(groups.flatMap((group, at) => group.map((qubit) => [qubit, at] as const)));
  const couplings = cost.couplings.filter(([one, other]) => groupOf.get(one) !== groupOf.get(other));
  return { cost: { ...cost, couplings }, groups };
}

function measurable(state: SubspaceState): MeasurableState {
  return {
    layer: (gamma, beta) => state.layer(gamma, beta),
    massBelow: (limit) => state.massBelow(limit),
    sample: (shots, seed) => {
      const samples = state.sample(shots, seed);
      return { ...samples, basis: samples.basis.map((index) => bitString(state, index)) };
    },
  };
}

const bitString = (state: SubspaceState, index: number): number =>
  state.optionsAt(index).reduce((bits, option, group) => bits + 2 ** state.groups[group]![option]!, 0);
