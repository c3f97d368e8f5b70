import type { Objective } from "../model.ts";
import { finished, type Polynomial, type PolynomialColumns } from "../polynomial.ts";
import type { SumBuilder } from "../sum-builder.ts";

/** Adds a polynomial to a sum of the builder, which checks its numbers. */
export function addPolynomial(builder: SumBuilder, sum: Polynomial): void {
  const { column, value, left, right, pairValue, factorStart, factor, higherValue } = sum;
  builder.constant(sum.constant).plusAll(value.trimmed(), column.trimmed());
  for (let at = 0; at < pairValue.length; at++)
    builder.product(pairValue.data[at]!, left.data[at]!, right.data[at]!);
  for (let at = 0; at < higherValue.length; at++) {
    const end = at + 1 < higherValue.length ? factorStart.data[at + 1]! : factor.length;
    const [first, second, ...more] = factor.data.subarray(factorStart.data[at]!, end);
    builder.product(higherValue.data[at]!, first!, second!, ...more);
  }
}

/** The same object with all signs changed. */
export function negative(sum: Polynomial): Polynomial {
  for (const { data, length } of [sum.value, sum.pairValue, sum.higherValue])
    for (let at = 0; at < length; at++) data[at] = 0 - data[at]!;
  sum.constant = 0 - sum.constant;
  return sum;
}

/** Constants aside. */
export function samePolynomial(left: Polynomial, right: Polynomial): boolean {
  const [one, other] = [finished(left), finished(right)];
  const sameLinear = sameNumbers(one.column, other.column) && sameNumbers(one.value, other.value);
  return sameLinear && sameProducts(one, other);
}

/** Their sums, whatever their terms are. */
export function sameObjective(left: Objective, right: Objective): boolean {
  const sameLinear = left.constant === right.constant && sameNumbers(left.linear, right.linear);
  return sameLinear && sameProducts(left, right);
}

type Products = Pick<PolynomialColumns, "quadratic" | "higher">;

const sameProducts = (left: Products, right: Products): boolean =>
  sameNumbers(left.quadratic.left, right.quadratic.left) &&
  sameNumbers(left.quadratic.right, right.quadratic.right) &&
  sameNumbers(left.quadratic.value, right.quadratic.value) &&
  sameNumbers(left.higher.factorStart, right.higher.factorStart) &&
  sameNumbers(left.higher.factor, right.higher.factor) &&
  sameNumbers(left.higher.value, right.higher.value);

const sameNumbers = (left: Int32Array | Float64Array, right: Int32Array | Float64Array): boolean =>
  left.length === right.length && left.every((each, at) => each === right[at]);
