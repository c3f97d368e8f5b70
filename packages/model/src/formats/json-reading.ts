import type { ModelBuilder } from "../builder.ts";
import type { ChoiceHandle } from "../choice-handle.ts";
import type { ConstraintMeaning, Meaning } from "../model.ts";
import type { SumBuilder } from "../sum-builder.ts";
import type { JsonNode } from "./json-node.ts";

/** What a reader of a part needs to know of the whole. */
export interface JsonReading {
  readonly model: ModelBuilder;
  /** Of all variables and options, by name. */
  readonly columns: Map<string, number>;
  readonly choices: Map<string, ChoiceHandle>;
  /** Rows (place 0) and parts of the objective (place 1), by id. */
  readonly sums: Map<string, { readonly place: 0 | 1; readonly index: number }>;
  /** False for version 1, whose files were never asked not to hold more. */
  readonly isStrict: boolean;
}

export const constraintMeaningKeys = ["id", "rule", "sentence", "unit", "origin", "pricePerUnit", "chance"];

export function meaningOf(node: JsonNode): Meaning {
  const id = node.field("id").text();
  const origin = node.field("origin").optional()?.text();
  return {
    id,
    rule: node.field("rule").optional()?.text() ?? id,
    sentence: node.field("sentence").optional()?.text() ?? id,
    unit: node.field("unit").optional()?.text() ?? "1",
    ...(origin === undefined ? {} : { origin }),
  };
}

export function constraintMeaning(node: JsonNode): ConstraintMeaning {
  const pricePerUnit = node.field("pricePerUnit").optional()?.number();
  const chance = node.field("chance").optional()?.number();
  return {
    ...meaningOf(node),
    ...(pricePerUnit === undefined ? {} : { pricePerUnit }),
    ...(chance === undefined ? {} : { chance }),
  };
}

/** A million terms are the rule, so nodes are made only to explain what is wrong. */
export function readTerms(node: JsonNode, sum: SumBuilder, reading: JsonReading): void {
  for (const [index, term] of node.list().entries())
    if (!addTerm(term, sum, reading)) throw wrongTerm(node.item(index), reading);
}

function addTerm(term: unknown, sum: SumBuilder, { columns, isStrict }: JsonReading): boolean {
  if (!Array.isArray(term) || term.length < 2 || (term.length > 2 && !isStrict)) return false;
  const [value, first]: unknown[] = term;
  const column = typeof first === "string" ? columns.get(first) : undefined;
  if (typeof value !== "number" || !Number.isFinite(value) || column === undefined) return false;
  if (term.length === 2) {
    sum.plus(value, column);
    return true;
  }
  const factors = term.slice(1).map((name: unknown) => columns.get(String(name)) ?? -1);
  if (factors.includes(-1) || !term.slice(1).every((name) => typeof name === "string")) return false;
  sum.product(value, ...(factors as [number, number]));
  return true;
}

function wrongTerm(node: JsonNode, { columns, isStrict }: JsonReading): Error {
  const shape = isStrict ? '[number, "variable", …]' : '[number, "variable"]';
  const [coefficient, ...names] = node.items();
  if (!coefficient || names.length === 0 || (names.length > 1 && !isStrict)) return node.wrong(shape);
  coefficient.number();
  for (const name of names) name.named(columns, "the name of a variable in 'variables'");
  return node.wrong(shape);
}
