import { createModel } from "../builder.ts";
import { modelError } from "../errors.ts";
import {
  type ConstraintMeaning,
  type Meaning,
  type Model,
  type VariableKind,
  variableKinds,
} from "../model.ts";
import { locatedAt, type Place, type Source, whereIn } from "./source.ts";

/** Kinds that a file gives one variable by itself. */
export type FileKind = Exclude<VariableKind, "choice">;

export interface DraftVariable {
  readonly name: string;
  readonly place: Place;
  kind: FileKind;
  /** Undefined until the file says it. */
  lower: number | undefined;
  upper: number | undefined;
}

export interface DraftRow {
  readonly name: string;
  readonly place: Place;
  lower: number;
  upper: number;
  /** Alternating (variable, coefficient). */
  readonly terms: number[];
}

interface VariableNote {
  readonly name: string;
  readonly unit: string;
  /** Only where the file says another. */
  readonly kind?: FileKind;
}

/** What the comments of a file we wrote say about its names. */
export interface Notes {
  readonly model?: { readonly name: string };
  readonly variables: ReadonlyMap<string, VariableNote>;
  readonly rows: ReadonlyMap<string, ConstraintMeaning>;
  readonly objective?: Meaning;
  /** Rows that are the upper side of the interval row they name. */
  readonly uppers: ReadonlyMap<string, string>;
}

/** A model as a file is read: names before bounds, bounds before kinds, in any order. */
export class Draft {
  name = "";
  sense: Model["sense"] = "minimize";
  objectiveName = "objective";
  objectiveConstant = 0;
  readonly objectiveTerms: number[] = [];
  readonly variables: DraftVariable[] = [];
  readonly rows: DraftRow[] = [];
  private readonly variableIndex = new Map<string, number>();
  private readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  indexOf(name: string): number | undefined {
    return this.variableIndex.get(name);
  }

  /** The variable of this name, made at its first use. */
  variable(name: string, place: Place): number {
    const known = this.variableIndex.get(name);
    if (known !== undefined) return known;
    this.variableIndex.set(name, this.variables.length);
    return this.variables.push({ name, place, kind: "continuous", lower: undefined, upper: undefined }) - 1;
  }

  row(name: string, place: Place, lower: number, upper: number): DraftRow {
    const row: DraftRow = { name, place, lower, upper, terms: [] };
    this.rows.push(row);
    return row;
  }

  /** @throws QT_MODEL_CROSSED_BOUNDS and the other errors of the builder, at their place in the file */
  build(notes: Notes): Model {
    const model = createModel({ name: notes.model?.name ?? this.name, sense: this.sense });
    for (const variable of this.variables) {
      const note: VariableNote = notes.variables.get(variable.name) ?? { name: variable.name, unit: "1" };
      const { name, unit, kind = variable.kind } = note;
      const { lower = 0, upper = kind === "binary" ? 1 : Infinity, place } = variable;
      locatedAt(whereIn(this.source, place), () => model[kind](name, { lower, upper, unit }));
    }
    for (const { name, place, lower, upper, terms } of this.joinedRows(notes)) {
      locatedAt(whereIn(this.source, place), () => {
        const row = model.constraint(notes.rows.get(name) ?? this.meaningOf(name, place));
        for (let at = 0; at < terms.length; at += 2) row.plus(terms[at + 1]!, terms[at]!);
        row.between(lower, upper);
      });
    }
    const meaning = notes.objective ?? {
      id: this.freeId(this.objectiveName),
      rule: "objective",
      sentence: "The objective of the file.",
      unit: "1",
    };
    const objective = model.objective(meaning).constant(this.objectiveConstant);
    const terms = this.objectiveTerms;
    for (let at = 0; at < terms.length; at += 2) objective.plus(terms[at + 1]!, terms[at]!);
    return model.build();
  }

  /** Rows whose upper side stands in a row of its own take it over, unless someone has edited one of the two. */
  private joinedRows({ uppers }: Notes): readonly DraftRow[] {
    if (uppers.size === 0) return this.rows;
    const byName = new Map(this.rows.map((row) => [row.name, row]));
    return this.rows.filter((side) => {
      const target = byName.get(uppers.get(side.name) ?? "");
      const isPair = target !== undefined && target.upper === Infinity && side.lower === -Infinity;
      if (!isPair || target.terms.join() !== side.terms.join()) return true;
      target.upper = side.upper;
      return false;
    });
  }

  private meaningOf(name: string, place: Place): ConstraintMeaning {
    const origin = `${this.source.fileName}:${place.line}`;
    return { id: name, rule: name, sentence: `Row '${name}' of the file.`, unit: "1", origin };
  }

  private freeId(wanted: string): string {
    const taken = new Set(this.rows.map((row) => row.name));
    let id = wanted;
    while (taken.has(id)) id += "'";
    return id;
  }
}

/** @throws QT_MODEL_SYNTAX when a comment of ours was edited into something else */
export function readNotes(lines: Iterable<readonly [text: string, place: Place]>, source: Source): Notes {
  const uppers = new Map<string, string>();
  const variables = new Map<string, VariableNote>();
  const rows = new Map<string, ConstraintMeaning>();
  let head: Pick<Notes, "model" | "objective"> = {};
  for (const [text, place] of lines) {
    const match = /^@(model|objective|variable|row|upper) (?:(\S+) )?(\{.*\})$/.exec(text.trim());
    if (!match) continue;
    const [, what, name = "", json = ""] = match;
    try {
      const value = parseNote(json);
      if (what === "variable") variables.set(name, { name, unit: "1", ...value });
      else if (what === "row") rows.set(name, { id: name, rule: name, sentence: name, unit: "1", ...value });
      else if (what === "upper") uppers.set(name, value.of ?? "");
      else head = { ...head, [what!]: value };
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw modelError("QT_MODEL_SYNTAX", message, whereIn(source, place));
    }
  }
  return { ...head, variables, rows, uppers };
}

type ParsedNote = { readonly of?: string; readonly kind?: VariableKind } & Partial<Meaning & VariableNote>;

/** @throws SyntaxError for what `noteLines` never writes */
function parseNote(json: string): ParsedNote {
  const value: unknown = JSON.parse(json, (key, item: unknown) => {
    const isKind = variableKinds.some((kind) => kind === item);
    if (key === "" || (key === "kind" ? isKind : typeof item === "string")) return item;
    throw new SyntaxError(`'${key}' of a comment that starts with @ is ${JSON.stringify(item)}.`);
  });
  return value as ParsedNote;
}
