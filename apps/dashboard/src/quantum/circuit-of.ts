import {
  bind,
  type Circuit,
  type IsingModel,
  type LayerResources,
  layerResources,
  qaoa,
  type Resources,
  resources,
} from "@qtwin/quantum";

export interface CircuitFacts {
  readonly circuit: Circuit;
  readonly resources: Resources;
  readonly perLayer: LayerResources;
}

/** The ansatz with its angles, ready for a device. */
export function circuitFacts(
  ising: IsingModel,
  { gammas, betas }: Readonly<Record<"gammas" | "betas", ArrayLike<number>>>,
): CircuitFacts {
  const layers = gammas.length;
  const angles = Object.fromEntries([
    ...Array.from(gammas, (gamma, k) => [`gamma_${k}`, gamma] as const),
    ...Array.from(betas, (beta, k) => [`beta_${k}`, beta] as const),
  ]);
  const circuit = bind(qaoa(ising, { layers }), angles);
  return {
    circuit,
    resources: resources(circuit),
    perLayer: layerResources((count) => qaoa(ising, { layers: count })),
  };
}
