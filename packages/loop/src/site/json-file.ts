import { readFileSync } from "node:fs";
import type { Json } from "@qtwin/core";
import type { CheckFinding } from "@qtwin/twin";
import type { z } from "zod";

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly findings: readonly CheckFinding[] };

const failed = (where: string, message: string, fix: string): Read<never> => ({
  ok: false,
  findings: [{ level: "error", where, message, fix }],
});

/** Line and column, both from 1, of a character of a text. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

function syntaxError(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/**
 * Where JSON.parse gave up. Some of its messages name the position; "Unexpected token" does not: then it is the last
 * character of the shortest beginning of the text that fails in this way.
 */
function syntaxErrorOffset(text: string, message: string): number {
  const named = /at position (\d+)/.exec(message)?.[1];
  if (named !== undefined) return Number(named);
  if (!message.startsWith("Unexpected token")) return text.trimEnd().length;
  let [fine, failing] = [0, text.length];
  while (failing - fine > 1) {
    const middle = (fine + failing) >>> 1;
    if (syntaxError(text.slice(0, middle))?.startsWith("Unexpected token")) failing = middle;
    else fine = middle;
  }
  return failing - 1;
}

/** Reads a JSON file; a syntax error names line and column. */
export function readJsonFile(file: string): Read<Json> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return failed(file, `${file} cannot be read: ${reason}`, "Correct the path, or the rights of the file.");
  }
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const { line, column } = lineAndColumn(text, syntaxErrorOffset(text, reason));
    return failed(
      `${file}:${line}:${column}`,
      `${file} is not JSON: line ${line}, column ${column}: ${reason}`,
      "Correct the text there: often a missing or an extra comma, bracket or quote just before.",
    );
  }
}

/** `points[3].unit` of a path of keys. */
export function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === "number" ? `${text}[${key}]` : `${text}${text === "" ? "" : "."}${String(key)}`,
    "",
  );
}

/** Reads a JSON file and checks it against a schema; one finding for each issue, with its path. */
export function readChecked<T>(file: string, schema: z.ZodType<T>): Read<T> {
  const read = readJsonFile(file);
  if (!read.ok) return read;
  const parsed = schema.safeParse(read.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const findings = parsed.error.issues.map(
    (issue): CheckFinding => ({
      level: "error",
      where: `${file} ${dotted(issue.path)}`.trimEnd(),
      message: issue.message,
      fix:
        issue.code === "unrecognized_keys"
          ? "Remove the key, or correct its spelling."
          : "Correct this value as the message says.",
    }),
  );
  return { ok: false, findings };
}
