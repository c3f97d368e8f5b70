/** What a claim fails at. */
export type FlawKind = "seal" | "model" | "values" | "feasibility" | "objective" | "bound" | "gap" | "status";

export interface Flaw {
  readonly kind: FlawKind;
  /** What is wrong, in a sentence. */
  readonly message: string;
}
