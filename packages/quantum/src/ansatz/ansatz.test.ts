import { describe, expect, it } from "vitest";
import { bind } from "../circuit/bind.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { layerResources, resources } from "../circuit/resources.ts";
import { type IsingModel, pauliSumOfIsing } from "../pauli/ising.ts";
import { applyEnergies } from "../simulate/apply-diagonal.ts";
import { expectation } from "../simulate/expectation.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { fidelity, normSquared, type Statevector } from "../simulate/statevector.ts";
import { brickwork } from "./brickwork.ts";
import { hardwareEfficient } from "./hardware-efficient.ts";
import { ringPairs } from "./mixers.ts";
import { qaoa } from "./qaoa.ts";
import { oneHotStart, uniformStart } from "./start-states.ts";

// Circuits of up to 200 gates in f64.
const tolerance = 1e-12;

/** Every pair i < j coupled; weights without symmetry. */
function denseIsing(count: number): IsingModel {
  const start = [0];
  const column: number[] = [];
  const coupling: number[] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      column.push(j);
      coupling.push(0.3 + 0.2 * i - 0.1 * j);
    }
    start.push(column.length);
  }
  const field = Array.from({ length: count }, (_, i) => 0.4 - 0.3 * i);
  return { count, offset: 0.7, field, start, column, coupling };
}

function energies({ count, offset, field, start, column, coupling }: IsingModel): Float64Array {
  return Float64Array.from({ length: 2 ** count }, (_, index) => {
    const s = Array.from({ length: count }, (__, qubit) => 1 - 2 * ((index >> qubit) & 1));
    let energy = offset;
    for (let i = 0; i < count; i++) {
      energy += field[i]! * s[i]!;
      for (let e = start[i]!; e < start[i + 1]!; e++) energy += coupling[e]! * s[i]! * s[column[e]!]!;
    }
    return energy;
  });
}

function expectNear(a: Statevector, b: Statevector): void {
  a.re.forEach((value, i) => {
    expect(Math.abs(value - b.re[i]!)).toBeLessThan(tolerance);
    expect(Math.abs(a.im[i]! - b.im[i]!)).toBeLessThan(tolerance);
  });
}

const angles = { gamma_0: 0.37, beta_0: -0.61, gamma_1: 0.8, beta_1: 0.25 };

