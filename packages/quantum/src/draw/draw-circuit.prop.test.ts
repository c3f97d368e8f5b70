import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addAngles, parameter } from "../circuit/angle.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { anyCircuit } from "../testing/arbitrary-circuit.ts";
import { angleLabel } from "./angle-label.ts";
import { placeOperations } from "./columns.ts";
import { drawCircuit } from "./draw-circuit.ts";

/** Names of the elements in order; fails where a tag is not closed or closed in the wrong place. */
function elements(svg: string): readonly string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([a-z]+)((?: [a-zA-Z0-9-]+="[^"<>]*")*)(\/?)>/g,
    (_, end, name, __, empty) => {
      if (end) expect(open.pop()).toBe(name);
      else seen.push(name as string);
      if (!end && !empty) open.push(name as string);
      return "";
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  return seen;
}

const any = anyCircuit({ maxQubits: 6, maxOperations: 20, symbols: true, measures: true });

describe("drawings", () => {
  it("are well formed, with one group per operation", () => {
    fc.assert(
      fc.property(any, (circuit) => {
        const svg = drawCircuit(circuit);
        elements(svg);
        const places = [...svg.matchAll(/data-operation="(\d+)"/g)].map((match) => Number(match[1]));
        expect(places).toEqual(circuit.operations.map((_, index) => index));
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      }),
    );
  });

  it("never cross: in one column no wire is covered twice, and time goes to the right", () => {
    fc.assert(
      fc.property(any, (circuit) => {
        const last = new Map<number, number>();
        for (const { column, top, bottom } of placeOperations(circuit))
          for (let wire = top; wire <= bottom; wire++) {
            expect(column).toBeGreaterThan(last.get(wire) ?? -1);
            last.set(wire, column);
          }
      }),
    );
  });

  it("show dots for controls, a ring for controlled X, crosses for swap and boxes for the rest", () => {
    const draw = (build: (builder: CircuitBuilder) => CircuitBuilder) => {
      const svg = drawCircuit(build(new CircuitBuilder(3, 1)).build());
      const drawn = svg.slice(svg.indexOf("data-operation"));
      const count = (pattern: RegExp) => (drawn.match(pattern) ?? []).length;
      return [count(/r="4"/g), count(/r="11"/g), count(/<rect/g), count(/<line/g)];
    };
    expect(draw((b) => b.gate("ccx", [0, 1, 2]))).toEqual([2, 1, 0, 3]);
    expect(draw((b) => b.gate("cz", [0, 1]))).toEqual([2, 0, 0, 1]);
    expect(draw((b) => b.gate("swap", [0, 2]))).toEqual([0, 0, 0, 5]);
    expect(draw((b) => b.gate("h", [0]))).toEqual([0, 0, 1, 0]);
    expect(draw((b) => b.gate("rzz", [0, 1], 1))).toEqual([0, 0, 2, 1]);
    expect(draw((b) => b.measure(1, 0))).toEqual([0, 0, 1, 1]);
    expect(draw((b) => b.barrier())).toEqual([0, 0, 0, 1]);
  });

  it("write angles short, with Greek letters", () => {
    const angle = addAngles(-Math.PI / 2, addAngles(parameter("gamma_12", -2), parameter("shift", 0.12345)));
    expect(angleLabel(angle)).toBe("−π/2−2γ₁₂+0.123shift");
    expect([0, Math.PI, (3 * Math.PI) / 4, 1e-9, -1].map(angleLabel)).toEqual([
      "0",
      "π",
      "3π/4",
      "1e-9",
      "−1",
    ]);
  });
});
