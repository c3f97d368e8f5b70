import { type Circuit, qubitsOf } from "../circuit/circuit.ts";
import { depolarizingProbability, type NoiseModel } from "../simulate/noise.ts";
import { combine, type Dense, dagger, densePauli, multiply, zeros } from "./dense.ts";
import { denseGate } from "./dense-gate.ts";

/** (1 - p) ρ + p/4^k Σ P ρ P over all Pauli strings on the k qubits. */
function depolarize(rho: Dense, qubits: number, on: readonly number[], probability: number): Dense {
  const strings = 4 ** on.length;
  let result = combine(rho, [1 - probability, 0], zeros(rho.size));
  for (let index = 0; index < strings; index++) {
    const text = Array.from({ length: qubits }, (_, place) => {
      const position = on.indexOf(qubits - 1 - place);
      return position === -1 ? "I" : "IXYZ"[(index >> (2 * position)) & 3];
    }).join("");
    const pauli = densePauli(text);
    result = combine(multiply(multiply(pauli, rho), pauli), [probability / strings, 0], result);
  }
  return result;
}

/** The density matrix after the gates of the circuit with noise after each, from |0…0>; measurements are left out. */
export function densityMatrix(circuit: Circuit, noise: NoiseModel): Dense {
  let rho = zeros(2 ** circuit.qubits);
  rho.re[0] = 1;
  for (const operation of circuit.operations) {
    if (operation.kind !== "gate") continue;
    const gate = denseGate(operation, circuit.qubits);
    rho = multiply(multiply(gate, rho), dagger(gate));
    const probability = depolarizingProbability(noise, operation);
    if (probability > 0) rho = depolarize(rho, circuit.qubits, qubitsOf(operation), probability);
  }
  return rho;
}

/** Probabilities of what is read from all qubits, by basis index. */
export function readProbabilities(rho: Dense, qubits: number, noise: NoiseModel): readonly number[] {
  const chance = (truth: number, read: number): number => {
    const flip = truth === 0 ? noise.readZeroAsOne : noise.readOneAsZero;
    return truth === read ? 1 - flip : flip;
  };
  return Array.from({ length: rho.size }, (_, read) => {
    let sum = 0;
    for (let truth = 0; truth < rho.size; truth++) {
      let factor = rho.re[truth * rho.size + truth]!;
      for (let qubit = 0; qubit < qubits; qubit++)
        factor *= chance((truth >> qubit) & 1, (read >> qubit) & 1);
      sum += factor;
    }
    return sum;
  });
}
