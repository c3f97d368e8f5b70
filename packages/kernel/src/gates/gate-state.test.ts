import { describe, expect, it } from "vitest";
import { KernelError } from "../errors.ts";
import { uniformFrom } from "../random.ts";
import {
  referenceControlled,
  referenceMatrix,
  referenceOverlap,
  referencePauli,
  referenceSum,
} from "../reference/gates.ts";
import type { Amplitudes } from "../reference/qaoa.ts";
import type { GateState } from "./gate-state.ts";
import { openGates } from "./open-gates.ts";

const kernel = await openGates();
/** Rounding of one gate on amplitudes of size 1 and less. */
const tolerance = 1e-13;

type Uniform = () => number;

function randomState(qubits: number, uniform: Uniform): Amplitudes {
  const draw = () => Float64Array.from({ length: 2 ** qubits }, () => uniform() - 0.5);
  const state = { re: draw(), im: draw() };
  const scale = 1 / Math.sqrt(referenceOverlap(state, state)[0]);
  return referenceSum(state, [scale, 0], state, [0, 0]);
}

function held(state: Amplitudes): GateState {
  const [result] = kernel.createStates(Math.log2(state.re.length), 1);
  result!.re.set(state.re);
  result!.im.set(state.im);
  return result!;
}

function expectState(actual: Amplitudes, expected: Amplitudes, what: string): void {
  for (const part of ["re", "im"] as const)
    for (const [x, value] of expected[part].entries())
      if (Math.abs(actual[part][x]! - value) > tolerance)
        expect.fail(`${what}: ${part}[${x}] is ${actual[part][x]}, not ${value}`);
}

const randomMatrix = (size: number, uniform: Uniform): number[] =>
  Array.from({ length: 2 * size * size }, () => uniform() - 0.5);

const shuffled = (qubits: number, uniform: Uniform): number[] =>
  Array.from({ length: qubits }, (_, qubit) => ({ qubit, key: uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ qubit }) => qubit);

/** Some of the qubits that the gate leaves free, as a mask. */
const someOf = (qubits: readonly number[], uniform: Uniform): number =>
  qubits.filter(() => uniform() < 0.4).reduce((mask, qubit) => mask | (1 << qubit), 0);

const randomString = (qubits: number, uniform: Uniform): { x: number; z: number } => ({
  x: Math.floor(uniform() * 2 ** qubits),
  z: Math.floor(uniform() * 2 ** qubits),
});

const rotated = (state: Amplitudes, x: number, z: number, theta: number): Amplitudes =>
  referenceSum(state, [Math.cos(theta / 2), 0], referencePauli(state, x, z), [0, -Math.sin(theta / 2)]);

