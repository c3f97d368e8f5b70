import { modelError } from "./errors.ts";
import { FloatColumn, IntColumn } from "./growing.ts";
import type { SumPlace } from "./sum-builder.ts";
import type { Parameter, Uncertainty } from "./uncertainty.ts";

/** A multiple of an uncertain parameter, where a number may stand. */
export interface Uncertain {
  /** Position of the parameter in its model. */
  readonly parameter: number;
  readonly factor: number;
}

/** The same parameter, multiplied. */
export const times = (factor: number, { parameter, factor: before }: Uncertain): Uncertain => ({
  parameter,
  factor: factor * before,
});

export interface ParameterSpec {
  readonly id: string;
  readonly unit: string;
  /** One value a scenario, in their order. */
  readonly values: ArrayLike<number>;
  /** Default: the mean over the scenarios. */
  readonly nominal?: number;
  readonly source?: string;
}

interface Use {
  readonly place: SumPlace;
  readonly column: number;
  readonly parameter: number;
  readonly factor: number;
}

/** Checks scenarios and parameters and remembers where they stand. @throws QT_MODEL_BAD_SCENARIOS */
export class UncertaintyBuilder {
  private names: readonly string[] = [];
  private probability = new Float64Array(0);
  private readonly parameters: Parameter[] = [];
  private readonly uses: Use[] = [];

  scenarios(names: readonly string[], probability?: ArrayLike<number>): void {
    const bad = (what: string): Error => modelError("QT_MODEL_BAD_SCENARIOS", what, "scenarios");
    if (this.names.length > 0) throw bad("The scenarios were declared before.");
    if (names.length === 0 || new Set(names).size !== names.length)
      throw bad("Scenarios need names, each its own.");
    const weights = Float64Array.from(probability ?? names.map(() => 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const usable = weights.length === names.length && weights.every((weight) => weight >= 0);
    if (!usable || !(total > 0 && total < Infinity))
      throw bad(`${names.length} scenarios need as many probabilities, none below 0 and not all 0.`);
    this.names = Object.freeze([...names]);
    // What sums up to 1 but for rounding stays as it is: scaling it again would change its last bits.
    const isScaled = Math.abs(total - 1) <= names.length * Number.EPSILON;
    this.probability = isScaled ? weights : weights.map((weight) => weight / total);
  }

  parameter({ id, unit, values, nominal, source }: ParameterSpec): Uncertain {
    const bad = (what: string): Error => modelError("QT_MODEL_BAD_SCENARIOS", what, id);
    const list = Float64Array.from(values);
    if (this.names.length === 0) throw bad(`Parameter '${id}' comes before the scenarios.`);
    if (list.length !== this.names.length)
      throw bad(`Parameter '${id}' has ${list.length} values for ${this.names.length} scenarios.`);
    const mean = list.reduce((sum, value, scenario) => sum + value * this.probability[scenario]!, 0);
    const { length } = this.parameters;
    if (this.parameters.some((known) => known.id === id)) throw bad(`There are two parameters '${id}'.`);
    if (![...list, nominal ?? mean].every(Number.isFinite))
      throw bad(`Parameter '${id}' has a value that is no number.`);
    const said = source === undefined ? {} : { source };
    this.parameters.push(Object.freeze({ id, unit, nominal: nominal ?? mean, values: list, ...said }));
    return { parameter: length, factor: 1 };
  }

  /** Remembers a use. @returns the nominal number */
  use({ parameter, factor }: Uncertain, place: SumPlace, column: number, where: string): number {
    const known = this.parameters[parameter];
    if (!known || !Number.isFinite(factor))
      throw modelError("QT_MODEL_BAD_SCENARIOS", `'${where}' uses a parameter of another model.`, where);
    this.uses.push({ place, column, parameter, factor });
    return factor * known.nominal;
  }

  done(): Uncertainty | null {
    if (this.names.length === 0) return null;
    const [place, index, column, parameter, factor] = [
      new IntColumn(),
      new IntColumn(),
      new IntColumn(),
      new IntColumn(),
      new FloatColumn(),
    ];
    for (const use of this.uses) {
      if (use.place.index < 0)
        throw modelError("QT_MODEL_BAD_STRUCTURE", "An implication has uncertain numbers.", "implication");
      place.push(use.place.place);
      index.push(use.place.index);
      column.push(use.column);
      parameter.push(use.parameter);
      factor.push(use.factor);
    }
    return Object.freeze({
      scenarios: this.names,
      probability: this.probability,
      parameters: Object.freeze(this.parameters),
      uses: Object.freeze({
        place: Uint8Array.from(place.trimmed()),
        index: index.trimmed(),
        column: column.trimmed(),
        parameter: parameter.trimmed(),
        factor: factor.trimmed(),
      }),
    });
  }
}
