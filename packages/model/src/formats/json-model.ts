import type { ConstraintMeaning, Model, ObjectiveMeaning, VariableKind } from "../model.ts";
import type { StructureKind } from "../structures.ts";
import type { Parameter } from "../uncertainty.ts";

/** Version of the JSON form; it grows when an old reader would misunderstand. */
export const jsonVersion = 2;

/** Coefficient and the variables of its product, a repeated one for each power. */
export type JsonTerm = readonly [coefficient: number, ...variables: string[]];

export interface JsonVariable {
  readonly name: string;
  readonly kind: Exclude<VariableKind, "choice">;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly unit: string;
  readonly recourse?: true;
}

/** One entry for all options; each is a variable `name=option`, unless `columns` names them. */
export interface JsonChoice {
  readonly name: string;
  readonly kind: "choice";
  readonly options: readonly string[];
  readonly recourse?: true;
  readonly columns?: readonly string[];
  /** Of each option; absent: all [0, 1]. */
  readonly bounds?: readonly (readonly [lower: number, upper: number])[];
}

export interface JsonActivity {
  readonly start: string;
  readonly duration: number;
  readonly present?: string;
  readonly demand?: number;
}

/** A structured constraint: its kind, its meaning and what `structures.ts` says of it, columns by name. */
export type JsonStructure = ConstraintMeaning & { readonly kind: StructureKind } & Readonly<
    Record<string, unknown>
  >;

export interface JsonUncertainty {
  readonly scenarios: readonly { readonly name: string; readonly probability: number }[];
  readonly parameters: readonly (Omit<Parameter, "values"> & { readonly values: readonly number[] })[];
  /** `in` is the id of a constraint or of a part of the objective; without a variable its constant is meant. */
  readonly uses: readonly {
    readonly in: string;
    readonly variable?: string;
    readonly parameter: string;
    readonly factor: number;
  }[];
}

/** Qtwin's own form of a model. A bound of null is none; `json-schema.ts` says what may be left out. */
export interface JsonModel {
  readonly format: "qtwin-model";
  readonly version: number;
  readonly name: string;
  readonly sense: Model["sense"];
  readonly variables: readonly (JsonVariable | JsonChoice)[];
  readonly constraints: readonly (ConstraintMeaning & {
    readonly lower: number | null;
    readonly upper: number | null;
    readonly terms: readonly JsonTerm[];
  })[];
  readonly structures: readonly JsonStructure[];
  readonly objective: readonly (ObjectiveMeaning & {
    readonly constant: number;
    readonly terms: readonly JsonTerm[];
  })[];
  readonly uncertainty?: JsonUncertainty;
}
