import { modelError } from "../errors.ts";
import type { ConstraintMeaning, Model } from "../model.ts";
import type { Polynomial } from "../polynomial.ts";
import type { ExactlyOne } from "../structures.ts";
import { scaleExactly } from "./exact-scaling.ts";
import { residualsOf } from "./residuals.ts";
import { rowPattern } from "./row-pattern.ts";
import { addLiteralPairs, addSquare } from "./square-of-sum.ts";

/** A function of 0-1 variables that is 0 where a constraint holds and positive where it does not. */
export interface PenaltyFunction {
  readonly meaning: ConstraintMeaning;
  /** A lower bound of its positive values; Infinity when it has none: the constraint always holds. */
  readonly smallestViolation: number;
  /** Its coefficients are whole numbers. */
  readonly isWhole: boolean;
  /** How many products it has. */
  readonly pairs: number;
  /** Adds it, times the weight. */
  readonly addTo: (sum: Polynomial, weight: number) => void;
  /** Of whole values. */
  readonly holdsAt: (values: ArrayLike<number>) => boolean;
  /** No values satisfy the constraint. */
  readonly isImpossible: boolean;
}

/** One function for each row and exactly-one constraint. @throws QT_MODEL_INEXACT */
export function* penaltyFunctions(model: Model): Generator<PenaltyFunction> {
  for (let row = 0; row < model.constraints.count; row++) yield ofRow(model, row);
  for (const structure of model.structures)
    if (structure.kind === "exactly-one") yield ofExactlyOne(structure);
}

function ofRow(model: Model, row: number): PenaltyFunction {
  const pattern = rowPattern(model, row);
  switch (pattern.feature) {
    case "at-most-one-row":
      return ofLiterals(model.constraints.meaning[row]!, pattern);
    case "product-row":
      return ofProduct(model.constraints.meaning[row]!, pattern);
    case "forbidden-pairs":
      return ofForbiddenPairs(model, row);
    default:
      return ofEquality(model, row);
  }
}

/** (a·x − b)² of whole a without a common divisor. */
function ofEquality(model: Model, row: number): PenaltyFunction {
  const { start, column, value, lower, meaning } = model.constraints;
  const [from, to] = [start[row]!, start[row + 1]!];
  const whole = scaleExactly(value.subarray(from, to), lower[row]!, lower[row]!, meaning[row]!.id);
  const columns = column.subarray(from, to);
  if (whole.lower === whole.upper) return ofSquare(meaning[row]!, columns, whole.values, whole.lower);
  // No sum of whole a is between two whole numbers: twice the residual from the middle is never 0.
  return ofSquare(
    meaning[row]!,
    columns,
    whole.values.map((each) => 2 * each),
    2 * whole.upper + 1,
  );
}

function ofExactlyOne({ meaning, columns }: ExactlyOne): PenaltyFunction {
  return ofSquare(meaning, columns.slice().sort(), new Float64Array(columns.length).fill(1), 1);
}

/** @throws QT_MODEL_INEXACT */
function ofSquare(
  meaning: ConstraintMeaning,
  columns: Int32Array,
  a: Float64Array,
  b: number,
): PenaltyFunction {
  const size = a.reduce((sum, each) => sum + Math.abs(each), Math.abs(b));
  if (size ** 2 > 2 ** 53) {
    const message = `The square of '${meaning.id}', scaled to whole numbers, has more than 53 bits.`;
    throw modelError("QT_MODEL_INEXACT", message, meaning.id);
  }
  const { smallest, canHold } = residualsOf(a, b);
  return {
    meaning,
    smallestViolation: smallest ** 2,
    isWhole: true,
    pairs: (columns.length * (columns.length - 1)) / 2,
    addTo: (sum, weight) => addSquare(sum, columns, a, b, weight),
    holdsAt: (values) => {
      let residual = -b;
      for (let entry = 0; entry < columns.length; entry++) residual += a[entry]! * values[columns[entry]!]!;
      return residual === 0;
    },
    isImpossible: !canHold,
  };
}

/** Σ of the products of two literals. */
function ofLiterals(
  meaning: ConstraintMeaning,
  { columns, negated }: { readonly columns: Int32Array; readonly negated: Uint8Array },
): PenaltyFunction {
  return {
    meaning,
    smallestViolation: columns.length < 2 ? Infinity : 1,
    isWhole: true,
    pairs: (columns.length * (columns.length - 1)) / 2,
    addTo: (sum, weight) => addLiteralPairs(sum, columns, negated, weight),
    holdsAt: (values) => {
      let ones = 0;
      for (let at = 0; at < columns.length; at++) if (values[columns[at]!] !== negated[at]) ones++;
      return ones <= 1;
    },
    isImpossible: false,
  };
}

/** x·y − 2·x·z − 2·y·z + 3·z is 0 where z = x·y, else 1 or 3. Rosenberg 1975. */
function ofProduct(
  meaning: ConstraintMeaning,
  { left, right, product }: { readonly left: number; readonly right: number; readonly product: number },
): PenaltyFunction {
  const pair = (sum: Polynomial, a: number, b: number, value: number): void => {
    if (a === b) sum.linear(a, value);
    else sum.pair(Math.min(a, b), Math.max(a, b), value);
  };
  return {
    meaning,
    smallestViolation: 1,
    isWhole: true,
    pairs: 3,
    addTo: (sum, weight) => {
      pair(sum, left, right, weight);
      pair(sum, left, product, -2 * weight);
      pair(sum, right, product, -2 * weight);
      sum.linear(product, 3 * weight);
    },
    holdsAt: (values) => values[left]! * values[right]! === values[product]!,
    isImpossible: false,
  };
}

/** The row itself: Σ value·x·y with positive values. */
function ofForbiddenPairs({ constraints }: Model, row: number): PenaltyFunction {
  const { quadratic, meaning } = constraints;
  const [from, to] = [quadratic.start[row]!, quadratic.start[row + 1]!];
  const pairs = {
    left: quadratic.left.subarray(from, to),
    right: quadratic.right.subarray(from, to),
    value: quadratic.value.subarray(from, to),
  };
  let [smallest, isWhole] = [Infinity, true];
  for (let entry = 0; entry < pairs.value.length; entry++) {
    const value = pairs.value[entry]!;
    if (value < smallest) smallest = value;
    if (Math.floor(value) !== value) isWhole = false;
  }
  return {
    meaning: meaning[row]!,
    smallestViolation: smallest,
    isWhole,
    pairs: pairs.value.length,
    addTo: (sum, weight) => sum.pairs(pairs, weight),
    holdsAt: (values) => {
      for (let entry = 0; entry < pairs.value.length; entry++)
        if (values[pairs.left[entry]!] === 1 && values[pairs.right[entry]!] === 1) return false;
      return true;
    },
    isImpossible: false,
  };
}
