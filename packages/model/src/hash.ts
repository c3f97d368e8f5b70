import { createHash } from "node:crypto";
import type { ConstraintMeaning, Model } from "./model.ts";

/** SHA-256 (hex) of everything a model says: equal models have equal hashes on every machine of one byte order. */
export function hashModel(model: Model): string {
  const { variables, constraints, objective } = model;
  const hash = createHash("sha256");
  const text = (value: unknown): void => void hash.update(JSON.stringify(value)).update("\n");
  const numbers = (...columns: readonly (Uint8Array | Int32Array | Float64Array)[]): void => {
    for (const column of columns)
      hash
        .update(`${column.length}:`)
        .update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  };
  text(["qtwin-model-2", model.name, model.sense]);
  const products = ({ quadratic, higher }: Pick<Model["constraints"], "quadratic" | "higher">): void => {
    numbers(quadratic.start, quadratic.left, quadratic.right, quadratic.value);
    numbers(higher.start, higher.factorStart, higher.factor, higher.value);
  };
  text([variables.names, variables.units, variables.choices]);
  numbers(variables.kind, variables.lower, variables.upper, variables.recourse);
  numbers(constraints.lower, constraints.upper, constraints.start, constraints.column, constraints.value);
  products(constraints);
  for (const row of constraints.meaning) text(meaningParts(row));
  for (const { meaning, ...parts } of model.structures)
    text([meaningParts(meaning), Object.entries(parts).map(([name, part]) => [name, plain(part)])]);
  for (const { column, value, quadratic, higher, constant, ...term } of objective.terms) {
    text([meaningParts(term), constant, term.weight ?? 1, term.priority ?? 0, term.risk ?? null]);
    numbers(column, value);
    products({ quadratic, higher });
  }
  text(
    model.uncertainty && [
      model.uncertainty.scenarios,
      Array.from(model.uncertainty.probability),
      model.uncertainty.parameters.map(({ id, unit, nominal, values, source }) => [
        id,
        unit,
        nominal,
        Array.from(values),
        source ?? null,
      ]),
      Object.values(model.uncertainty.uses).map((column) => Array.from(column)),
    ],
  );
  return hash.digest("hex");
}

const meaningParts = (meaning: ConstraintMeaning): readonly unknown[] => {
  const { id, rule, sentence, unit, origin, pricePerUnit, chance } = meaning;
  return [id, rule, sentence, unit, origin ?? null, pricePerUnit ?? null, chance ?? null];
};

const plain = (part: unknown): unknown =>
  ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : (part ?? null);
