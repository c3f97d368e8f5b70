import type { ConstraintMeaning, Meaning, Model } from "../model.ts";
import { variableKinds } from "../model.ts";

/** Version of the JSON form; it grows when an old reader would misunderstand. */
export const jsonVersion = 1;

type JsonTerms = readonly (readonly [coefficient: number, variable: string])[];

/** Qtwin's own form of a model. A bound of null is none; see docs/reference for the rules of what may be left out. */
export interface JsonModel {
  readonly format: "qtwin-model";
  readonly version: number;
  readonly name: string;
  readonly sense: Model["sense"];
  readonly variables: readonly {
    readonly name: string;
    readonly kind: (typeof variableKinds)[number];
    readonly lower: number | null;
    readonly upper: number | null;
    readonly unit: string;
  }[];
  readonly constraints: readonly (ConstraintMeaning & {
    readonly lower: number | null;
    readonly upper: number | null;
    readonly terms: JsonTerms;
  })[];
  readonly objective: readonly (Meaning & { readonly constant: number; readonly terms: JsonTerms })[];
}

const bound = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Everything a model says, as plain data that survives JSON. */
export function toJsonModel(model: Model): JsonModel {
  const { variables, constraints, objective } = model;
  const terms = (column: Int32Array, value: Float64Array): JsonTerms =>
    Array.from(column, (index, entry) => [value[entry]! + 0, variables.names[index]!]);
  return {
    format: "qtwin-model",
    version: jsonVersion,
    name: model.name,
    sense: model.sense,
    variables: variables.names.map((name, index) => ({
      name,
      kind: variableKinds[variables.kind[index]!]!,
      lower: bound(variables.lower[index]!),
      upper: bound(variables.upper[index]!),
      unit: variables.units[index]!,
    })),
    constraints: constraints.meaning.map((meaning, row) => {
      const [from, to] = [constraints.start[row]!, constraints.start[row + 1]!];
      return {
        ...meaning,
        lower: bound(constraints.lower[row]!),
        upper: bound(constraints.upper[row]!),
        terms: terms(constraints.column.subarray(from, to), constraints.value.subarray(from, to)),
      };
    }),
    objective: objective.terms.map(({ column, value, ...rest }) => ({
      ...rest,
      terms: terms(column, value),
    })),
  };
}

/** JSON text, one variable, constraint and objective part a line. */
export function printJson(model: Model): string {
  const { variables, constraints, objective, ...head } = toJsonModel(model);
  const list = (items: readonly unknown[]): string =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  const heads = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const lists = Object.entries({ variables, constraints, objective }).map(
    ([key, items]) => `  "${key}": ${list(items)}`,
  );
  return `{\n${[...heads, ...lists].join(",\n")}\n}\n`;
}