describe("QAOA", () => {
  const ising = denseIsing(4);

  it("with the X mixer is exp(-i beta ΣX) exp(-i gamma C) layer by layer, phases included", () => {
    const circuit = qaoa(ising, { layers: 2 });
    expect(circuit.parameters).toEqual(["gamma_0", "beta_0", "gamma_1", "beta_1"]);
    const size = 16;
    let state: Statevector = { qubits: 4, re: new Float64Array(size).fill(0.25), im: new Float64Array(size) };
    for (const [gamma, beta] of [
      [angles.gamma_0, angles.beta_0],
      [angles.gamma_1, angles.beta_1],
    ] as const) {
      applyEnergies(state, energies(ising), gamma);
      // <y|exp(-i beta ΣX)|x> = cos^(n-d) (-i sin)^d with d the distance of x and y.
      const next = { qubits: 4, re: new Float64Array(size), im: new Float64Array(size) };
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++) {
          const d = [0, 1, 2, 3].filter((qubit) => ((x ^ y) >> qubit) & 1).length;
          const length = Math.cos(beta) ** (4 - d) * Math.sin(beta) ** d;
          const [re, im] = [
            [1, 0],
            [0, -1],
            [-1, 0],
            [0, 1],
            [1, 0],
          ][d]!.map((part) => part * length) as [number, number];
          next.re[y]! += re * state.re[x]! - im * state.im[x]!;
          next.im[y]! += re * state.im[x]! + im * state.re[x]!;
        }
      state = next;
    }
    expectNear(runUnitary(bind(circuit, angles)), state);
  });

  it("has the closed form of one layer on one edge, <C> = sin 4beta sin 2gamma", () => {
    // Two spins, C = Z0 Z1: <C> = sin(4 beta) sin(2 gamma) (no other neighbours).
    const edge: IsingModel = {
      count: 2,
      offset: 0,
      field: [0, 0],
      start: [0, 1, 1],
      column: [1],
      coupling: [1],
    };
    const [gamma, beta] = [0.3, 0.4];
    const state = runUnitary(bind(qaoa(edge, { layers: 1 }), { gamma_0: gamma, beta_0: beta }));
    const closed = Math.sin(4 * beta) * Math.sin(2 * gamma);
    expect(Math.abs(expectation(state, pauliSumOfIsing(edge)) - closed)).toBeLessThan(tolerance);
  });

  it("with the XY ring keeps exactly one qubit of each group, and moves between them", () => {
    const groups = [
      [0, 2, 4],
      [1, 5],
    ];
    const circuit = bind(qaoa(denseIsing(6), { layers: 2, mixer: { kind: "xy-ring", groups } }), angles);
    const state = runUnitary(circuit);
    let seen = 0;
    state.re.forEach((re, index) => {
      const probability = re * re + state.im[index]! * state.im[index]!;
      const oneEach = groups.every((group) => group.filter((qubit) => (index >> qubit) & 1).length === 1);
      if (!oneEach || (index >> 3) & 1) expect(probability).toBeLessThan(tolerance);
      else if (probability > 0.01) seen += 1;
    });
    expect(seen).toBeGreaterThan(3);
    expect(Math.abs(normSquared(state) - 1)).toBeLessThan(tolerance);
  });

  it("with XY moves |01> to cos beta |01> - i sin beta |10>", () => {
    const pair: IsingModel = {
      count: 2,
      offset: 0,
      field: [0, 0],
      start: [0, 0, 0],
      column: [],
      coupling: [],
    };
    const start = new CircuitBuilder(2).gate("x", [0]).build();
    const circuit = qaoa(pair, { layers: 1, start, mixer: { kind: "xy-ring", groups: [[0, 1]] } });
    const { re, im } = runUnitary(bind(circuit, { gamma_0: 0, beta_0: 0.4 }));
    expect(Math.abs(re[1]! - Math.cos(0.4))).toBeLessThan(tolerance);
    expect(Math.abs(im[2]! + Math.sin(0.4))).toBeLessThan(tolerance);
  });

  it.each([
    ["uniform", undefined],
    [
      "one-hot",
      oneHotStart(4, [
        [0, 1],
        [2, 3],
      ]),
    ],
  ])("with the Grover mixer is 1 + (e^(-i beta) - 1)|F><F| on the %s state", (_, start) => {
    const feasible = runUnitary(start ?? uniformStart(4));
    const circuit = qaoa(ising, { layers: 1, mixer: { kind: "grover", ...(start && { start }) } });
    const state: Statevector = { ...feasible, re: feasible.re.slice(), im: feasible.im.slice() };
    applyEnergies(state, energies(ising), angles.gamma_0);
    let [re, im] = [0, 0];
    feasible.re.forEach((f, i) => {
      re += f * state.re[i]!;
      im += f * state.im[i]!;
    });
    const [turnRe, turnIm] = [Math.cos(angles.beta_0) - 1, -Math.sin(angles.beta_0)];
    feasible.re.forEach((f, i) => {
      state.re[i]! += f * (turnRe * re - turnIm * im);
      state.im[i]! += f * (turnRe * im + turnIm * re);
    });
    expectNear(runUnitary(bind(circuit, { gamma_0: angles.gamma_0, beta_0: angles.beta_0 })), state);
  });

  it("costs a layer what the model has: pairs, fields and the mixer", () => {
    const cost = layerResources((layers) => qaoa(ising, { layers }));
    expect(cost).toMatchObject({ oneQubit: 8, twoQubit: 6, multiQubit: 0 });
  });

  it.each([
    [() => qaoa(ising, { layers: -1 }), "QT_QUANTUM_BAD_SIZE"],
    [
      () => qaoa(ising, { layers: 1, mixer: { kind: "xy-ring", groups: [[0, 1], [1]] } }),
      "QT_QUANTUM_BAD_GROUPS",
    ],
    [() => qaoa(ising, { layers: 1, mixer: { kind: "xy-ring", groups: [[]] } }), "QT_QUANTUM_BAD_GROUPS"],
    [() => qaoa(ising, { layers: 1, mixer: { kind: "xy-ring", groups: [[4]] } }), "QT_QUANTUM_BAD_GROUPS"],
    [() => hardwareEfficient({ qubits: 2, layers: 0.5 }), "QT_QUANTUM_BAD_SIZE"],
  ])("refuses what it cannot build (%#)", (act, code) => {
    expect(act).toThrow(expect.objectContaining({ code }));
  });
});

