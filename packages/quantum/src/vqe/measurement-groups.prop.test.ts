import fc from "fast-check";
import { expect, it } from "vitest";
import type { Circuit } from "../circuit/circuit.ts";
import { type PauliSum, pauliSum } from "../pauli/pauli-sum.ts";
import { expectation } from "../simulate/expectation.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { anyCircuit } from "../testing/arbitrary-circuit.ts";
import { groupEnergy, measurementPlan, measuringCircuit } from "./measurement-groups.ts";

function withoutMeasurements(circuit: Circuit): Circuit {
  return { ...circuit, operations: circuit.operations.filter(({ kind }) => kind !== "measure") };
}

const anySum = (qubits: number): fc.Arbitrary<PauliSum> => {
  const mask = fc.nat({ max: 2 ** qubits - 1 });
  const term = fc.record({ x: mask, z: mask, coefficient: fc.double({ min: -1, max: 1, noNaN: true }) });
  return fc.array(term, { maxLength: 12 }).map((terms) => pauliSum(qubits, terms));
};

it("bases show every term once, and their mean energies add up to <H>", () => {
  const task = anyCircuit({ maxQubits: 4, maxOperations: 12 }).chain((circuit) =>
    fc.record({ circuit: fc.constant(circuit), observable: anySum(circuit.qubits) }),
  );
  fc.assert(
    fc.property(task, ({ circuit, observable }) => {
      const { constant, groups } = measurementPlan(observable);
      const measured = groups.reduce((sum, { terms }) => sum + terms.length, 0);
      expect(measured + (constant === 0 ? 0 : 1)).toBe(observable.coefficient.length);
      const energy = groups.reduce((sum, group) => {
        const { re, im } = runUnitary(withoutMeasurements(measuringCircuit(circuit, group)));
        return re.reduce((own, real, i) => own + (real * real + im[i]! ** 2) * groupEnergy(group, i), sum);
      }, constant);
      // Rounding of some 30 gates and 12 terms.
      expect(Math.abs(energy - expectation(runUnitary(circuit), observable))).toBeLessThan(1e-11);
    }),
  );
});
