import { QtwinError } from "@qtwin/core";
import { compileQubo, type Model } from "@qtwin/model";
import { choiceGroups } from "./problem.ts";

/** Qubits that a QUBO, as given, or a model of choices may have: a state of them and its adjoint are then 256 MiB. */
export const mostQubits = 24;
/** Qubits where constraints become penalties: one gradient of three layers takes 0.01 s here, 0.14 s at 20 and 1.6 s at 24. */
export const mostPenalisedQubits = 16;

/** Why a model is not for QAOA on the simulator, in sentences; empty when it is. */
export function whyNot(model: Model): readonly string[] {
  try {
    const form = compileQubo(model);
    const { qubo } = form;
    const isPenalised = form.certificates.length > 0 && choiceGroups(model, form) === null;
    const limit = isPenalised ? mostPenalisedQubits : mostQubits;
    const kind = isPenalised ? "with penalties for its constraints" : "as a QUBO";
    if (qubo.count > limit)
      return [`QAOA takes at most ${limit} qubits ${kind}; '${model.name}' needs ${qubo.count}.`];
    return qubo.count === 0 ? [`'${model.name}' leaves QAOA nothing to decide.`] : [];
  } catch (thrown) {
    if (thrown instanceof QtwinError) return [thrown.message];
    throw thrown;
  }
}
