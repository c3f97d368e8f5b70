import { QtwinError } from "@qtwin/core";
import { type ModelErrorCode, modelError } from "../errors.ts";

/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Text with the name it came under, so that errors can point at it. */
export interface Source {
  readonly fileName: string;
  readonly text: string;
}

export function whereIn(source: Source, { line, column }: Place): string {
  return `${source.fileName}:${line}:${column}`;
}

/** @param expected what should stand there, for the fix of the error */
export function syntaxError(source: Source, place: Place, message: string, expected: string): QtwinError {
  return failAt("QT_MODEL_SYNTAX", source, place, message, `Expected ${expected}.`);
}

export function unsupportedAt(source: Source, place: Place, message: string): QtwinError {
  return failAt("QT_MODEL_UNSUPPORTED_FEATURE", source, place, message);
}

function failAt(
  code: ModelErrorCode,
  source: Source,
  place: Place,
  message: string,
  fix?: string,
): QtwinError {
  return modelError(code, message, whereIn(source, place), fix);
}

/** Runs `build` and puts `where` into any error of the model builder. */
export function locatedAt<T>(where: string, build: () => T): T {
  try {
    return build();
  } catch (thrown) {
    const error = QtwinError.from(thrown);
    if (error.kind === "internal") throw error;
    const { kind, code, message, fix } = error;
    throw new QtwinError({ kind, code, message, fix, where });
  }
}
