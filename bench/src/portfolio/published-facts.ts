import { readFileSync } from "node:fs";
import { benchError } from "./errors.ts";

/** Facts about one instance, as `best-known.json` has them. */
export interface PublishedFacts {
  /** Relative to the folder of the data set. */
  readonly file: string;
  /** Number of the problem in a file that holds several. */
  readonly problem?: number;
  /** Null: nothing is known, or the entry says nothing. */
  readonly best: number | null;
  /** True: `best` is proven. */
  readonly optimal?: boolean | null;
  /** Published bounds; a data set has one of them or none. */
  readonly lower_bound?: number | null;
  readonly upper_bound?: number | null;
  readonly lp_bound?: number | null;
  /** What others reached in ten minutes. */
  readonly reference_10min?: Readonly<
    Record<string, { readonly ub?: number | null; readonly lb?: number | null }>
  >;
}

/** What an entry may say under a name; what it says under others is for people. */
interface Rule {
  readonly must: string;
  readonly holds: (value: unknown) => boolean;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): boolean => typeof value === "number" && Number.isFinite(value);
const isNumberOrNothing = (value: unknown): boolean =>
  value === undefined || value === null || isNumber(value);

const number: Rule = { must: "be a number or null", holds: isNumberOrNothing };
const rules: Readonly<Record<keyof PublishedFacts, Rule>> = {
  file: { must: "be the path of a file", holds: (value) => typeof value === "string" && value !== "" },
  problem: {
    must: "be a whole number from 0 on",
    holds: (value) => value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0),
  },
  best: number,
  optimal: {
    must: "be true, false or null",
    holds: (value) => value === undefined || value === null || typeof value === "boolean",
  },
  lower_bound: number,
  upper_bound: number,
  lp_bound: number,
  reference_10min: {
    must: "hold a { ub, lb } of numbers or null for each name",
    holds: (value) =>
      value === undefined ||
      (isRecord(value) &&
        Object.values(value).every(
          (each) => isRecord(each) && isNumberOrNothing(each.ub) && isNumberOrNothing(each.lb),
        )),
  },
};

/** The entries of a `best-known.json` by name, in their order. @throws QT_BENCH_BAD_FACTS */
export function readPublishedFacts(path: string): readonly (readonly [string, PublishedFacts])[] {
  const { instances } = recordIn(parsed(path), path, "the file");
  return Object.entries(recordIn(instances, path, "instances")).map(([name, entry]) => {
    const facts = recordIn(entry, path, `instances['${name}']`);
    for (const [key, { must, holds }] of Object.entries(rules))
      if (!holds(facts[key])) throw bad(path, `instances['${name}'].${key}`, facts[key], must);
    return [name, { ...facts, best: facts.best ?? null } as PublishedFacts];
  });
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (thrown) {
    throw benchError("QT_BENCH_BAD_FACTS", `'${path}' is no JSON: ${(thrown as Error).message}.`, path);
  }
}

function recordIn(value: unknown, path: string, what: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw bad(path, what, value, "be an object");
}

const bad = (path: string, what: string, value: unknown, must: string) =>
  benchError(
    "QT_BENCH_BAD_FACTS",
    `'${path}': ${what} is ${shown(value)}; it must ${must}.`,
    `${path}: ${what}`,
  );

const shown = (value: unknown): string =>
  typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "missing");
