import { parity, popcount } from "../bits.ts";
import { checkAngle, checkShots } from "../check-arguments.ts";
import { KernelError } from "../errors.ts";
import { risingThresholds } from "../rising-thresholds.ts";
import { checkIndex, checkMasks, checkMatrix, checkString, checkTargets } from "./check-gate.ts";
import type { GateMemory, GateSlot } from "./gate-memory.ts";
import { type GateMatrix, writeInVector, writeMatrix, writeTurn, writeWeight } from "./lanes.ts";

/** A Pauli string: bit q of `x` and `z` set for X and Z on qubit q, both for Y; P = i^|x & z| X^x Z^z. */
export interface PauliMasks {
  readonly x: number;
  readonly z: number;
}

/** Σ coefficient[k] · P(x[k], z[k]). */
export interface PauliColumns {
  readonly x: ArrayLike<number>;
  readonly z: ArrayLike<number>;
  readonly coefficient: ArrayLike<number>;
}

const even = (mask: number): number => mask & ~1;
const has0 = (mask: number): boolean => (mask & 1) !== 0;
const laneOf = (bits: number): 0 | 1 => (has0(bits) ? 1 : 0);

/**
 * Amplitudes in f64 under arbitrary gates. Qubit q is bit q of the basis index (little endian). All masks name qubits;
 * gates under a control mask act where all its bits are 1. States of one call of `createStates` share a memory, and
 * only they can stand together in an overlap or a sum. Methods throw QT_KERNEL_BAD_ARGUMENT for qubits it does not have
 * and for gates that name a qubit twice, and leave the state as it was.
 */
export class GateState {
  readonly qubits: number;
  /** Views of the amplitudes themselves: what is written here is the state. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly #memory: GateMemory;
  readonly #slot: GateSlot;
  readonly #size: number;

  constructor(memory: GateMemory, slot: GateSlot) {
    this.qubits = memory.qubits;
    this.#memory = memory;
    this.#slot = slot;
    this.#size = 2 ** memory.qubits;
    this.re = new Float64Array(memory.memory.buffer, slot.re, this.#size);
    this.im = new Float64Array(memory.memory.buffer, slot.im, this.#size);
  }

  /** |index>, |0…0> if absent. */
  reset(index = 0): void {
    checkIndex(index, this.qubits);
    this.re.fill(0);
    this.im.fill(0);
    this.re[index] = 1;
  }

