import { type Answer, type AnswerStatus, answerStatuses } from "../answer.ts";
import { modelError } from "../errors.ts";
import { forFile } from "../formats/file-model.ts";
import { lpNames } from "../formats/lp-write.ts";
import { mpsNames } from "../formats/mps-write.ts";
import type { Model } from "../model.ts";
import { type SealState, sealStateOf } from "./seal.ts";
import { readSolutionFile } from "./solution-file.ts";

/** What a result file claims of a model; what is null is not claimed. */
export interface Claim {
  /** `fingerprintOf` the model it was made for. */
  readonly fingerprint: string | null;
  readonly status: AnswerStatus | null;
  readonly sense: Answer["sense"] | null;
  readonly objective: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
  /** Relative gap up to which `optimal` was said. */
  readonly gapLimit: number | null;
  readonly feasible: boolean | null;
  /** Null: the result has no solution. */
  readonly values: ReadonlyMap<string, number> | null;
  /** Variables that are not named are 0, as in `.sol` files. */
  readonly missingAreZero: boolean;
  /** The objective is another solver's own sum, with its rounding. */
  readonly isRounded: boolean;
  readonly seal: SealState;
}

/**
 * Reads a result: the JSON of `solve --json`, or a solution file as `readSolutionFile` does.
 * @throws QT_MODEL_SYNTAX
 */
export function readResult(text: string, fileName: string, model: Model): Claim {
  return text.trimStart().startsWith("{") ? readJson(text, fileName) : readSolution(text, fileName, model);
}

function readSolution(text: string, fileName: string, model: Model): Claim {
  const { values, ...said } = readSolutionFile(text, fileName);
  return {
    ...said,
    values: values && inModelNames(model, values),
    missingAreZero: true,
    fingerprint: null,
    sense: null,
    bound: null,
    gap: null,
    gapLimit: null,
    feasible: null,
    seal: "none",
  };
}

function readJson(text: string, fileName: string): Claim {
  const record = recordOf(text, fileName);
  const field = <T>(name: string, what: string, fits: (value: unknown) => boolean): T | null => {
    const value = record[name] ?? null;
    if (value === null || fits(value)) return value as T | null;
    throw failure(fileName, `'${name}' is ${JSON.stringify(value)}, ${what}.`);
  };
  const number = (name: string): number | null => field(name, "not a number", Number.isFinite);
  const word = <T extends string>(name: string, words: readonly T[]): T | null =>
    field(name, `none of ${words.join(", ")}`, (value) => words.includes(value as T));
  const line = (name: string): string | null =>
    field(name, "not a text", (value) => typeof value === "string");
  line("digest");
  return {
    fingerprint: line("fingerprint"),
    status: word("status", answerStatuses),
    sense: word("sense", ["minimize", "maximize"]),
    objective: number("objective"),
    bound: number("bound"),
    gap: number("gap"),
    gapLimit: number("gapLimit"),
    feasible: field("feasible", "neither true nor false", (value) => typeof value === "boolean"),
    values: valuesOf(record.solution ?? null, fileName),
    missingAreZero: false,
    isRounded: false,
    seal: sealStateOf(record),
  };
}

const failure = (fileName: string, what: string): Error =>
  modelError("QT_MODEL_SYNTAX", `${fileName}: ${what}`, fileName);

function recordOf(text: string, fileName: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw failure(fileName, `it is no JSON document: ${(cause as Error).message}`);
  }
}

function valuesOf(solution: unknown, fileName: string): ReadonlyMap<string, number> | null {
  if (solution === null) return null;
  if (typeof solution !== "object" || Array.isArray(solution))
    throw failure(fileName, "'solution' is no object of values by name.");
  for (const [name, value] of Object.entries(solution))
    if (typeof value !== "number")
      throw failure(fileName, `the value of '${name}' is ${JSON.stringify(value)}, no number.`);
  return new Map(Object.entries(solution as Record<string, number>));
}

/** Solution files carry the names that the LP or MPS file of a model has. */
function inModelNames(model: Model, values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const own = new Set(model.variables.names);
  if ([...values.keys()].every((name) => own.has(name))) return values;
  const written = forFile(model);
  for (const names of [lpNames(written.model).variables, mpsNames(written.model).variables]) {
    const known = new Set(names);
    if (![...values.keys()].every((name) => known.has(name))) continue;
    const all = written.decode(Float64Array.from(names, (name) => values.get(name) ?? 0));
    return new Map(model.variables.names.map((name, at) => [name, all[at]!]));
  }
  return values;
}
