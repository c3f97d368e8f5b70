import { QtwinError } from "@qtwin/core";
import { type ModelErrorCode, modelError } from "../errors.ts";

/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** An unpacked file with the name it came under, so that errors can point at it. */
export interface Source {
  readonly fileName: string;
  /** @throws QT_MODEL_SYNTAX when the file is no UTF-8 text; formats that are not binary meet text only. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The first 64 KiB of the text, more where those are only comments, empty when it is none: for `detect`. */
  readonly head: string;
  /** Which problem of a file that holds several, as in `FILE#problem`. */
  readonly problem?: string;
}

/** The first line that is neither empty nor a comment. */
export function firstLine({ head }: Source, comment?: RegExp): string {
  const says = (line: string): boolean => line.trim() !== "" && !comment?.test(line);
  return head.split(/\r\n|\r|\n/).find(says) ?? "";
}

/**
 * Which of the problems in a file is asked for: the only one, or the one `source.problem` names.
 * @throws QT_MODEL_UNKNOWN_PROBLEM with the keys there are
 */
export function selectedProblem({ fileName, problem }: Source, keys: readonly string[]): string {
  const [only] = keys;
  if (problem === undefined && only !== undefined && keys.length === 1) return only;
  if (problem !== undefined && keys.includes(problem)) return problem;
  const asked = problem === undefined ? "which one is not said" : `none is '${problem}'`;
  const shown = keys.length > 40 ? [...keys.slice(0, 40), "…"] : keys;
  throw modelError(
    "QT_MODEL_UNKNOWN_PROBLEM",
    `The file holds ${keys.length} problems, ${asked}.`,
    fileName,
    `Name one as '${fileName}#KEY': ${shown.join(", ")}.`,
  );
}

export function whereIn(source: Pick<Source, "fileName">, { line, column }: Place): string {
  return `${source.fileName}:${line}:${column}`;
}

/** @param expected what should stand there, for the fix of the error */
export function syntaxError(
  source: Pick<Source, "fileName">,
  place: Place,
  message: string,
  expected: string,
): QtwinError {
  return failAt("QT_MODEL_SYNTAX", source, place, message, `Expected ${expected}.`);
}

export function unsupportedAt(source: Pick<Source, "fileName">, place: Place, message: string): QtwinError {
  return failAt("QT_MODEL_UNSUPPORTED_FEATURE", source, place, message);
}

function failAt(
  code: ModelErrorCode,
  source: Pick<Source, "fileName">,
  place: Place,
  message: string,
  fix?: string,
): QtwinError {
  return modelError(code, message, whereIn(source, place), fix);
}

/** Runs `build` and puts `where`, made only then if it is a function, into any error of the model builder. */
export function locatedAt<T>(where: string | (() => string), build: () => T): T {
  try {
    return build();
  } catch (thrown) {
    const error = QtwinError.from(thrown);
    if (error.kind === "internal") throw error;
    const { kind, code, message, fix } = error;
    const place = typeof where === "string" ? where : where();
    throw new QtwinError({ kind, code, message, fix, where: place });
  }
}
