import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inverse } from "../circuit/inverse.ts";
import { layerResources, resources } from "../circuit/resources.ts";
import { energyOf } from "../cost/energy-of.ts";
import { readOpenQasm } from "../openqasm/read-openqasm.ts";
import { writeOpenQasm } from "../openqasm/write-openqasm.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { fidelity } from "../simulate/statevector.ts";
import { groverSearchAmplitudes } from "./search-amplitudes.ts";
import { groverSearchCircuit } from "./search-circuit.ts";
import { anyWholeCost } from "./testing/costs.ts";

// Circuits of up to some thousand gates in f64.
const tolerance = 1e-10;
const chain = {
  kind: "quadratic",
  offset: 2,
  linear: [-3, 5, -2, 1],
  couplings: [
    [0, 1, -4],
    [1, 2, 3],
    [2, 3, -6],
  ],
} as const;

describe("the circuit of Grover adaptive search", () => {
  it.each([1.5, -1])("refuses %d rotations", (rotations) => {
    for (const simulate of [groverSearchCircuit, groverSearchAmplitudes])
      expect(() => simulate({ qubits: 4, cost: chain, threshold: 0, rotations })).toThrow(
        expect.objectContaining({ code: "QT_QUANTUM_BAD_SIZE", where: "rotations" }),
      );
  });

  it("has the amplitudes of the fast simulation, the value of each assignment beside it", () => {
    fc.assert(
      fc.property(
        anyWholeCost(4),
        fc.integer({ min: -30, max: 30 }),
        fc.nat({ max: 3 }),
        ({ qubits, cost }, threshold, rotations) => {
          const { circuit, keyQubits, valueQubits, step } = groverSearchCircuit({
            qubits,
            cost,
            threshold,
            rotations,
          });
          const amplitudes = groverSearchAmplitudes({ qubits, cost, threshold, rotations });
          const state = runUnitary(circuit);
          for (const [basis, amplitude] of amplitudes.entries()) {
            const bits = Uint8Array.from({ length: keyQubits }, (_, i) => (basis >> i) & 1);
            const origin = energyOf(cost, new Uint8Array(keyQubits));
            // The threshold is rounded up to a whole number of steps, which marks the same assignments.
            const value =
              Math.round((energyOf(cost, bits) - origin) / step) -
              Math.ceil((threshold - origin) / step - 1e-9);
            const index =
              basis + 2 ** keyQubits * (((value % 2 ** valueQubits) + 2 ** valueQubits) % 2 ** valueQubits);
            expect(Math.abs(state.re[index]! - amplitude)).toBeLessThan(tolerance);
            expect(Math.abs(state.im[index]!)).toBeLessThan(tolerance);
          }
          // Nothing is elsewhere.
          expect(Math.abs(amplitudes.reduce((sum, a) => sum + a * a, 0) - 1)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is read back from OpenQASM as it was written", () => {
    const { circuit, valueQubits } = groverSearchCircuit({
      qubits: 4,
      cost: chain,
      threshold: 0,
      rotations: 1,
    });
    expect(valueQubits).toBe(5);
    const text = writeOpenQasm(circuit);
    expect(text).toContain("qubit[9] q;");
    expect(text).toContain("z q[8];");
    expect(fidelity(runUnitary(readOpenQasm(text)), runUnitary(circuit))).toBeCloseTo(1, 10);
  });

  it("counts what a rotation takes: two cost sums, the sign, the reflection", () => {
    const circuitOf = (rotations: number) =>
      groverSearchCircuit({ qubits: 4, cost: chain, threshold: 0, rotations }).circuit;
    const sum = resources(circuitOf(0));
    const rotation = layerResources(circuitOf);
    expect(rotation.multiQubit).toBe(2 * sum.multiQubit + 1);
    expect(rotation.twoQubit).toBe(2 * sum.twoQubit);
    expect(rotation.oneQubit).toBe(2 * sum.oneQubit + 1 + 2 * 9);
  });

  it("is undone by its inverse", () => {
    const { circuit } = groverSearchCircuit({ qubits: 4, cost: chain, threshold: -4, rotations: 2 });
    expect(runUnitary(inverse(circuit), runUnitary(circuit)).re[0]).toBeCloseTo(1, 10);
  });
});
