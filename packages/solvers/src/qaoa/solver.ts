import { modelFeatures } from "@qtwin/model";
import { defineSolver } from "../contract.ts";
import { mostPenalisedQubits, mostQubits, whyNot } from "./why-not.ts";

export default defineSolver({
  id: "qaoa",
  title: "QAOA on the simulator",
  accepts: {
    // It takes every model as it is and compiles it itself, since that is a part of what a quantum run takes.
    features: modelFeatures.filter((feature) => feature !== "continuous"),
    maxVariables: mostQubits,
    maxConstraints: 200,
    recognise: whyNot,
  },
  promises: {
    optimality: "none",
    bound: false,
    anytime: true,
    warmStart: false,
    workUnit: "states prepared in the search for angles",
  },
  options: {
    layers: { default: 3, min: 1, max: 20, unit: "1", doc: "Pairs of cost and mixer." },
    shots: { default: 1024, min: 1, max: 1_000_000, unit: "1", doc: "Measurements of the final state." },
    evaluations: {
      default: 100,
      min: 1,
      max: 100_000,
      unit: "1",
      doc: "Most states prepared in the search for angles.",
    },
    subspaceFrom: {
      default: mostPenalisedQubits + 1,
      min: 1,
      max: mostQubits + 1,
      unit: "qubits",
      doc: "From so many on the circuit of a model of choices alone takes one option of each.",
    },
  },
  // The quantum engine is loaded where it runs, not by everybody who lists solvers.
  solve: async (job, context) => {
    const beganMs = context.now();
    return (await import("./solve.ts")).solve(job, context, beganMs);
  },
});
