import type { SpinRows } from "../local-search/spin-rows.ts";
import type { IsingModel } from "../pauli/ising.ts";
import { sortedRows } from "./sorted-rows.ts";

/** Means of one layer of QAOA. Pairs i < j in the order of i, then j, each coupled pair once. */
export interface ClosedForm {
  /** <Z_i>. */
  readonly z: Float64Array;
  readonly i: Uint32Array;
  readonly j: Uint32Array;
  /** The coupling J of the pair. */
  readonly coupling: Float64Array;
  /** <Z_i Z_j>. */
  readonly zz: Float64Array;
  /** <C>, in units of the energy. */
  readonly expectation: number;
}

/** The state after the phase alone, of which all angles beta read their means. */
export interface PhasedMeans {
  /** <Y_i>. */
  readonly y: Float64Array;
  readonly i: Uint32Array;
  readonly j: Uint32Array;
  readonly coupling: Float64Array;
  /** <Y_i Z_j + Z_i Y_j>. */
  readonly cross: Float64Array;
  /** <Y_i Y_j>. */
  readonly yy: Float64Array;
}

/** cos and sin of 2 gamma J for each entry of the rows. */
interface Turns {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

interface PairProducts {
  /** Π cos 2γJ_ik over k other than j, and the same from the side of j. */
  readonly fromI: number;
  readonly fromJ: number;
  /** Π cos 2γ(J_ik - J_jk) and Π cos 2γ(J_ik + J_jk) over k other than i and j. */
  readonly difference: number;
  readonly sum: number;
}

/** Both rows are walked at once, in O(degree of i + degree of j). */
function pairProducts(rows: SpinRows, { cos, sin }: Turns, i: number, j: number): PairProducts {
  const { start, column } = rows;
  const [endI, endJ] = [start[i + 1]!, start[j + 1]!];
  let [a, b] = [start[i]!, start[j]!];
  let [fromI, fromJ, difference, sum] = [1, 1, 1, 1];
  while (a < endI || b < endJ) {
    const ka = a < endI ? column[a]! : rows.count;
    const kb = b < endJ ? column[b]! : rows.count;
    const k = Math.min(ka, kb);
    const countsForI = ka === k && k !== j;
    const countsForJ = kb === k && k !== i;
    const cosI = countsForI ? cos[a]! : 1;
    const sinI = countsForI ? sin[a]! : 0;
    const cosJ = countsForJ ? cos[b]! : 1;
    const sinJ = countsForJ ? sin[b]! : 0;
    if (ka === k) a += 1;
    if (kb === k) b += 1;
    fromI *= cosI;
    fromJ *= cosJ;
    difference *= cosI * cosJ + sinI * sinJ;
    sum *= cosI * cosJ - sinI * sinJ;
  }
  return { fromI, fromJ, difference, sum };
}

function emptyMeans(count: number, pairs: number) {
  return {
    y: new Float64Array(count),
    i: new Uint32Array(pairs),
    j: new Uint32Array(pairs),
    coupling: new Float64Array(pairs),
    cross: new Float64Array(pairs),
    yy: new Float64Array(pairs),
  };
}

/** Means after exp(-i gamma C) on |+…+>, for any number of spins. @throws QT_QUANTUM_BAD_ISING */
export function phasedMeans(ising: IsingModel, gamma: number): PhasedMeans {
  const rows = sortedRows(ising);
  const { count, start, column, coupling } = rows;
  const turns = {
    cos: coupling.map((value) => Math.cos(2 * gamma * value)),
    sin: coupling.map((value) => Math.sin(2 * gamma * value)),
  };
  const means = emptyMeans(count, column.length / 2);
  let pair = 0;
  for (let i = 0; i < count; i += 1) {
    const fieldI = 2 * gamma * ising.field[i]!;
    means.y[i] = Math.sin(fieldI);
    for (let entry = start[i]!; entry < start[i + 1]!; entry += 1) {
      means.y[i]! *= turns.cos[entry]!;
      const j = column[entry]!;
      if (j < i) continue;
      const fieldJ = 2 * gamma * ising.field[j]!;
      const { fromI, fromJ, difference, sum } = pairProducts(rows, turns, i, j);
      means.i[pair] = i;
      means.j[pair] = j;
      means.coupling[pair] = coupling[entry]!;
      means.cross[pair] = turns.sin[entry]! * (Math.cos(fieldI) * fromI + Math.cos(fieldJ) * fromJ);
      means.yy[pair] = (Math.cos(fieldI - fieldJ) * difference - Math.cos(fieldI + fieldJ) * sum) / 2;
      pair += 1;
    }
  }
  return means;
}

/** What the mixer exp(-i beta ΣX) makes of the means: Z turns to Z cos 2β + Y sin 2β. */
export function mixedMeans(ising: IsingModel, means: PhasedMeans, beta: number): ClosedForm {
  const [cos, sin] = [Math.cos(2 * beta), Math.sin(2 * beta)];
  const z = means.y.map((y) => sin * y);
  const zz = means.yy.map((yy, pair) => cos * sin * means.cross[pair]! + sin * sin * yy);
  let expectation = ising.offset;
  z.forEach((mean, i) => {
    expectation += ising.field[i]! * mean;
  });
  zz.forEach((mean, pair) => {
    expectation += means.coupling[pair]! * mean;
  });
  return { z, i: means.i, j: means.j, coupling: means.coupling, zz, expectation };
}

/**
 * <Z_i> and all <Z_i Z_j> of coupled pairs after exp(-i beta ΣX) exp(-i gamma C) on |+…+>, exact for any number of
 * spins, in O(degrees of both ends) a pair. Spin i is (-1)^x_i.
 * @throws QT_QUANTUM_BAD_ISING
 * Source: Ozaeta, van Dam, McMahon, arXiv 2012.03421; with fields and in this form derived anew.
 */
export function closedFormExpectations(ising: IsingModel, gamma: number, beta: number): ClosedForm {
  return mixedMeans(ising, phasedMeans(ising, gamma), beta);
}
