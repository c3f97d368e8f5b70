import { FloatColumn, IntColumn } from "../growing.ts";
import type { Model } from "../model.ts";
import type { PolynomialColumns } from "../polynomial.ts";
import type { Structure } from "../structures.ts";

/** Numbers by column: those of column c are start[c] … start[c+1]−1, in the order they were found. */
interface ByColumn {
  readonly start: Int32Array;
  /** Row, then objective term, then structure, numbered through. */
  readonly place: Int32Array;
  /** The other factor; −1 in a linear part. */
  readonly other: Int32Array;
  readonly value: Float64Array;
}

interface HigherPlace {
  readonly place: number;
  /** The other factors, ascending. */
  readonly rest: readonly number[];
  readonly value: number;
}

/** Where each column stands, and with what coefficient. */
export interface ColumnPlaces {
  readonly linear: ByColumn;
  readonly pairs: ByColumn;
  /** Products of three and more. */
  readonly higher: ReadonlyMap<number, readonly HigherPlace[]>;
  /** 1: stands where no other column could stand in its stead. */
  readonly barred: Uint8Array;
}

export function columnPlaces(model: Model): ColumnPlaces {
  const { variables, constraints, objective, structures, uncertainty } = model;
  const finder = new PlaceFinder(variables.count);
  for (let row = 0; row < constraints.count; row++) finder.polynomial(constraints, row, row);
  let place = constraints.count;
  for (const term of objective.terms) {
    const start = Int32Array.of(0, term.column.length);
    finder.polynomial({ ...term, start }, 0, place++);
  }
  for (const structure of structures) finder.structure(structure, place++);
  for (const column of uncertainty?.uses.column ?? []) if (column >= 0) finder.barred[column] = 1;
  return finder.done();
}

class PlaceFinder {
  readonly barred: Uint8Array;
  private readonly linear = new EntryList();
  private readonly pairs = new EntryList();
  private readonly higher = new Map<number, HigherPlace[]>();
  private readonly count: number;

  constructor(count: number) {
    this.count = count;
    this.barred = new Uint8Array(count);
  }

  polynomial(rows: PolynomialColumns, row: number, place: number): void {
    const { start, column, value, quadratic, higher } = rows;
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      this.linear.push(column[entry]!, place, -1, value[entry]!);
    for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++) {
      const [left, right] = [quadratic.left[entry]!, quadratic.right[entry]!];
      this.pairs.push(left, place, right, quadratic.value[entry]!);
      if (left !== right) this.pairs.push(right, place, left, quadratic.value[entry]!);
    }
    for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
      const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
      this.product([...factors], place, higher.value[entry]!);
    }
  }

  /** Exactly-one, at-most and the row of an implication treat their columns by coefficient only. */
  structure(structure: Structure, place: number): void {
    switch (structure.kind) {
      case "exactly-one":
      case "at-most":
        for (const column of structure.columns) this.linear.push(column, place, -1, 1);
        break;
      case "implication":
        structure.column.forEach((column, entry) => {
          this.linear.push(column, place, -1, structure.value[entry]!);
        });
        this.barred[structure.when] = 1;
        break;
      case "no-overlap":
      case "cumulative":
        for (const column of structure.present) if (column >= 0) this.barred[column] = 1;
    }
  }

  done(): ColumnPlaces {
    const { count, higher, barred } = this;
    return { linear: this.linear.byColumn(count), pairs: this.pairs.byColumn(count), higher, barred };
  }

  private product(factors: readonly number[], place: number, value: number): void {
    for (const column of new Set(factors)) {
      const list = this.higher.get(column) ?? [];
      if (list.length === 0) this.higher.set(column, list);
      list.push({ place, rest: factors.filter((factor) => factor !== column), value });
    }
  }
}

class EntryList {
  private readonly column = new IntColumn();
  private readonly place = new IntColumn();
  private readonly other = new IntColumn();
  private readonly value = new FloatColumn();

  push(column: number, place: number, other: number, value: number): void {
    this.column.push(column);
    this.place.push(place);
    this.other.push(other);
    this.value.push(value);
  }

  byColumn(count: number): ByColumn {
    const { column, place, other, value } = this;
    const start = new Int32Array(count + 1);
    for (let entry = 0; entry < column.length; entry++) start[column.data[entry]! + 1]!++;
    for (let each = 0; each < count; each++) start[each + 1]! += start[each]!;
    const next = start.slice(0, count);
    const [inPlace, beside, factor] = [
      new Int32Array(column.length),
      new Int32Array(column.length),
      new Float64Array(column.length),
    ];
    for (let entry = 0; entry < column.length; entry++) {
      const at = next[column.data[entry]!]!++;
      inPlace[at] = place.data[entry]!;
      beside[at] = other.data[entry]!;
      factor[at] = value.data[entry]!;
    }
    return { start, place: inPlace, other: beside, value: factor };
  }
}

const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);

function mixed(hash: number, place: number, value: number): number {
  bits[0] = value;
  const first = Math.imul(hash ^ place, 0x9e3779b1);
  return Math.imul(first ^ (first >>> 15) ^ words[0]! ^ Math.imul(words[1]!, 31), 0x85ebca6b);
}

/** The same for columns that can be swapped: of places and coefficients, whatever the other factors are. */
export function columnHash({ linear, pairs, higher }: ColumnPlaces, column: number): number {
  let hash = 1;
  for (const { start, place, value } of [linear, pairs]) {
    let sum = 0;
    for (let at = start[column]!; at < start[column + 1]!; at++)
      sum = (sum + mixed(7, place[at]!, value[at]!)) | 0;
    hash = mixed(hash, sum, 0);
  }
  for (const { place, rest, value } of higher.get(column) ?? [])
    hash = (hash + mixed(rest.length, place, value)) | 0;
  return hash;
}

/** Whether swapping two columns leaves every polynomial and structure as it is. */
export function canSwap(model: Model, places: ColumnPlaces, first: number, second: number): boolean {
  const { recourse } = model.variables;
  return (
    recourse[first] === recourse[second] &&
    isSame(places.linear, first, second) &&
    isSame(places.pairs, first, second) &&
    higherKeys(places, first, second) === higherKeys(places, second, first)
  );
}

/** The entries of both columns in step, without those where one is the other factor of the other. */
function isSame({ start, place, other, value }: ByColumn, first: number, second: number): boolean {
  let [left, right] = [start[first]!, start[second]!];
  const [leftEnd, rightEnd] = [start[first + 1]!, start[second + 1]!];
  for (;;) {
    while (left < leftEnd && other[left] === second) left++;
    while (right < rightEnd && other[right] === first) right++;
    if (left === leftEnd || right === rightEnd) return left === leftEnd && right === rightEnd;
    const isEqual =
      place[left] === place[right] && other[left] === other[right] && value[left] === value[right];
    if (!isEqual) return false;
    left++;
    right++;
  }
}

function higherKeys({ higher }: ColumnPlaces, column: number, partner: number): string {
  return (higher.get(column) ?? [])
    .filter(({ rest }) => !rest.includes(partner))
    .map(({ place, rest, value }) => `${place}:${rest}:${value}`)
    .sort()
    .join(";");
}
