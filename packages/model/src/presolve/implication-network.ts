import type { Qubo } from "../compile/qubo.ts";
import { modelError } from "../errors.ts";
import { FloatColumn, IntColumn } from "../growing.ts";
import { type FlowNetwork, flowNetwork } from "./max-flow.ts";

/** The literal x of a variable is node 2·variable + 2, its complement the node after it; 0 is true, 1 is false. */
export const trueNode = 0;
export const falseNode = 1;
export const literal = (variable: number): number => 2 * variable + 2;
export const complement = (node: number): number => node ^ 1;

/**
 * A quadratic pseudo-Boolean function as constant + Σ coefficient · literal · literal with positive coefficients, each
 * of them two arcs u → v̄ and v → ū that mirror one another.
 */
export interface ImplicationNetwork {
  readonly network: FlowNetwork;
  /** Positions of arcs: 2k and 2k+1 mirror one another. */
  readonly position: Int32Array;
  /** In units of 1 / `scale`; the offset of the QUBO is not in it. */
  readonly constant: number;
  readonly scale: number;
}

/** Capacities and flows stay whole below this. */
const largestExact = 2 ** 51;
const mostDecimals = 12;

/**
 * @throws QT_MODEL_INEXACT when the coefficients are no decimals of at most twelve places, or too large for exact sums
 * Source: Boros & Hammer 2002 (Discrete Applied Mathematics 123)
 */
export function implicationNetwork(qubo: Qubo): ImplicationNetwork {
  const scale = exactScale(qubo);
  const arcs = new ArcList();
  const linear = qubo.linear.map((bias) => Math.round(bias * scale));
  for (let variable = 0; variable < qubo.count; variable++)
    for (let entry = qubo.start[variable]!; entry < qubo.start[variable + 1]!; entry++) {
      const bias = Math.round(qubo.value[entry]! * scale);
      const [left, right] = [literal(variable), literal(qubo.column[entry]!)];
      if (bias > 0) arcs.term(left, right, bias);
      if (bias >= 0) continue;
      linear[variable]! += bias;
      arcs.term(left, complement(right), -bias);
    }
  let constant = 0;
  linear.forEach((bias, variable) => {
    if (bias > 0) arcs.term(trueNode, literal(variable), bias);
    if (bias >= 0) return;
    constant += bias;
    arcs.term(trueNode, complement(literal(variable)), -bias);
  });
  const { tail, head, capacity } = arcs;
  const list = { tail: tail.data, head: head.data, capacity: capacity.data, count: tail.length };
  return { ...flowNetwork(2 * qubo.count + 2, list), constant, scale };
}

class ArcList {
  readonly tail = new IntColumn();
  readonly head = new IntColumn();
  readonly capacity = new FloatColumn();

  /** coefficient · left · right: each of the two, when true, wants the other one false. */
  term(left: number, right: number, coefficient: number): void {
    this.tail.push(left);
    this.head.push(complement(right));
    this.tail.push(right);
    this.head.push(complement(left));
    this.capacity.push(coefficient);
    this.capacity.push(coefficient);
  }
}

/** The least power of ten that makes every coefficient whole. @throws QT_MODEL_INEXACT */
function exactScale({ linear, value, count }: Qubo): number {
  for (let places = 0; places <= mostDecimals; places++) {
    const scale = 10 ** places;
    if (!isWhole(linear, scale) || !isWhole(value, scale)) continue;
    if (sizeOf(linear, scale) + 2 * sizeOf(value, scale) <= largestExact) return scale;
    break;
  }
  const message = "The biases are not whole numbers or decimals that add up exactly.";
  throw modelError("QT_MODEL_INEXACT", message, `qubo of ${count} variables`);
}

const isWhole = (numbers: Float64Array, scale: number): boolean =>
  numbers.every((number) => Math.round(number * scale) / scale === number);

const sizeOf = (numbers: Float64Array, scale: number): number =>
  numbers.reduce((sum, number) => sum + Math.abs(number) * scale, 0);
