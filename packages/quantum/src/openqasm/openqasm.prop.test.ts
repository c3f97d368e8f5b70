import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bind } from "../circuit/bind.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { anyCircuit } from "../testing/arbitrary-circuit.ts";
import { readOpenQasm } from "./read-openqasm.ts";
import { writeOpenQasm } from "./write-openqasm.ts";

describe("OpenQASM 3", () => {
  it("is read back as the very circuit that was written: every gate, symbols, measurements", () => {
    fc.assert(
      fc.property(
        anyCircuit({ maxQubits: 5, maxOperations: 25, symbols: true, measures: true }),
        (circuit) => {
          expect(readOpenQasm(writeOpenQasm(circuit))).toEqual(circuit);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keeps the statevector to the last bit, values bound before or after", () => {
    const values = { alpha: 0.3, beta: -1.7 };
    fc.assert(
      fc.property(anyCircuit({ maxQubits: 4, maxOperations: 12, symbols: true }), (circuit) => {
        const bound = (each: typeof circuit) =>
          bind(each, Object.fromEntries(each.parameters.map((name) => [name, values[name as "alpha"]])));
        const direct = runUnitary(bound(circuit));
        expect(runUnitary(readOpenQasm(writeOpenQasm(bound(circuit))))).toEqual(direct);
        expect(runUnitary(bound(readOpenQasm(writeOpenQasm(circuit))))).toEqual(direct);
      }),
    );
  });

  it("means the same when the written definitions of rxx, ryy and rzz are expanded, to 1e-12", () => {
    fc.assert(
      fc.property(anyCircuit({ maxQubits: 4, maxOperations: 10, minOperations: 3 }), (circuit) => {
        // Another name for the first qubit makes it a foreign definition.
        const foreign = writeOpenQasm(circuit).replaceAll(/^gate .*$/gm, (line) =>
          line.replaceAll(/\ba\b/g, "other"),
        );
        const expanded = runUnitary(readOpenQasm(foreign));
        const direct = runUnitary(circuit);
        expanded.re.forEach((value, i) => {
          expect(Math.abs(value - direct.re[i]!)).toBeLessThan(1e-12);
          expect(Math.abs(expanded.im[i]! - direct.im[i]!)).toBeLessThan(1e-12);
        });
      }),
    );
  });

  it("fails with a place, and never otherwise, on programs with a piece cut out or doubled", () => {
    const codes = /^QT_QUANTUM_/;
    fc.assert(
      fc.property(
        anyCircuit({ maxQubits: 3, maxOperations: 6, symbols: true, measures: true }),
        fc.nat({ max: 400 }),
        fc.nat({ max: 12 }),
        fc.constantFrom("", "q", "]", "(", "-", "$", "1e400", "ctrl @ ", "gate g a { g a; } g q;"),
        (circuit, start, length, piece) => {
          const text = writeOpenQasm(circuit);
          const at = start % text.length;
          try {
            readOpenQasm(text.slice(0, at) + piece + text.slice(at + length));
          } catch (error) {
            expect(error).toMatchObject({ code: expect.stringMatching(codes), where: expect.any(String) });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
