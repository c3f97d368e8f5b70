import type { Model } from "../../model.ts";
import { Polynomial } from "../../polynomial.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { rowPattern } from "../row-pattern.ts";

/**
 * Products inside constraints over 0-1 variables become variables z of their own with rows z = x·y, each pair once for
 * all constraints; longer products one factor after the other. The rows have a penalty without slack: for a QUBO.
 */
export default defineRewrite({
  id: "products-defined",
  title: "Products in constraints become variables that are defined by their product",
  removes: ["quadratic-constraints", "polynomial-constraints"],
  adds: ["linear-equality", "linear-inequality", "product-row"],
  without: ["integer", "continuous"],
  cost: 2,
  kind: "exact",
  apply,
});

function apply(source: Model): RewriteStep {
  const { constraints } = source;
  const isKept = (row: number): boolean => {
    const { feature } = rowPattern(source, row);
    return feature !== "quadratic-constraints" && feature !== "polynomial-constraints";
  };
  const lowering = new Lowering(source, isKept);
  const products = new DefinedProducts(lowering);
  let rows = 0;
  for (let row = 0; row < constraints.count; row++) {
    if (isKept(row)) continue;
    const sum = products.linearOf(constraints, row);
    lowering.rows.add(constraints.meaning[row]!, sum, constraints.lower[row]!, constraints.upper[row]!);
    rows++;
  }
  const notes = [`${products.count} products in ${rows} constraints have a variable of their own.`];
  return lowering.step(notes, { structures: source.structures });
}

class DefinedProducts {
  private readonly lowering: Lowering;
  /** Column of the product by left and right. */
  private readonly known = new Map<string, number>();

  constructor(lowering: Lowering) {
    this.lowering = lowering;
  }

  get count(): number {
    return this.known.size;
  }

  linearOf(rows: Model["constraints"], row: number): Polynomial {
    const { start, column, value, quadratic, higher } = rows;
    const sum = new Polynomial();
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) sum.linear(column[entry]!, value[entry]!);
    for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
      sum.linear(this.pair(quadratic.left[entry]!, quadratic.right[entry]!), quadratic.value[entry]!);
    for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
      const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
      sum.linear(
        factors.reduce((product, factor) => this.pair(product, factor)),
        higher.value[entry]!,
      );
    }
    return sum;
  }

  /** The column that is the product of two. */
  private pair(first: number, second: number): number {
    const [left, right] = first < second ? [first, second] : [second, first];
    const key = `${left},${right}`;
    const known = this.known.get(key) ?? this.define(left, right);
    this.known.set(key, known);
    return known;
  }

  private define(left: number, right: number): number {
    const { lowering } = this;
    const { names } = lowering.variables;
    const name = `${names[left]}*${names[right]}`;
    const product = lowering.variables.add("binary", name);
    const sum = new Polynomial();
    sum.pair(left, right, 1);
    sum.linear(product, -1);
    const sentence = `'${name}' is 1 exactly when '${names[left]}' and '${names[right]}' are.`;
    const meaning = { id: lowering.newId(`product:${name}`), rule: "product", sentence, unit: "1" };
    lowering.rows.add(meaning, sum, 0, 0);
    lowering.fill((values) => {
      values[product] = values[left]! * values[right]!;
    });
    return product;
  }
}