describe.each([1, 2, 3, 5, 7, 12])("gates on %i qubits equal their plain references:", (qubits) => {
  const rounds = qubits === 12 ? 8 : 40;
  const each = (run: (uniform: Uniform, state: Amplitudes) => void): void => {
    for (let seed = 1; seed <= rounds; seed += 1) {
      const uniform = uniformFrom(100 * qubits + seed);
      run(uniform, randomState(qubits, uniform));
    }
  };

  it("2×2 matrices under controls", () => {
    each((uniform, state) => {
      const [target, ...rest] = shuffled(qubits, uniform);
      const [controls, matrix] = [someOf(rest, uniform), randomMatrix(2, uniform)];
      const actual = held(state);
      actual.matrix1(matrix, target!, controls);
      const changed = referenceMatrix(state, matrix, [target!]);
      expectState(actual, referenceControlled(state, changed, controls), `target ${target}, ${controls}`);
    });
  });

  if (qubits >= 2)
    it("4×4 matrices and swaps under controls (two qubits and more)", () => {
      each((uniform, state) => {
        const [a, b, ...rest] = shuffled(qubits, uniform) as [number, number, ...number[]];
        const [controls, matrix] = [someOf(rest, uniform), randomMatrix(4, uniform)];
        const general = held(state);
        general.matrix2(matrix, a, b, controls);
        const changed = referenceMatrix(state, matrix, [a, b]);
        expectState(general, referenceControlled(state, changed, controls), `targets ${a} ${b}, ${controls}`);
        const swapped = held(state);
        swapped.swap(a, b, controls);
        const swap = [1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1].flatMap((entry) => [entry, 0]);
        expectState(
          swapped,
          referenceControlled(state, referenceMatrix(state, swap, [a, b]), controls),
          `swap ${a} ${b}, ${controls}`,
        );
      });
    });

  it("phases, Pauli strings and rotations about them under controls", () => {
    each((uniform, state) => {
      const controls = someOf(shuffled(qubits, uniform), uniform);
      const any = randomString(qubits, uniform);
      const [x, z, theta] = [any.x & ~controls, any.z & ~controls, 12 * (uniform() - 0.5)];
      const check = (name: string, gate: (state: GateState) => void, changed: Amplitudes): void => {
        const actual = held(state);
        gate(actual);
        expectState(actual, referenceControlled(state, changed, controls), `${name} ${x} ${z} ${controls}`);
      };
      const turned = referenceSum(state, [Math.cos(theta), Math.sin(theta)], state, [0, 0]);
      check("phase", (each) => each.phase(theta, controls), turned);
      check("pauli", (each) => each.pauli({ x, z }, controls), referencePauli(state, x, z));
      check("rotation", (each) => each.rotation({ x, z }, theta, controls), rotated(state, x, z, theta));
    });
  });

  it("expectations, overlaps and H|ψ> of Pauli sums", () => {
    each((uniform, state) => {
      const strings = Array.from({ length: 4 }, () => randomString(qubits, uniform));
      const coefficient = strings.map(() => uniform() - 0.5);
      const sum = { x: strings.map(({ x }) => x), z: strings.map(({ z }) => z), coefficient };
      const [psi, image] = kernel.createStates(qubits, 2) as [GateState, GateState];
      psi.re.set(state.re);
      psi.im.set(state.im);
      image.setPauliSum(psi, sum);
      const zero = referenceSum(state, [0, 0], state, [0, 0]);
      const expected = strings.reduce(
        (total, { x, z }, k) =>
          referenceSum(total, [1, 0], referencePauli(state, x, z), [coefficient[k]!, 0]),
        zero,
      );
      expectState(image, expected, "H psi");
      expect(Math.abs(psi.expectation(sum) - referenceOverlap(state, expected)[0])).toBeLessThan(tolerance);
      expect(Math.abs(psi.realOverlap(image) - referenceOverlap(state, expected)[0])).toBeLessThan(tolerance);
      const [{ x, z }, controls] = [strings[0]!, someOf(shuffled(qubits, uniform), uniform)];
      const free = { x: x & ~controls, z: z & ~controls };
      const kept = referenceControlled(zero, state, controls);
      const overlap = referenceOverlap(expected, referencePauli(kept, free.x, free.z))[1];
      expect(Math.abs(image.imaginaryOverlap(free, psi, controls) - overlap)).toBeLessThan(tolerance);
    });
  });

  it("measurement, with the other outcome gone", () => {
    each((uniform, state) => {
      const qubit = Math.floor(uniform() * qubits);
      const outcome = uniform() < 0.5 ? 0 : 1;
      const mass = (bit: 0 | 1): number =>
        state.re.reduce(
          (sum, re, i) => sum + (((i >> qubit) & 1) === bit ? re * re + state.im[i]! ** 2 : 0),
          0,
        );
      const actual = held(state);
      expect(Math.abs(actual.probabilityOfOne(qubit) - mass(1))).toBeLessThan(tolerance);
      const scale = 1 / Math.sqrt(mass(outcome));
      const keep = (value: number, i: number): number => (((i >> qubit) & 1) === outcome ? scale * value : 0);
      actual.collapse(qubit, outcome);
      expectState(actual, { re: state.re.map(keep), im: state.im.map(keep) }, `qubit ${qubit}: ${outcome}`);
      expect(Math.abs(actual.norm() - 1)).toBeLessThan(tolerance);
    });
  });
});

/** X */
const notGate = [0, 0, 1, 0, 1, 0, 0, 0];

/** The code that it throws, or what else comes out. */
function code(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof KernelError ? error.code : error;
  }
}

