import { createHash } from "node:crypto";
import type { Model } from "./model.ts";

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
  text(["qtwin-model-1", model.name, model.sense]);
  text([variables.names, variables.units]);
  numbers(variables.kind, variables.lower, variables.upper);
  numbers(constraints.lower, constraints.upper, constraints.start, constraints.column, constraints.value);
  for (const row of constraints.meaning)
    text([row.id, row.rule, row.sentence, row.unit, row.origin ?? null, row.pricePerUnit ?? null]);
  for (const term of objective.terms) {
    text([term.id, term.rule, term.sentence, term.unit, term.origin ?? null, term.constant]);
    numbers(term.column, term.value);
  }
  return hash.digest("hex");
}
