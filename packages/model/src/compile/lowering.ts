import { RowList, VariableList, withParts } from "../edit.ts";
import type { ConstraintMeaning, Model, Objective } from "../model.ts";
import type { Structure, StructureKind } from "../structures.ts";
import { freshIds } from "./fresh-ids.ts";
import type { RewriteStep } from "./rewrite.ts";

type OfKind<K extends StructureKind> = Extract<Structure, { readonly kind: K }>;

/**
 * A model whose structures of one kind become rows, with new variables after the source's; all else stays. Decoding
 * cuts the new variables off, encoding fills them in from the source's values.
 */
export class Lowering {
  readonly source: Model;
  readonly variables: VariableList;
  readonly structures: Structure[] = [];
  private readonly takesOver: ((row: number) => boolean) | undefined;
  private list: RowList | undefined;
  private readonly fills: ((values: Float64Array) => void)[] = [];
  private readonly removed: { id: string; reason: string }[] = [];
  /** An id that is not taken, with primes if it must be. */
  readonly newId: (wanted: string) => string;

  /** @param rows which rows of the source to take over; default all */
  constructor(source: Model, rows?: (row: number) => boolean) {
    this.source = source;
    this.variables = new VariableList(source.variables);
    this.takesOver = rows;
    this.newId = freshIds(source);
  }

  /** The rows so far, those of the source first; they are copied only when asked for. */
  get rows(): RowList {
    if (this.list) return this.list;
    const { constraints } = this.source;
    const list = new RowList();
    for (let row = 0; row < constraints.count; row++)
      if (this.takesOver?.(row) ?? true) list.copy(constraints, row);
    this.list = list;
    return list;
  }

  /** Calls `lower` for the structures of a kind and keeps the others. */
  lower<K extends StructureKind>(kind: K, lower: (structure: OfKind<K>) => void): this {
    for (const structure of this.source.structures)
      if (structure.kind === kind) lower(structure as OfKind<K>);
      else this.structures.push(structure);
    return this;
  }

  /** The meaning of one of several parts of a constraint: its id with a suffix, and with primes while that is taken. */
  part(of: ConstraintMeaning, suffix: string): ConstraintMeaning {
    return { ...of, id: this.newId(`${of.id}${suffix}`) };
  }

  /** How encoding finds the values of added variables; called in this order, with all values before it in place. */
  fill(fill: (values: Float64Array) => void): void {
    this.fills.push(fill);
  }

  /** Notes that a constraint needs no row. */
  drop({ id }: ConstraintMeaning, reason: string): void {
    this.removed.push({ id, reason });
  }

  step(notes: readonly string[], parts: Partial<Model> = {}): RewriteStep {
    const { source, fills } = this;
    const variables = this.variables.done();
    const model = withParts(source, {
      variables,
      constraints: this.list || this.takesOver ? this.rows.done() : source.constraints,
      structures: Object.freeze(this.structures),
      objective: widened(source.objective, variables.count),
      ...parts,
    });
    const encode = (values: Float64Array): Float64Array => {
      const encoded = new Float64Array(variables.count);
      encoded.set(values);
      for (const fill of fills) fill(encoded);
      return encoded;
    };
    const decode = (values: Float64Array): Float64Array => values.slice(0, source.variables.count);
    return { model, encode, decode, notes, removed: this.removed };
  }
}

/** The same objective over more variables. */
function widened(objective: Objective, count: number): Objective {
  if (objective.linear.length === count) return objective;
  const linear = new Float64Array(count);
  linear.set(objective.linear);
  return Object.freeze({ ...objective, linear });
}