  /** A 2×2 matrix of 8 numbers. */
  matrix1(matrix: GateMatrix, target: number, controlMask = 0): void {
    checkTargets([target], controlMask, this.qubits);
    checkMatrix(matrix, 2);
    const { exports, lanes, lanesAt } = this.#memory;
    if (target === 0) writeInVector(lanes, matrix);
    else writeMatrix(lanes, matrix, 2, has0(controlMask));
    exports.matrix1(this.#slot.re, this.#slot.im, this.#size, target, even(controlMask), lanesAt);
  }

  /** A 4×4 matrix of 32 numbers, whose rows count bit `low` + 2 · bit `high`. */
  matrix2(matrix: GateMatrix, low: number, high: number, controlMask = 0): void {
    checkTargets([low, high], controlMask, this.qubits);
    checkMatrix(matrix, 4);
    const { exports, lanes, lanesAt } = this.#memory;
    writeMatrix(lanes, matrix, 4, has0(controlMask));
    exports.matrix2(this.#slot.re, this.#slot.im, this.#size, low, high, even(controlMask), lanesAt);
  }

  /** e^(i angle) where all bits of `mask` are 1. */
  phase(angle: number, mask: number): void {
    checkAngle(angle);
    this.#turn({ x: 0, z: 0 }, Math.cos(angle), Math.sin(angle), 1, mask);
  }

  /** exp(-i theta/2 P) */
  rotation(string: PauliMasks, theta: number, controlMask = 0): void {
    checkAngle(theta);
    const power = popcount(string.x & string.z) + 3;
    this.#turn(string, Math.cos(theta / 2), Math.sin(theta / 2), power, controlMask);
  }

  /** The Pauli string itself. */
  pauli(string: PauliMasks, controlMask = 0): void {
    this.#turn(string, 0, 1, popcount(string.x & string.z), controlMask);
  }

  swap(a: number, b: number, controlMask = 0): void {
    checkTargets([a, b], controlMask, this.qubits);
    const [low, high] = a < b ? [a, b] : [b, a];
    for (const array of [this.#slot.re, this.#slot.im])
      this.#memory.exports.exchange(array, this.#size, low, high, even(controlMask), has0(controlMask));
  }

  /** <ψ|ψ> */
  norm(): number {
    return this.#mass(0, 0);
  }

  probabilityOfOne(qubit: number): number {
    checkTargets([qubit], 0, this.qubits);
    return this.#mass(1 << qubit, 1 << qubit);
  }

  /** Keeps the part where the qubit is `outcome`, scaled to norm 1. @throws QT_KERNEL_BAD_ARGUMENT if there is none */
  collapse(qubit: number, outcome: 0 | 1): void {
    checkTargets([qubit], 0, this.qubits);
    const mass = this.#mass(1 << qubit, outcome << qubit);
    if (!(mass > 0))
      throw new KernelError(
        "QT_KERNEL_BAD_ARGUMENT",
        `Qubit ${qubit} is ${outcome} with probability ${mass}.`,
      );
    if (qubit === 0) this.#scale(0, 0, outcome === 0 ? [1, 0] : [0, 1]);
    else this.#scale(1 << qubit, (1 - outcome) << qubit, [0, 0]);
    const kept = 1 / Math.sqrt(mass);
    this.#scale(0, 0, [kept, kept]);
  }

  /** Basis indices of `shots` measurements of all qubits, in rising order, in O(2^n + shots). */
  sample(shots: number, seed: number): Uint32Array {
    checkShots(shots, seed);
    const samples = new Uint32Array(shots);
    const next = risingThresholds(shots, seed, this.norm());
    let [shot, threshold, reached, last] = [0, next(), 0, 0];
    for (let i = 0; i < this.#size && shot < shots; i += 1) {
      const probability = this.re[i]! * this.re[i]! + this.im[i]! * this.im[i]!;
      if (probability > 0) last = i;
      reached += probability;
      for (; shot < shots && threshold < reached; threshold = next()) samples[shot++] = i;
    }
    // What rounding leaves over belongs to the last state that can be seen.
    return samples.fill(last, shot);
  }

  /** <ψ|H|ψ> */
  expectation({ x, z, coefficient }: PauliColumns): number {
    let sum = 0;
    for (let k = 0; k < coefficient.length; k += 1)
      sum += coefficient[k]! * this.expectationOfString({ x: x[k]!, z: z[k]! });
    return sum;
  }

  /** <ψ|P|ψ>; where P exchanges amplitudes, both of a pair give the same, so that one is looked at. */
  expectationOfString(string: PauliMasks): number {
    const pairs = string.x > 1;
    const top = pairs ? 1 << (31 - Math.clz32(string.x)) : 0;
    return (pairs ? 2 : 1) * this.#overlap(this, string, top, 0, "re");
  }

  /** Im <this|P|other> over the basis states of `other` where all bits of the mask are 1; P does not touch these. */
  imaginaryOverlap(string: PauliMasks, other: GateState, controlMask = 0): number {
    checkString(string.x, string.z, controlMask, this.qubits);
    return this.#overlap(other, string, controlMask, controlMask, "im");
  }

  /** Re <this|other> */
  realOverlap(other: GateState): number {
    return this.#overlap(other, { x: 0, z: 0 }, 0, 0, "re");
  }

  /** Becomes H|source>, which has another norm; the source is another state. */
  setPauliSum(source: GateState, { x, z, coefficient }: PauliColumns): void {
    const from = this.#slotBeside(source);
    if (from === this.#slot)
      throw new KernelError("QT_KERNEL_BAD_ARGUMENT", "The source of a sum is the state that becomes it.");
    for (let k = 0; k < coefficient.length; k += 1) checkMasks([x[k]!, z[k]!], this.qubits);
    this.re.fill(0);
    this.im.fill(0);
    for (let k = 0; k < coefficient.length; k += 1)
      this.#addString(from, { x: x[k]!, z: z[k]! }, coefficient[k]!);
  }

  /** ψ ← own ψ + i^power partner X^x Z^z ψ */
  #turn({ x, z }: PauliMasks, own: number, partner: number, power: number, controlMask: number): void {
    checkString(x, z, controlMask, this.qubits);
    const { exports, lanes, lanesAt } = this.#memory;
    const { re, im } = this.#slot;
    writeTurn(lanes, own, (power & 2) === 0 ? partner : -partner, {
      zOnLane: has0(z),
      opposite: parity(x & z) === 1,
      controlled: has0(controlMask),
    });
    exports.turn(re, im, this.#size, x, even(z), even(controlMask), lanesAt, (power & 1) === 0);
  }

  /** One part of <this|P|other> over the basis states of `other` whose bits in `fixed` are `bits`. */
  #overlap(other: GateState, { x, z }: PauliMasks, fixed: number, bits: number, part: "re" | "im"): number {
    checkMasks([x, z], this.qubits);
    const { exports, lanes, lanesAt } = this.#memory;
    const slot = this.#slotBeside(other);
    const power = popcount(x & z) & 3;
    // i times the overlap: its real part is minus the imaginary one.
    const crossed = (power & 1) === 1;
    const sign = ((power & 2) === 0 ? 1 : -1) * (crossed && part === "re" ? -1 : 1);
    writeWeight(lanes, sign, has0(z), has0(fixed) ? laneOf(bits) : undefined);
    return exports.overlap(
      ...([this.#slot.re, this.#slot.im, slot.re, slot.im, this.#size, x, even(z)] as const),
      ...([even(fixed), even(bits), lanesAt, (part === "re") !== crossed] as const),
    );
  }

  /** Probability of the basis states whose bits in `fixed` are `bits`. */
  #mass(fixed: number, bits: number): number {
    return this.#overlap(this, { x: 0, z: 0 }, fixed, bits, "re");
  }

  #addString(from: GateSlot, { x, z }: PauliMasks, coefficient: number): void {
    const to = this.#slot;
    const power = popcount(x & z) & 3;
    const weight = (power & 2) === 0 ? coefficient : -coefficient;
    const real = (power & 1) === 0;
    this.#addArray(to.re, real ? from.re : from.im, { x, z }, real ? weight : -weight);
    this.#addArray(to.im, real ? from.im : from.re, { x, z }, weight);
  }

  #addArray(target: number, source: number, { x, z }: PauliMasks, weight: number): void {
    const { exports, lanes, lanesAt } = this.#memory;
    writeWeight(lanes, weight, has0(z));
    exports.addPaired(target, source, this.#size, x, even(z), lanesAt);
  }

  #scale(fixed: number, bits: number, factors: readonly [number, number]): void {
    const { exports, lanes, lanesAt } = this.#memory;
    lanes.set(factors);
    for (const array of [this.#slot.re, this.#slot.im])
      exports.scale(array, this.#size, fixed, bits, lanesAt);
  }

  #slotBeside(other: GateState): GateSlot {
    if (other.#memory !== this.#memory)
      throw new KernelError("QT_KERNEL_BAD_ARGUMENT", "The states lie in different memories.");
    return other.#slot;
  }
}
