import type { Meaning, Model } from "../model.ts";
import { isMeaning, isObject, isText, type Json } from "./bqm-notes.ts";

/** Entry of ours in the archive; dimod passes over it. */
export const notesEntry = "qtwin.json";

/** What a file of ours says besides what dimod knows. */
export interface CqmNotes {
  readonly model?: string;
  /** A maximised objective stands in the file with the opposite sign. */
  readonly sense?: Model["sense"];
  readonly objective?: Meaning;
  readonly variables?: Readonly<Record<string, VariableNote>>;
  readonly choices?: readonly ChoiceNote[];
  /** By the label in the file. */
  readonly rows?: Readonly<Record<string, RowNote>>;
}

export interface VariableNote {
  readonly unit?: string;
  readonly recourse?: true;
  /** A fixed binary variable stands as an integer one. */
  readonly kind?: "binary";
}

export interface ChoiceNote {
  readonly name: string;
  readonly options: readonly string[];
}

export interface RowNote {
  readonly meaning: Meaning;
  /** `choice`: says what the choice of that name says already. `exactly-one`: it was no row. */
  readonly kind?: "exactly-one" | "choice";
  /** It is the lower side of the row of this label. */
  readonly lowerSideOf?: string;
}

/** The notes of a file; what is not as we write it is passed over, since the file says all that counts. */
export function readNotes(value: unknown): CqmNotes {
  if (!isObject(value)) return {};
  const { model, sense, objective, variables, choices, rows } = value;
  return {
    ...(isText(model) ? { model } : {}),
    ...(sense === "maximize" ? { sense } : {}),
    ...(isMeaning(objective) ? { objective } : {}),
    ...(isObject(variables) ? { variables: kept(variables, isVariableNote) } : {}),
    ...(Array.isArray(choices) ? { choices: choices.filter(isChoiceNote) } : {}),
    ...(isObject(rows) ? { rows: kept(rows, isRowNote) } : {}),
  };
}

function kept<T>(notes: Json, isNote: (value: unknown) => value is T): Readonly<Record<string, T>> {
  const entries = Object.entries(notes).filter((entry): entry is [string, T] => isNote(entry[1]));
  return Object.fromEntries(entries);
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

const isVariableNote = (value: unknown): value is VariableNote =>
  isObject(value) &&
  (value.unit === undefined || isText(value.unit)) &&
  (value.recourse === undefined || value.recourse === true) &&
  (value.kind === undefined || value.kind === "binary");

const isChoiceNote = (value: unknown): value is ChoiceNote =>
  isObject(value) &&
  isText(value.name) &&
  value.name !== "" &&
  isTexts(value.options) &&
  value.options.length > 0;

const isRowNote = (value: unknown): value is RowNote =>
  isObject(value) &&
  isMeaning(value.meaning) &&
  (value.kind === undefined || value.kind === "exactly-one" || value.kind === "choice") &&
  (value.lowerSideOf === undefined || isText(value.lowerSideOf));
