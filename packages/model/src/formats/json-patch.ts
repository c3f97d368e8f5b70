import { withParts } from "../edit.ts";
import type { Model } from "../model.ts";
import type { JsonNode } from "./json-node.ts";

/**
 * What rewrites may have changed of the options of a choice, and the builder does not let say: names of their columns,
 * and bounds that fix them.
 */
export class ColumnPatches {
  private readonly names = new Map<number, string>();
  private readonly bounds = new Map<number, readonly [lower: number, upper: number]>();

  /** Reads `columns` and `bounds` of a choice. @returns the names of its columns if they are given */
  read(node: JsonNode, count: number, first: number): readonly string[] | undefined {
    const bounds = node.field("bounds").optional();
    for (const [option, pair] of bounds ? entriesOf(bounds, count).entries() : []) {
      const [lower, upper] = pair.numbers();
      const fits = lower !== undefined && upper !== undefined && 0 <= lower && lower <= upper && upper <= 1;
      if (!fits) throw pair.wrong("[lower, upper] inside [0, 1]");
      this.bounds.set(first + option, [lower, upper]);
    }
    const columns = node.field("columns").optional();
    if (!columns) return undefined;
    const names = entriesOf(columns, count).map((name) => name.text());
    for (const [option, name] of names.entries()) this.names.set(first + option, name);
    return names;
  }

  apply(model: Model): Model {
    if (this.names.size + this.bounds.size === 0) return model;
    const [names, lower, upper] = [
      [...model.variables.names],
      model.variables.lower.slice(),
      model.variables.upper.slice(),
    ];
    for (const [column, name] of this.names) names[column] = name;
    for (const [column, [low, high]] of this.bounds) [lower[column], upper[column]] = [low, high];
    const variables = { ...model.variables, names: Object.freeze(names), lower, upper };
    return withParts(model, { variables: Object.freeze(variables) });
  }
}

function entriesOf(node: JsonNode, count: number): readonly JsonNode[] {
  const entries = node.items();
  if (entries.length !== count) throw node.wrong(`one entry for each of the ${count} options`);
  return entries;
}
