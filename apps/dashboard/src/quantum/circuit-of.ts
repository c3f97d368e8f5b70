import {
  bind,
  type Circuit,
  type IsingModel,
  type LayerResources,
  layerResources,
  type Mixer,
  qaoa,
  type Resources,
  resources,
} from "@qtwin/quantum";

export interface CircuitFacts {
  readonly circuit: Circuit;
  readonly resources: Resources;
  readonly perLayer: LayerResources;
}

export interface LayerAngles extends Readonly<Record<"gammas" | "betas", ArrayLike<number>>> {
  /** Groups of qubits of which the mixer keeps exactly one at 1; absent: the X mixer. */
  readonly groups?: readonly (readonly number[])[];
}

/** The ansatz with its angles, ready for a device. */
export function circuitFacts(ising: IsingModel, { gammas, betas, groups }: LayerAngles): CircuitFacts {
  const mixer: Mixer = groups ? { kind: "xy-ring", groups } : { kind: "x" };
  const layers = gammas.length;
  const angles = Object.fromEntries([
    ...Array.from(gammas, (gamma, k) => [`gamma_${k}`, gamma] as const),
    ...Array.from(betas, (beta, k) => [`beta_${k}`, beta] as const),
  ]);
  const circuit = bind(qaoa(ising, { layers, mixer }), angles);
  return {
    circuit,
    resources: resources(circuit),
    perLayer: layerResources((count) => qaoa(ising, { layers: count, mixer })),
  };
}