describe("a state of gates", () => {
  it("is sampled by its probabilities, in rising order, equally for equal seeds", () => {
    const state = held(randomState(3, uniformFrom(5)));
    const samples = state.sample(100_000, 11);
    expect(samples).toEqual(samples.slice().sort());
    expect(state.sample(100_000, 11)).toEqual(samples);
    for (let index = 0; index < 8; index += 1) {
      const share = samples.filter((each) => each === index).length / 100_000;
      const probability = state.re[index]! ** 2 + state.im[index]! ** 2;
      // Five standard deviations of a share of 100,000 shots are 0.008 at most.
      expect(Math.abs(share - probability)).toBeLessThan(0.008);
    }
    state.reset(6);
    expect(new Set(state.sample(10, 1))).toEqual(new Set([6]));
  });

  it("says when it cannot be had", () => {
    expect(code(() => kernel.createStates(0, 1))).toBe("QT_KERNEL_BAD_ARGUMENT");
    expect(code(() => kernel.createStates(28, 1))).toBe("QT_KERNEL_TOO_MANY_QUBITS");
    expect(code(() => kernel.createStates(27, 2))).toBe("QT_KERNEL_TOO_MANY_QUBITS");
  });

  it.each<[string, (state: GateState, beside: GateState) => unknown]>([
    ["an overlap of strangers", (a) => a.realOverlap(kernel.createStates(2, 1)[0]!)],
    ["a target beyond", (a) => a.matrix1(notGate, 2)],
    ["a target that is its control", (a) => a.matrix1(notGate, 1, 0b10)],
    ["a short matrix", (a) => a.matrix1([1, 0], 0)],
    ["a 4×4 matrix on one qubit", (a) => a.matrix2(new Array(32).fill(1), 1, 1)],
    ["a 2×2 matrix on two qubits", (a) => a.matrix2(notGate, 0, 1)],
    ["a phase beyond", (a) => a.phase(1, 4)],
    ["a phase on a mask beyond 32 bits", (a) => a.phase(1, 2 ** 32 + 1)],
    ["a phase of no angle", (a) => a.phase(Number.NaN, 1)],
    ["a rotation beyond", (a) => a.rotation({ x: 0, z: 4 }, 1)],
    ["a rotation of its own control", (a) => a.rotation({ x: 2, z: 0 }, 1, 2)],
    ["a rotation by no angle", (a) => a.rotation({ x: 2, z: 0 }, Number.POSITIVE_INFINITY)],
    ["a string on its own control", (a) => a.pauli({ x: 0, z: 1 }, 1)],
    ["a swap beyond", (a) => a.swap(0, 2)],
    ["a swap of one qubit", (a) => a.swap(1, 1)],
    ["a string beyond", (a) => a.expectationOfString({ x: 4, z: 0 })],
    ["an overlap on its controls", (a, b) => a.imaginaryOverlap({ x: 1, z: 0 }, b, 1)],
    ["a sum beyond", (a, b) => a.setPauliSum(b, { x: [0, 8], z: [0, 0], coefficient: [1, 1] })],
    ["a sum of too few strings", (a, b) => a.setPauliSum(b, { x: [1], z: [0], coefficient: [1, 1] })],
    ["a sum of itself", (a) => a.setPauliSum(a, { x: [0], z: [0], coefficient: [1] })],
    ["a qubit below", (a) => a.collapse(-1, 0)],
    ["qubit 0 to an outcome it does not have", (a) => a.collapse(0, 0)],
    ["qubit 1 to an outcome it does not have", (a) => a.collapse(1, 1)],
    ["a basis state beyond", (a) => a.reset(4)],
    ["shots below", (a) => a.sample(-1, 1)],
    ["no seed", (a) => a.sample(1, Number.NaN)],
  ])("refuses %s, and stays as it was", (_, run) => {
    const [a, b] = kernel.createStates(2, 2) as [GateState, GateState];
    a.reset(1);
    expect(code(() => run(a, b))).toBe("QT_KERNEL_BAD_ARGUMENT");
    expect([...a.re, ...a.im]).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
  });
});
