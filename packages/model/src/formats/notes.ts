import { modelError } from "../errors.ts";
import type { Meaning, Model } from "../model.ts";
import { variableKinds } from "../model.ts";
import { meaningOf } from "../objective.ts";
import type { FileKind } from "./draft.ts";
import { type FileNames, kindInFile } from "./names.ts";
import { type Place, type Source, whereIn } from "./source.ts";

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
  readonly rows: ReadonlyMap<string, Meaning>;
  readonly objective?: Meaning;
  /** Rows that are the upper side of the interval row they name. */
  readonly uppers: ReadonlyMap<string, string>;
}

/** The part of a meaning that a comment carries: what the file's own numbers say already, or cannot say, stays out. */
const spoken = ({ id, rule, sentence, unit, origin }: Meaning): Meaning => ({
  id,
  rule,
  sentence,
  unit,
  ...(origin === undefined ? {} : { origin }),
});

/** Comments that carry what the format cannot; `readNotes` reads them back. */
export function* noteLines(model: Model, names: FileNames): Generator<string> {
  yield `@model ${JSON.stringify({ name: model.name })}`;
  const [first, ...others] = model.objective.terms;
  if (first && others.length === 0) yield `@objective ${JSON.stringify(spoken(meaningOf(first)))}`;
  else
    for (const { id, sentence } of model.objective.terms)
      yield `objective part ${JSON.stringify(id)}: ${JSON.stringify(sentence)}`;
  for (const [index, name] of names.variables.entries()) {
    const said = variableNote(model, index, name);
    if (said) yield `@variable ${name} ${said}`;
  }
  for (const [row, name] of names.rows.entries())
    yield `@row ${name} ${JSON.stringify(spoken(model.constraints.meaning[row]!))}`;
}

function variableNote({ variables }: Model, index: number, name: string): string | undefined {
  const original = variables.names[index]!;
  const unit = variables.units[index]!;
  const kind = variableKinds[variables.kind[index]!]!;
  const inFile = kindInFile(variables, index);
  if (original === name && unit === "1" && kind === inFile) return undefined;
  return JSON.stringify({
    ...(kind === inFile ? {} : { kind }),
    ...(original === name ? {} : { name: original }),
    ...(unit === "1" ? {} : { unit }),
  });
}

/**
 * @param comments of a file, each with its offset
 * @throws QT_MODEL_SYNTAX when a comment of ours was edited into something else
 */
export function readNotes(
  comments: readonly (readonly [text: string, offset: number])[],
  source: Source,
  placeOf: (offset: number) => Place,
): Notes {
  const uppers = new Map<string, string>();
  const variables = new Map<string, VariableNote>();
  const rows = new Map<string, Meaning>();
  let head: Pick<Notes, "model" | "objective"> = {};
  for (const [text, offset] of comments) {
    const match = /^\s*@(model|objective|variable|row|upper) (?:(\S+) )?(\{.*\})\s*$/.exec(text);
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
      throw modelError("QT_MODEL_SYNTAX", message, whereIn(source, placeOf(offset)));
    }
  }
  return { ...head, variables, rows, uppers };
}

type ParsedNote = { readonly of?: string; readonly kind?: FileKind } & Partial<Meaning & VariableNote>;

const fileKinds = variableKinds.filter((kind) => kind !== "choice");

/** @throws SyntaxError for what `noteLines` never writes */
function parseNote(json: string): ParsedNote {
  const value: Record<string, unknown> = JSON.parse(json);
  for (const key of Object.keys(value)) {
    const item = value[key];
    const isRight = key === "kind" ? fileKinds.some((kind) => kind === item) : typeof item === "string";
    if (!isRight)
      throw new SyntaxError(`'${key}' of a comment that starts with @ is ${JSON.stringify(item)}.`);
  }
  return value as ParsedNote;
}
