import type { AnswerStatus } from "../answer.ts";
import { modelError } from "../errors.ts";

/** What a solver's solution file says. */
export interface SolutionFile {
  readonly objective: number | null;
  /** By the names of the model file; null: there is no solution. */
  readonly values: ReadonlyMap<string, number> | null;
  /** Only where there is no solution. */
  readonly status: AnswerStatus | null;
  /** The objective is a solver's own sum, with its rounding. */
  readonly isRounded: boolean;
}

interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/**
 * Reads a solution file: MIPLIB's `.sol` (`=obj= value`, then a name and a value a line), HiGHS's raw solution file, or
 * SCIP's.
 * @throws QT_MODEL_SYNTAX
 */
export function readSolutionFile(text: string, fileName: string): SolutionFile {
  const lines = text
    .split(/\r?\n/)
    .map((line, at): Line => ({ text: line.trim(), number: at + 1 }))
    .filter((line) => line.text !== "");
  const first = lines[0]?.text ?? "";
  if (first === "Model status") return readHighs(lines, fileName);
  if (/^(solution status|objective value):/.test(first)) return readScip(lines, fileName);
  const given = valuesOf(lines, fileName);
  const objective = given.get("=obj=") ?? null;
  given.delete("=obj=");
  return { objective, values: given, status: null, isRounded: false };
}

/** Model status, then sections; the first one has the primal values. */
function readHighs(lines: readonly Line[], fileName: string): SolutionFile {
  const at = (start: string): number => lines.findIndex(({ text }) => text.startsWith(start));
  const [primal, columns] = [at("# Primal solution values"), at("# Columns")];
  const label = lines[primal + 1]?.text;
  if (primal < 0 || label === undefined) throw syntaxError(fileName, lines.at(-1)!, "has no primal values");
  if (label === "None") return withoutSolution(lines[1]!.text);
  if (columns < 0) throw syntaxError(fileName, lines[primal]!, "has no columns");
  // A count below 0: those that are 0 are left out.
  const count = Math.abs(Number(lines[columns]!.text.split(/\s+/)[2]));
  const listed = lines.slice(columns + 1, columns + 1 + count);
  const isWhole = listed.length === count && !listed.some(({ text }) => text.startsWith("# "));
  if (!isWhole) throw syntaxError(fileName, lines[columns]!, "has not as many values as it says");
  const stated = lines.slice(primal + 1, columns).find(({ text }) => text.startsWith("Objective"));
  const objective = stated ? (valuesOf([stated], fileName).get("Objective") ?? null) : null;
  return { objective, values: valuesOf(listed, fileName), status: null, isRounded: true };
}

/** `solution status: …`, `objective value: …`, then name, value and `(obj:…)`. */
function readScip(lines: readonly Line[], fileName: string): SolutionFile {
  const said = lines.find(({ text }) => text.startsWith("solution status:"));
  const stated = lines.find(({ text }) => text.startsWith("objective value:"));
  if (!stated) return withoutSolution(said?.text.slice("solution status:".length).trim() ?? "");
  const objective = valuesOf(
    [{ ...stated, text: stated.text.replace(/^objective value:/, "value") }],
    fileName,
  );
  const listed = lines
    .filter((line) => line !== said && line !== stated)
    .map((line) => ({ ...line, text: line.text.replace(/\s*\(obj:[^)]*\)$/, "") }));
  return {
    objective: objective.get("value")!,
    values: valuesOf(listed, fileName),
    status: null,
    isRounded: true,
  };
}

function withoutSolution(said: string): SolutionFile {
  const word = said.toLowerCase();
  const status = word === "infeasible" || word === "unbounded" ? word : "time-limit";
  return { objective: null, values: null, status, isRounded: true };
}

/** A name and a value a line; `#` begins a comment line. */
function valuesOf(lines: readonly Line[], fileName: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of lines) {
    if (line.text.startsWith("#")) continue;
    const [name, given, ...more] = line.text.split(/\s+/);
    const value = Number(given);
    if (
      name === undefined ||
      given === undefined ||
      more.length > 0 ||
      Number.isNaN(value) ||
      values.has(name)
    )
      throw syntaxError(fileName, line, "is no name, given once, with a value");
    values.set(name, value);
  }
  return values;
}

function syntaxError(fileName: string, { text, number }: Line, what: string): Error {
  const where = `${fileName}:${number}`;
  return modelError("QT_MODEL_SYNTAX", `${where}: '${text.slice(0, 60)}' ${what}.`, where);
}
