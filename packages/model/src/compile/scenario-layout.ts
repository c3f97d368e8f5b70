import { VariableList } from "../edit.ts";
import { type Model, variableKinds } from "../model.ts";
import type { Uncertainty } from "../uncertainty.ts";

/**
 * Where the variables of an uncertain model stand when its scenarios are written out: those decided now come first, in
 * their order; then, scenario after scenario, `x@scenario` for each recourse variable x.
 */
export class ScenarioLayout {
  /** Of the written-out model; auxiliary variables may be added. */
  readonly variables = new VariableList();
  private readonly columns: readonly Int32Array[];
  private readonly choices: readonly Int32Array[];

  constructor({ variables }: Model, { scenarios }: Uncertainty) {
    this.columns = scenarios.map(() => new Int32Array(variables.count));
    this.choices = scenarios.map(() => new Int32Array(variables.choices.length));
    const now = this.copy(variables, 0, "");
    for (const columns of this.columns) columns.set(now.columns);
    for (const choices of this.choices) choices.set(now.choices);
    scenarios.forEach((scenario, index) => {
      const then = this.copy(variables, 1, `@${scenario}`);
      variables.recourse.forEach((isRecourse, old) => {
        if (isRecourse === 1) this.columns[index]![old] = then.columns[old]!;
      });
      variables.choices.forEach(({ first }, old) => {
        if (variables.recourse[first] === 1) this.choices[index]![old] = then.choices[old]!;
      });
    });
  }

  /** Where a column of the source stands in a scenario. */
  column(old: number, scenario: number): number {
    return this.columns[scenario]![old]!;
  }

  choice(old: number, scenario: number): number {
    return this.choices[scenario]![old]!;
  }

  /** Source values in a scenario, from values of the written-out model. */
  read(values: Float64Array, scenario: number): Float64Array {
    return Float64Array.from(this.columns[scenario]!, (column) => values[column]!);
  }

  /** Writes source values into every scenario. */
  write(values: ArrayLike<number>, into: Float64Array): void {
    for (const columns of this.columns)
      columns.forEach((column, old) => {
        into[column] = values[old]!;
      });
  }

  private copy(
    from: Model["variables"],
    recourse: 0 | 1,
    suffix: string,
  ): { columns: Int32Array; choices: Int32Array } {
    const columns = new Int32Array(from.count);
    const choices = new Int32Array(from.choices.length);
    const choiceAt = new Map(from.choices.map(({ first }, index) => [first as number, index]));
    for (let old = 0; old < from.count; old++) {
      if (from.recourse[old] !== recourse) continue;
      const index = choiceAt.get(old);
      if (index === undefined) {
        columns[old] = this.copyVariable(from, old, suffix);
        continue;
      }
      choices[index] = this.variables.choices.length;
      old = this.copyChoice(from, index, suffix, columns);
    }
    return { columns, choices };
  }

  private copyVariable(from: Model["variables"], old: number, suffix: string): number {
    return this.variables.add(variableKinds[from.kind[old]!]!, from.names[old]! + suffix, {
      lower: from.lower[old]!,
      upper: from.upper[old]!,
      unit: from.units[old]!,
    });
  }

  /** @returns the last column of the choice in the source */
  private copyChoice(from: Model["variables"], index: number, suffix: string, columns: Int32Array): number {
    const { name, first, options } = from.choices[index]!;
    const copy = this.variables.addChoice(name + suffix, options);
    options.forEach((_, option) => {
      columns[first + option] = copy.first + option;
      this.variables.lower.data[copy.first + option] = from.lower[first + option]!;
      this.variables.upper.data[copy.first + option] = from.upper[first + option]!;
    });
    return first + options.length - 1;
  }
}
