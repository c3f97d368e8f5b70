import type { Place } from "./place.ts";

export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string; readonly at: Place }
  | { readonly kind: "negate"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: "+" | "-" | "*" | "/" | "**";
      readonly left: Expression;
      readonly right: Expression;
      readonly at: Place;
    }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly inputs: readonly Expression[];
      readonly at: Place;
    };

/** A register, one of its entries, or (both ends included) a range of them. */
export interface Operand {
  readonly name: string;
  readonly first?: Expression;
  readonly last?: Expression;
  readonly at: Place;
}

export type Modifier =
  | { readonly kind: "inv" }
  | { readonly kind: "pow"; readonly exponent: Expression; readonly at: Place }
  | { readonly kind: "ctrl" | "negctrl"; readonly count?: Expression; readonly at: Place };

export interface GateCall {
  readonly kind: "call";
  /** As written; the rightmost acts first. */
  readonly modifiers: readonly Modifier[];
  readonly name: string;
  readonly angles: readonly Expression[];
  readonly operands: readonly Operand[];
  readonly at: Place;
}

export interface GateDefinition {
  readonly kind: "definition";
  readonly name: string;
  readonly angles: readonly string[];
  readonly qubits: readonly string[];
  readonly body: readonly GateCall[];
  readonly at: Place;
}

export interface Declaration {
  readonly kind: "qubits" | "bits";
  readonly name: string;
  /** Absent for a single one, which takes no index. */
  readonly size?: Expression;
  readonly at: Place;
}

export type Statement =
  | { readonly kind: "include"; readonly at: Place }
  | { readonly kind: "input"; readonly name: string; readonly at: Place }
  | GateDefinition
  | Declaration
  | GateCall
  | { readonly kind: "measure"; readonly source: Operand; readonly target: Operand; readonly at: Place }
  | { readonly kind: "reset"; readonly operand: Operand; readonly at: Place }
  | { readonly kind: "barrier"; readonly operands: readonly Operand[]; readonly at: Place };
