import { KernelError } from "../errors.ts";
import { compileFile } from "../load/compile.ts";
import { newMemory } from "../memory.ts";
import { roundUp } from "../rooms.ts";
import { type AssignmentCost, assignmentCost } from "./assignment-cost.ts";

interface AssignmentExports {
  setRooms(
    size: number,
    stride: number,
    twoWay: number,
    first: number,
    matrixBytes: number,
    rowBytes: number,
  ): void;
  readonly place: WebAssembly.Global;
  readonly bestPlace: WebAssembly.Global;
  readonly flow: WebAssembly.Global;
  readonly flowBack: WebAssembly.Global;
  readonly distance: WebAssembly.Global;
  readonly linear: WebAssembly.Global;
  start(cost: number, seed: number): void;
  run(iterations: number): number;
  move(first: number, second: number): void;
  deltaAt(first: number, second: number): number;
  costOfBest(): number;
}

/** Globals of the code lie below. */
const firstByte = 0x400;
/** Numbers of 32 bits wrap around, so that only what is left in the end must fit. */
const greatestInt = 2 ** 31 - 1;

/**
 * A tabu search over exchanges of two places, with all changes of cost kept up to date: O(1) an exchange and iteration.
 * Whole numbers are exact below 2^53 (2^31 take half the time).
 * Source: Taillard 1991 (Parallel Computing 17).
 */
export class AssignmentSearch {
  readonly cost: AssignmentCost;
  private readonly exports: AssignmentExports;
  private readonly place: Int32Array;
  private readonly bestPlace: Int32Array;

  constructor(cost: AssignmentCost, exports: AssignmentExports, memory: WebAssembly.Memory) {
    this.cost = cost;
    this.exports = exports;
    const view = (room: WebAssembly.Global): Int32Array =>
      new Int32Array(memory.buffer, room.value, cost.size);
    this.place = view(exports.place);
    this.bestPlace = view(exports.bestPlace);
  }

  /** Begins at a permutation, with nothing tabu. */
  start(place: ArrayLike<number>, seed: number): void {
    this.place.set(place);
    this.exports.start(assignmentCost(this.cost, place), seed);
  }

  /** @returns the least cost since the start */
  run(iterations: number): number {
    return this.cost.size < 2 ? this.exports.costOfBest() : this.exports.run(iterations);
  }

  /** Facilities i and j change places, and it counts as no iteration. */
  exchange(i: number, j: number): void {
    this.exports.move(i, j);
  }

  /** Change of cost when facilities i ≠ j change places. */
  delta(i: number, j: number): number {
    return this.exports.deltaAt(Math.min(i, j), Math.max(i, j));
  }

  get bestCost(): number {
    return this.exports.costOfBest();
  }

  /** The place of each facility now; a copy. */
  placeNow(): Int32Array {
    return this.place.slice();
  }

  /** The best places since the start; a copy. */
  best(): Int32Array {
    return this.bestPlace.slice();
  }
}

/** @throws KernelError QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_OUT_OF_MEMORY, QT_KERNEL_UNAVAILABLE */
export async function openAssignment(cost: AssignmentCost): Promise<AssignmentSearch> {
  checkCost(cost);
  const { size } = cost;
  const whole = fitsInt(cost);
  const stride = roundUp(size, whole ? 4 : 2);
  const matrixBytes = size * stride * 8;
  const rowBytes = stride * 8;
  const memory = newMemory(firstByte + 9 * matrixBytes + 6 * rowBytes);
  const module = await compileFile(whole ? "assignment-i32.wasm" : "assignment-f64.wasm");
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const exports = instance.exports as unknown as AssignmentExports;
  const twoWay = !isSymmetric(size, cost.flow) && !isSymmetric(size, cost.distance);
  exports.setRooms(size, stride, twoWay ? 1 : 0, firstByte, matrixBytes, rowBytes);
  const NumberArray = whole ? Int32Array : Float64Array;
  fillMatrices(cost, twoWay, (room, at) => {
    const matrix = new NumberArray(memory.buffer, exports[room].value, size * stride);
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) matrix[row * stride + column] = at(row, column);
  });
  return new AssignmentSearch(cost, exports, memory);
}

type Matrix = (row: number, column: number) => number;

/** Where one matrix is symmetric, both ways of the other one meet the same number: their sum, once, is all that counts. */
function fillMatrices(
  { size, flow, distance, linear }: AssignmentCost,
  twoWay: boolean,
  fill: (room: "flow" | "flowBack" | "distance" | "linear", at: Matrix) => void,
): void {
  const plain =
    (matrix: Float64Array): Matrix =>
    (row, column) =>
      matrix[row * size + column]!;
  const both =
    (matrix: Float64Array): Matrix =>
    (row, column) =>
      matrix[row * size + column]! + matrix[column * size + row]!;
  const sumsFlow = !twoWay && isSymmetric(size, distance);
  fill("flow", (sumsFlow ? both : plain)(flow));
  fill("distance", (twoWay || sumsFlow ? plain : both)(distance));
  if (twoWay) fill("flowBack", (row, column) => flow[column * size + row]!);
  fill("linear", plain(linear));
}

function isSymmetric(size: number, matrix: Float64Array): boolean {
  for (let row = 0; row < size; row++)
    for (let column = 0; column < row; column++)
      if (matrix[row * size + column] !== matrix[column * size + row]) return false;
  return true;
}

/** Whether every change of cost is a whole number of 32 bits. */
function fitsInt({ size, flow, distance, linear }: AssignmentCost): boolean {
  const isWhole = (matrix: Float64Array): boolean => matrix.every(Number.isInteger);
  if (!isWhole(flow) || !isWhole(distance) || !isWhole(linear)) return false;
  const largest = (matrix: Float64Array): number =>
    matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let flowOfOne = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += Math.abs(flow[i * size + j]!) + Math.abs(flow[j * size + i]!);
    flowOfOne = Math.max(flowOfOne, sum);
  }
  // Two facilities leave their places and take others, both ways; the flow between them is added back twice.
  return 12 * flowOfOne * largest(distance) + 4 * largest(linear) <= greatestInt;
}

function checkCost({ size, flow, distance, linear }: AssignmentCost): void {
  const refuse = (message: string): never => {
    throw new KernelError("QT_KERNEL_BAD_ARGUMENT", message);
  };
  if (!Number.isInteger(size) || size < 1) refuse(`size is ${size}, not a whole number from 1.`);
  for (const [name, matrix] of Object.entries({ flow, distance, linear })) {
    if (matrix.length !== size * size) refuse(`${name} has ${matrix.length} numbers, not ${size * size}.`);
    if (!matrix.every(Number.isFinite)) refuse(`${name} has a number that is not finite.`);
  }
  for (let i = 0; i < size; i++)
    if (flow[i * size + i] !== 0 || distance[i * size + i] !== 0)
      refuse(`The diagonals of flow and distance must be 0; number ${i} is not.`);
}
