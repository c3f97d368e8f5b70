import { modelError } from "../errors.ts";
import { Polynomial, type PolynomialColumns } from "../polynomial.ts";
import { type WireReader, WireWriter } from "./protobuf.ts";

/** What a function needs to know of the variables. */
export interface OmmxColumns {
  /** Column of a variable id. */
  readonly columnOf: ReadonlyMap<number, number>;
  readonly isZeroOne: (column: number) => boolean;
}

/** Reads `ommx.v1.Function`: constant 1, linear 2, quadratic 3, polynomial 4, expression 5. */
export function readOmmxFunction(reader: WireReader | null, columns: OmmxColumns): Polynomial {
  const reading = new FunctionReading(columns);
  while (reader?.next()) {
    if (reader.field === 1) reading.sum.constant += reader.double();
    else if (reader.field === 2) reading.linear(reader.message());
    else if (reader.field === 3) reading.quadratic(reader.message());
    else if (reader.field === 4) reading.polynomial(reader.message());
    else if (reader.field === 5) throw expression(reader);
    else reader.skip();
  }
  return reading.sum;
}

class FunctionReading {
  readonly sum = new Polynomial();
  private readonly columns: OmmxColumns;

  constructor(columns: OmmxColumns) {
    this.columns = columns;
  }

  /** Linear: terms 1 {id 1, coefficient 2}, constant 2. */
  linear(reader: WireReader): void {
    while (reader.next()) {
      if (reader.field === 1) this.linearTerm(reader.message());
      else if (reader.field === 2) this.sum.constant += reader.double();
      else reader.skip();
    }
  }

  /** Quadratic: rows 1, columns 2, values 3, linear 4. */
  quadratic(reader: WireReader): void {
    const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
    while (reader.next()) {
      if (reader.field === 1) reader.uints(rows);
      else if (reader.field === 2) reader.uints(columns);
      else if (reader.field === 3) reader.doubles(values);
      else if (reader.field === 4) this.linear(reader.message());
      else reader.skip();
    }
    if (rows.length !== values.length || columns.length !== values.length)
      throw reader.wrong("A quadratic function of unequal lists.", "as many rows and columns as values");
    for (const [at, value] of values.entries()) this.product([rows[at]!, columns[at]!], value, reader);
  }

  /** Polynomial: terms 1 {ids 1, coefficient 2}. */
  polynomial(reader: WireReader): void {
    while (reader.next()) {
      if (reader.field === 1) this.monomial(reader.message());
      else reader.skip();
    }
  }

  private linearTerm(reader: WireReader): void {
    let [id, coefficient] = [0, 0];
    while (reader.next()) {
      if (reader.field === 1) id = reader.uint();
      else if (reader.field === 2) coefficient = reader.double();
      else reader.skip();
    }
    this.sum.linear(this.column(id, reader), coefficient);
  }

  private monomial(reader: WireReader): void {
    const ids: number[] = [];
    let coefficient = 0;
    while (reader.next()) {
      if (reader.field === 1) reader.uints(ids);
      else if (reader.field === 2) coefficient = reader.double();
      else reader.skip();
    }
    this.product(ids, coefficient, reader);
  }

  private product(ids: readonly number[], value: number, reader: WireReader): void {
    const factors = ids.map((id) => this.column(id, reader)).sort((left, right) => left - right);
    const powerless = factors.filter(
      (column, at) => at === 0 || column !== factors[at - 1] || !this.columns.isZeroOne(column),
    );
    this.sum.product(powerless, value);
  }

  private column(id: number, reader: WireReader): number {
    const column = this.columns.columnOf.get(id);
    if (column === undefined)
      throw reader.wrong(`A function names the variable ${id}.`, "the id of a decision variable");
    return column;
  }
}

function expression({ where }: WireReader): Error {
  const message = "A function is an expression tree, not a polynomial.";
  return modelError("QT_MODEL_UNSUPPORTED_FEATURE", message, where, "Write it as a polynomial.");
}

/** factor · (row of polynomials) + constant; ids are columns. */
export interface OmmxSum {
  readonly rows: PolynomialColumns;
  readonly row: number;
  readonly factor: number;
  readonly constant: number;
}

/** Writes `ommx.v1.Function` in the least general of its forms. */
export function writeOmmxFunction(sum: OmmxSum): WireWriter {
  const { rows, row, constant } = sum;
  const writer = new WireWriter();
  if (rows.higher.start[row]! < rows.higher.start[row + 1]!) return writer.message(4, writePolynomial(sum));
  if (rows.quadratic.start[row]! < rows.quadratic.start[row + 1]!)
    return writer.message(3, writeQuadratic(sum));
  if (rows.start[row]! < rows.start[row + 1]!) return writer.message(2, writeLinear(sum));
  return writer.double(1, constant);
}

function writeLinear({ rows, row, factor, constant }: OmmxSum): WireWriter {
  const writer = new WireWriter();
  for (let entry = rows.start[row]!; entry < rows.start[row + 1]!; entry++)
    writer.term(1, rows.column[entry]!, factor * rows.value[entry]!);
  return constant === 0 ? writer : writer.double(2, constant);
}

function writeQuadratic(sum: OmmxSum): WireWriter {
  const { quadratic } = sum.rows;
  const [from, to] = [quadratic.start[sum.row]!, quadratic.start[sum.row + 1]!];
  return new WireWriter()
    .packedUints(1, quadratic.left.subarray(from, to))
    .packedUints(2, quadratic.right.subarray(from, to))
    .packedDoubles(
      3,
      quadratic.value.subarray(from, to).map((value) => sum.factor * value),
    )
    .message(4, writeLinear(sum));
}

function writePolynomial({ rows, row, factor, constant }: OmmxSum): WireWriter {
  const writer = new WireWriter();
  const add = (ids: ArrayLike<number>, value: number): void => {
    writer.message(1, new WireWriter().packedUints(1, ids).double(2, factor * value));
  };
  const { start, column, value, quadratic, higher } = rows;
  if (constant !== 0) writer.message(1, new WireWriter().double(2, constant));
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) add([column[entry]!], value[entry]!);
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
    add([quadratic.left[entry]!, quadratic.right[entry]!], quadratic.value[entry]!);
  for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++)
    add(
      higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!),
      higher.value[entry]!,
    );
  return writer;
}
