import { finished, Polynomial, type PolynomialColumns } from "../polynomial.ts";
import { DimodReader, type DimodType, dimodHeader, dimodSection } from "./bqm-sections.ts";

const magic = "DIMODEXPR";

/** What an expression needs to know of the variables. */
export interface CqmColumns {
  readonly count: number;
  readonly isSpin: (column: number) => boolean;
  readonly isZeroOne: (column: number) => boolean;
}

/** Reads an expression: indices of its variables, offset, linear biases, (u, v, bias) by position. A spin s is 2x − 1. */
export function readExpression(bytes: Uint8Array, place: string, columns: CqmColumns): Polynomial {
  const reader = new DimodReader(bytes, place);
  const header = reader.header(magic);
  const [count, interactions] = reader.shapeIn(header);
  const bias = reader.typeIn(header, "dtype");
  const index = reader.typeIn(header, "itype");
  const variables = readVariables(reader.section("INDX"), count, index, columns.count);
  const sum = new Polynomial();
  sum.constant = reader.section("OFFS").number(bias);
  const linear = reader.section("LINB");
  for (const variable of variables) addProduct(sum, linear.number(bias), [variable], columns);
  const quadratic = reader.section("QUAD", "uint64");
  for (let pair = 0; pair < interactions; pair++) {
    const [u, v] = [variables[quadratic.number(index)], variables[quadratic.number(index)]];
    if (u === undefined || v === undefined)
      throw quadratic.wrong("A pair of no variables.", `positions below ${count}`);
    addProduct(sum, quadratic.number(bias), u < v ? [u, v] : [v, u], columns);
  }
  return sum;
}

function readVariables(reader: DimodReader, count: number, index: DimodType, end: number): readonly number[] {
  const variables: number[] = [];
  for (let at = 0; at < count; at++) {
    const variable = reader.number(index);
    if (variable < 0 || variable >= end) throw reader.wrong(`Variable ${variable}.`, `one of ${end}`);
    variables.push(variable);
  }
  return variables;
}

/** Adds value · Π factors, spins multiplied out. */
function addProduct(sum: Polynomial, value: number, factors: readonly number[], columns: CqmColumns): void {
  if (value === 0) return;
  const spin = factors.findIndex(columns.isSpin);
  if (spin < 0 || (factors.length === 2 && factors[0] === factors[1])) {
    addPlain(sum, value, factors, columns);
    return;
  }
  const rest = factors.toSpliced(spin, 1);
  const other = rest[0];
  const spun = other !== undefined && columns.isSpin(other);
  const at = factors[spin]!;
  addPlain(sum, (spun ? 4 : 2) * value, factors, columns);
  if (other === undefined) sum.constant -= value;
  else if (spun) {
    sum.linear(at, -2 * value);
    sum.linear(other, -2 * value);
    sum.constant += value;
  } else sum.linear(other, -value);
}

/** A square of a spin is 1, of a 0-1 variable itself. */
function addPlain(sum: Polynomial, value: number, factors: readonly number[], columns: CqmColumns): void {
  const [first, second] = factors;
  if (second === undefined || first !== second) sum.product(factors, value);
  else if (columns.isSpin(first)) sum.constant += value;
  else sum.product(columns.isZeroOne(first) ? [first] : factors, value);
}

/** An expression as the file holds it, and what the header of the file counts of it. */
export interface WrittenExpression {
  readonly bytes: Uint8Array;
  readonly columns: readonly number[];
  readonly interactions: number;
  /** Variables that stand in a product. */
  readonly quadraticVariables: number;
}

/** @param type as dimod names the class: ObjectiveView or ConstraintView; @param offset what is added to the row */
export function writeExpression(
  type: "ObjectiveView" | "ConstraintView",
  rows: Omit<PolynomialColumns, "higher">,
  row: number,
  offset = 0,
  sign: 1 | -1 = 1,
): WrittenExpression {
  const signed = (value: number): number => (sign > 0 ? value : 0 - value);
  const pairs = lowerTriangle(rows, row);
  const used = new Set<number>();
  const linear = new Map<number, number>();
  for (let entry = rows.start[row]!; entry < rows.start[row + 1]!; entry++)
    linear.set(rows.column[entry]!, signed(rows.value[entry]!));
  for (const { left, right } of pairs) used.add(left).add(right);
  const columns = [...new Set([...linear.keys(), ...used])].sort((left, right) => left - right);
  const positions = new Map(columns.map((column, at) => [column, at]));
  const quadratic = new DataView(new ArrayBuffer(16 * pairs.length));
  for (const [at, { left, right, value }] of pairs.entries()) {
    quadratic.setInt32(16 * at, positions.get(right)!, true);
    quadratic.setInt32(16 * at + 4, positions.get(left)!, true);
    quadratic.setFloat64(16 * at + 8, signed(value), true);
  }
  const shape = [columns.length, pairs.length];
  const bytes = Buffer.concat([
    dimodHeader(magic, [2, 0], { dtype: "float64", itype: "int32", shape, type }),
    dimodSection("INDX", bytesOf(Int32Array.from(columns))),
    dimodSection("OFFS", bytesOf(Float64Array.of(signed(offset)))),
    dimodSection("LINB", bytesOf(Float64Array.from(columns, (column) => linear.get(column) ?? 0))),
    dimodSection("QUAD", new Uint8Array(quadratic.buffer), 8),
  ]);
  return { bytes, columns, interactions: pairs.length, quadraticVariables: used.size };
}

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly value: number;
}

/** dimod appends while it reads: pairs must come by the later variable, then by the earlier one. */
function lowerTriangle({ quadratic }: Pick<PolynomialColumns, "quadratic">, row: number): readonly Pair[] {
  const { start, left, right, value } = quadratic;
  const entries = Array.from({ length: start[row + 1]! - start[row]! }, (_, at) => start[row]! + at);
  return entries
    .map((entry) => ({ left: left[entry]!, right: right[entry]!, value: value[entry]! }))
    .sort((one, other) => one.right - other.right || one.left - other.left);
}

/** Numbers as they lie in memory; every machine this runs on is little-endian. */
export const bytesOf = (values: Int32Array | Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** 1·x + 1·y + … of the columns, and nothing else. */
export function isPlainSum(sum: Polynomial, isZeroOne: (column: number) => boolean): boolean {
  const { column, value, quadratic, higher } = finished(sum);
  return (
    quadratic.value.length + higher.value.length === 0 &&
    column.length > 0 &&
    value.every((each) => each === 1) &&
    column.every((each) => isZeroOne(each))
  );
}