describe("start states and rings", () => {
  it.each([1, 2, 3, 5])("share the excitation of a group of %i evenly", (count) => {
    const group = Array.from({ length: count }, (_, qubit) => qubit);
    const { re, im } = runUnitary(oneHotStart(count, [group]));
    re.forEach((value, index) => {
      const expected = group.some((qubit) => index === 1 << qubit) ? 1 / Math.sqrt(count) : 0;
      expect(Math.abs(value - expected)).toBeLessThan(tolerance);
      expect(Math.abs(im[index]!)).toBeLessThan(tolerance);
    });
  });

  it("visits every neighbour once, disjoint pairs first", () => {
    expect(ringPairs([7])).toEqual([]);
    expect(ringPairs([7, 3])).toEqual([[7, 3]]);
    expect(ringPairs([0, 1, 2])).toEqual([
      [0, 1],
      [1, 2],
      [2, 0],
    ]);
    expect(ringPairs([0, 1, 2, 3])).toEqual([
      [0, 1],
      [2, 3],
      [1, 2],
      [3, 0],
    ]);
    expect(ringPairs([0, 1, 2, 3, 4])).toEqual([
      [0, 1],
      [2, 3],
      [1, 2],
      [3, 4],
      [4, 0],
    ]);
  });
});

describe("the hardware-efficient ansatz", () => {
  it("has a row of rotations more than of entanglers", () => {
    const circuit = hardwareEfficient({ qubits: 3, layers: 2, connect: "ring", entangler: "cz" });
    expect(circuit.parameters).toHaveLength(18);
    expect(resources(circuit)).toMatchObject({ oneQubit: 18, twoQubit: 6, byName: { ry: 9, rz: 9, cz: 6 } });
    expect(resources(hardwareEfficient({ qubits: 2, layers: 3, connect: "ring" })).twoQubit).toBe(3);
  });

  it("is the identity up to its entanglers at angle 0, and reaches other states", () => {
    const circuit = hardwareEfficient({ qubits: 3, layers: 1 });
    const at = (value: number) =>
      runUnitary(
        bind(circuit, Object.fromEntries(circuit.parameters.map((name, k) => [name, value * (k + 1)]))),
      );
    expect(at(0).re[0]).toBe(1);
    expect(fidelity(at(0), at(0.3))).toBeLessThan(0.9);
  });
});

it("a brickwork of four qubits lays bricks on even pairs, then on odd ones with the ring closed, and begins again", () => {
  const laid = brickwork({ qubits: 4, parameters: 13 }).operations.map((operation) =>
    operation.kind === "gate" ? `${operation.gate} ${operation.targets.join("")}` : operation.kind,
  );
  const [first, second] = ["ry 0,ry 1,ry 2,ry 3,rxx 01,rxx 23", "rz 0,rz 1,rz 2,rz 3,rxx 12,rxx 03"];
  expect(laid.join()).toBe(`${first},${second},ry 0`);
});
