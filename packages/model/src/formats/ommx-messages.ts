import type { WireReader } from "./protobuf.ts";

/**
 * What the v1 and v2 forms of `ommx.Instance` have in common. Field numbers are those of github.com/Jij-Inc/ommx,
 * proto/ommx/v1 and proto/ommx/v2 (commit 655b69af), checked against what ommx 2.9.3 and 3.0.0b7 write.
 */
export interface OmmxInstance {
  readonly name: string | undefined;
  readonly sense: number;
  readonly variables: readonly OmmxVariable[];
  /** A `Function` message, read once the variables are known; null is zero. */
  readonly objective: WireReader | null;
  readonly constraints: readonly OmmxConstraint[];
  /** Regular constraints that are relaxed, with the reason. */
  readonly removed: readonly (OmmxConstraint & { readonly reason: string })[];
  /** v1: the constraint of that id says that exactly one of the variables is 1. */
  readonly oneHotHints: readonly OmmxSet[];
  /** v2: exactly one of the variables is 1. Each family of constraints has ids of its own. */
  readonly oneHots: readonly OmmxSet[];
  /** At most one of the variables is not 0. */
  readonly atMostOnes: readonly OmmxSet[];
  readonly indicators: readonly (OmmxConstraint & { readonly when: number })[];
  /** Variables that were replaced by a function of others. */
  readonly dependencies: readonly { readonly id: number; readonly function: WireReader }[];
  readonly namedFunctions: readonly OmmxNamedFunction[];
}

/** `ommx.v2.ModelingLabel`; in v1 the same fields stand in each message. */
export interface OmmxLabel {
  name?: string;
  readonly subscripts: number[];
  readonly parameters: Map<string, string>;
  description?: string;
}

export interface OmmxVariable {
  readonly id: number;
  readonly kind: number;
  readonly lower: number;
  readonly upper: number;
  readonly label: OmmxLabel;
}

export interface OmmxConstraint {
  readonly id: number;
  readonly equality: number;
  readonly function: WireReader | null;
  readonly label: OmmxLabel;
}

export interface OmmxSet {
  readonly id: number;
  readonly variables: readonly number[];
  readonly label: OmmxLabel;
}

export interface OmmxNamedFunction {
  readonly id: number;
  readonly function: WireReader | null;
  readonly label: OmmxLabel;
}

/** `ommx.v1.DecisionVariable.Kind`, by number. */
export const ommxKinds = [
  "unspecified",
  "binary",
  "integer",
  "continuous",
  "semi-integer",
  "semi-continuous",
] as const;

/** `ommx.v1.Equality`: function = 0, function ≤ 0. */
export const ommxEquality = { equalToZero: 1, lessThanOrEqualToZero: 2 } as const;

/** `ommx.v1.Instance.Sense`. */
export const ommxSense = { minimize: 1, maximize: 2 } as const;

/** `ommx.v2.Feature`: what a reader must know, or refuse the file. */
export const ommxFeature = { indicator: 1, oneHot: 2, sos1: 3, outputObjective: 4 } as const;

/** Keys of ours among the parameters of labels. */
export const ommxKeys = {
  unit: "unit",
  rule: "rule",
  origin: "origin",
  recourse: "recourse",
  choice: "choice",
  option: "option",
  /** Id of the row this constraint is the lower side of, or empty when it is all of its row. */
  lowerSideOf: "lower-side-of",
  /** Of a named function. */
  role: "role",
  weight: "weight",
  priority: "priority",
} as const;

/** Role of a named function that is a part of the objective. */
export const objectiveRole = "objective";

/** Reason of a removed constraint that only says that there is a row without bounds. */
export const noBounds = "qtwin: a row without bounds";

/** Fields of a label, in the message where they stand. */
export interface LabelFields {
  readonly name: number;
  readonly subscripts: number;
  readonly parameters: number;
  readonly description: number;
}
export const labelFields: Readonly<
  Record<"variable" | "constraint" | "namedFunction" | "modelingLabel", LabelFields>
> = {
  variable: { name: 4, subscripts: 5, parameters: 6, description: 7 },
  constraint: { name: 6, subscripts: 8, parameters: 5, description: 7 },
  namedFunction: { name: 5, subscripts: 3, parameters: 4, description: 6 },
  modelingLabel: { name: 1, subscripts: 2, parameters: 3, description: 4 },
};
