import { createHash } from "node:crypto";
import { type Answer, type AnswerStatus, answerStatuses } from "../answer.ts";
import { modelError } from "../errors.ts";
import { forFile } from "../formats/file-model.ts";
import { lpNames } from "../formats/lp-write.ts";
import { mpsNames } from "../formats/mps-write.ts";
import type { Model } from "../model.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** What a result file claims of a model; what is null is not claimed. */
export interface Claim {
  /** `fingerprintOf` the model it was made for. */
  readonly fingerprint: string | null;
  readonly status: AnswerStatus | null;
  readonly objective: number | null;
  readonly bound: number | null;
  /** Relative gap up to which `optimal` was said. */
  readonly gapLimit: number | null;
  /** Null: the result has no solution. */
  readonly values: ReadonlyMap<string, number> | null;
  /** Variables that are not named are 0, as in `.sol` files. */
  readonly missingAreZero: boolean;
  /** SHA-256 over all of the above; null: none is given. */
  readonly digest: string | null;
}

/** What `resultOf` adds to an answer, so that a file of it can be verified by itself. */
export interface ResultSeal {
  readonly format: "qtwin-result-1";
  readonly fingerprint: string;
  readonly gapLimit: number;
  readonly digest: string;
}

export const resultFormat = "qtwin-result-1";

type Sealed = Omit<Claim, "digest" | "missingAreZero">;

/** @param values by name, in the model's order */
function digestOf({ fingerprint, status, objective, bound, gapLimit, values }: Sealed): string {
  const solution = values && [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([resultFormat, fingerprint, status, objective, bound, gapLimit, solution]);
  return createHash("sha256").update(text).digest("hex");
}

/** The seal of an answer: it says for which model, and notices any change. */
export function sealOf(
  model: Model,
  { status, objective, bound, solution }: Pick<Answer, "status" | "objective" | "bound" | "solution">,
  gapLimit: number,
): ResultSeal {
  const fingerprint = fingerprintOf(model);
  const values = solution && new Map(model.variables.names.map((name, at) => [name, solution[at]! + 0]));
  const digest = digestOf({ fingerprint, status, objective, bound, gapLimit, values });
  return { format: resultFormat, fingerprint, gapLimit, digest };
}

/** Whether the digest of a claim fits what it says; null: it has none. */
export const isSealWhole = (claim: Claim): boolean | null =>
  claim.digest === null ? null : digestOf(claim) === claim.digest;

/**
 * Reads a result: the JSON of `solve --json`, or a `.sol` file (`=obj= value`, then a name and a value a line).
 * @throws QT_MODEL_SYNTAX
 */
export function readResult(text: string, fileName: string, model: Model): Claim {
  return text.trimStart().startsWith("{") ? readJson(text, fileName) : readSol(text, fileName, model);
}

function readJson(text: string, fileName: string): Claim {
  const fail = (what: string): Error => modelError("QT_MODEL_SYNTAX", `${fileName}: ${what}`, fileName);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw fail(`it is no JSON document: ${(cause as Error).message}`);
  }
  const record = parsed as Record<string, unknown>;
  const number = (name: string): number | null => {
    const value = record[name] ?? null;
    if (value === null || (typeof value === "number" && Number.isFinite(value)))
      return value as number | null;
    throw fail(`'${name}' is ${JSON.stringify(value)}, not a number.`);
  };
  const word = (name: string): string | null => {
    const value = record[name] ?? null;
    if (value === null || typeof value === "string") return value as string | null;
    throw fail(`'${name}' is ${JSON.stringify(value)}, not a text.`);
  };
  const status = word("status");
  if (status !== null && !answerStatuses.includes(status as AnswerStatus))
    throw fail(`'status' is '${status}', none of ${answerStatuses.join(", ")}.`);
  return {
    fingerprint: word("fingerprint"),
    status: status as AnswerStatus | null,
    objective: number("objective"),
    bound: number("bound"),
    gapLimit: number("gapLimit"),
    values: valuesOf(record.solution ?? null, fail),
    missingAreZero: false,
    digest: word("digest"),
  };
}

function valuesOf(solution: unknown, fail: (what: string) => Error): ReadonlyMap<string, number> | null {
  if (solution === null) return null;
  if (typeof solution !== "object" || Array.isArray(solution))
    throw fail("'solution' is no object of values by name.");
  for (const [name, value] of Object.entries(solution))
    if (typeof value !== "number")
      throw fail(`the value of '${name}' is ${JSON.stringify(value)}, no number.`);
  return new Map(Object.entries(solution as Record<string, number>));
}

function readSol(text: string, fileName: string, model: Model): Claim {
  let objective: number | null = null;
  const values = new Map<string, number>();
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [name, given, ...more] = line.trim().split(/\s+/);
    const value = Number(given);
    if (
      name === undefined ||
      given === undefined ||
      more.length > 0 ||
      Number.isNaN(value) ||
      values.has(name)
    )
      throw modelError(
        "QT_MODEL_SYNTAX",
        `${fileName}:${at + 1}: '${line.slice(0, 60)}' is no name, given once, with a value.`,
        `${fileName}:${at + 1}`,
      );
    if (name === "=obj=") objective = value;
    else values.set(name, value);
  }
  const claim = { fingerprint: null, status: null, objective, bound: null, gapLimit: null, digest: null };
  return { ...claim, values: inModelNames(model, values), missingAreZero: true };
}

/** `.sol` files carry the names that the LP or MPS file of a model has. */
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
