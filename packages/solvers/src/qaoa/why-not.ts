import { QtwinError } from "@qtwin/core";
import { compileQubo, type Model } from "@qtwin/model";

/** Qubits that a QUBO, as given, may have: a state and its adjoint are then 256 MiB. */
export const mostQubits = 24;
/** Qubits where constraints become penalties: such states are searched long for little. */
const mostPenalisedQubits = 16;

/** Why a model is not for QAOA on the simulator, in sentences; empty when it is. */
export function whyNot(model: Model): readonly string[] {
  try {
    const { qubo, certificates } = compileQubo(model);
    const limit = certificates.length > 0 ? mostPenalisedQubits : mostQubits;
    const kind = certificates.length > 0 ? "with penalties for its constraints" : "as a QUBO";
    if (qubo.count > limit)
      return [`QAOA takes at most ${limit} qubits ${kind}; '${model.name}' needs ${qubo.count}.`];
    return qubo.count === 0 ? [`'${model.name}' leaves QAOA nothing to decide.`] : [];
  } catch (thrown) {
    if (thrown instanceof QtwinError) return [thrown.message];
    throw thrown;
  }
}
