import type { Angle } from "../circuit/angle.ts";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import type { IsingModel } from "../pauli/ising.ts";
import { checkWhole } from "../run/check-whole.ts";
import { addCostLayer, layerParameter } from "./cost-layer.ts";
import { checkGroups } from "./groups.ts";
import { addGroverMixer, addXMixer, addXyRingMixer } from "./mixers.ts";
import { oneHotStart, uniformStart } from "./start-states.ts";

export type Mixer =
  | { readonly kind: "x" }
  /** One-hot groups: exactly one qubit of each is 1 throughout. Qubits in no group stay 0. */
  | { readonly kind: "xy-ring"; readonly groups: readonly (readonly number[])[] }
  /** `start` makes the feasible state that is mixed; the uniform one if absent. */
  | { readonly kind: "grover"; readonly start?: Circuit };

export interface QaoaOptions {
  /** Pairs of cost and mixer, p; at least 0. */
  readonly layers: number;
  readonly mixer?: Mixer;
  /** Another start state than that of the mixer (uniform, or a W state on each group). */
  readonly start?: Circuit;
}

interface MixerParts {
  readonly start: Circuit;
  readonly add: (builder: CircuitBuilder, beta: Angle) => void;
}

function mixerParts(mixer: Mixer, qubits: number): MixerParts {
  switch (mixer.kind) {
    case "x":
      return { start: uniformStart(qubits), add: addXMixer };
    case "xy-ring":
      checkGroups(mixer.groups, qubits);
      return {
        start: oneHotStart(qubits, mixer.groups),
        add: (builder, beta) => addXyRingMixer(builder, mixer.groups, beta),
      };
    case "grover": {
      const start = mixer.start ?? uniformStart(qubits);
      return { start, add: (builder, beta) => addGroverMixer(builder, start, beta) };
    }
  }
}

/**
 * QAOA of an Ising model, spin i on qubit i: start state, then layers of exp(-i gamma_k C) and of the mixer with beta_k.
 * Parameters are gamma_0, beta_0, gamma_1, … in radians times one over energy, and radians.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_ISING, QT_QUANTUM_BAD_GROUPS
 * Source: Farhi, Goldstone, Gutmann, arXiv 1411.4028; XY mixers: Hadfield et al., arXiv 1709.03489; Grover mixer:
 * Bärtschi, Eidenbenz, arXiv 2006.00354.
 */
export function qaoa(ising: IsingModel, { layers, mixer = { kind: "x" }, start }: QaoaOptions): Circuit {
  checkWhole(layers, 0, "layers");
  const parts = mixerParts(mixer, ising.count);
  const builder = new CircuitBuilder(ising.count).append(start ?? parts.start);
  for (let layer = 0; layer < layers; layer++) {
    builder.parameter(`gamma_${layer}`).parameter(`beta_${layer}`);
    addCostLayer(builder, ising, layerParameter("gamma", layer));
    parts.add(builder, layerParameter("beta", layer));
  }
  return builder.build();
}
