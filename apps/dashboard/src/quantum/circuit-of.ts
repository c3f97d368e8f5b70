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
  gammas: readonly number[],
  betas: readonly number[],
): CircuitFacts {
  const layers = gammas.length;
  const angles = Object.fromEntries([
    ...gammas.map((gamma, k) => [`gamma_${k}`, gamma] as const),
    ...betas.map((beta, k) => [`beta_${k}`, beta] as const),
  ]);
  const circuit = bind(qaoa(ising, { layers }), angles);
  return {
    circuit,
    resources: resources(circuit),
    perLayer: layerResources((count) => qaoa(ising, { layers: count })),
  };
}
