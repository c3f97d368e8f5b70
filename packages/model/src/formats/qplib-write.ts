import type { Model, QuadraticEntries } from "../model.ts";
import { fileInfinity, forFile } from "./file-model.ts";
import { type FileNames, fileNames, kindInFile } from "./names.ts";
import { noteLines } from "./notes.ts";

const kindNumbers: Readonly<Record<string, number>> = { continuous: 0, integer: 1, binary: 2 };

/**
 * QPLIB text with every number in full precision; what it cannot say is rewritten first. Sentences and units stand in
 * comments, which `parseQplib` reads back.
 * @throws QT_MODEL_UNREACHABLE
 */
export function printQplib(model: Model): string {
  const { model: plain } = forFile(model);
  const names = fileNames(plain, (name) => name.replace(/\s/g, "_"));
  const rowCount = plain.constraints.count;
  const kinds = names.variables.map((_, index) => kindInFile(plain.variables, index));
  const letter = kindLetter(kinds);
  const infinity = infinityOf(plain);
  const lines = [
    ...Array.from(noteLines(plain, names), (note) => `# ${note}`),
    problemName(plain),
    `${plain.objective.quadratic.value.length > 0 ? "Q" : "L"}${letter}${rowLetter(plain)}`,
    plain.sense,
    `${plain.variables.count} # variables`,
    ...(rowCount > 0 ? [`${rowCount} # constraints`] : []),
    ...objectiveLines(plain),
    ...functionLines(plain),
    `${infinity} # infinity`,
    ...(rowCount > 0 ? sideLines(plain.constraints, -infinity, infinity, infinity) : []),
    ...(letter === "B" ? [] : sideLines(plain.variables, 0, infinity, infinity)),
    ...(letter === "M" || letter === "G"
      ? listLines(
          "type of variable",
          kinds.map((kind) => kindNumbers[kind]!),
          2,
        )
      : []),
    ...startLines(plain),
    ...nameLines("variable", names.variables, "x"),
    ...nameLines("constraint", names.rows, "c"),
  ];
  return `${lines.join("\n")}\n`;
}

const problemName = ({ name }: Model): string => name.replace(/\s+/g, "_").replace(/^[#!%]/, "_") || "model";

/** Larger than every bound that is one. */
function infinityOf({ variables, constraints }: Model): number {
  const isLarge = (value: number): boolean => Number.isFinite(value) && Math.abs(value) >= fileInfinity;
  const all = [variables.lower, variables.upper, constraints.lower, constraints.upper];
  return all.some((bounds) => bounds.some(isLarge)) ? Number.MAX_VALUE : fileInfinity;
}

function kindLetter(kinds: readonly string[]): "C" | "B" | "I" | "M" | "G" {
  const found = new Set(kinds);
  if (found.size < 2) return found.has("binary") ? "B" : found.has("integer") ? "I" : "C";
  return found.has("integer") ? "G" : "M";
}

function rowLetter({ constraints }: Model): "B" | "L" | "Q" {
  if (constraints.count === 0) return "B";
  return constraints.quadratic.value.length > 0 ? "Q" : "L";
}

function objectiveLines({ objective }: Model): string[] {
  const { quadratic, linear, constant } = objective;
  const products = quadratic.value.length > 0 ? pairLines("", quadratic, 0) : [];
  return [
    ...(products.length > 0 ? [`${products.length} # quadratic terms in the objective`, ...products] : []),
    ...listLines("linear coefficient of the objective", linear, 0),
    `${constant + 0} # constant of the objective`,
  ];
}

function functionLines({ constraints }: Model): string[] {
  const { count, start, column, value, quadratic } = constraints;
  if (count === 0) return [];
  const [pairs, terms]: [string[], string[]] = [[], []];
  for (let row = 0; row < count; row++) {
    for (const line of pairLines(`${row + 1} `, quadratic, row)) pairs.push(line);
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      terms.push(`${row + 1} ${column[entry]! + 1} ${value[entry]}`);
  }
  const products = pairs.length > 0 ? [`${pairs.length} # quadratic terms in all constraints`, ...pairs] : [];
  return [...products, `${terms.length} # linear terms in all constraints`, ...terms];
}

/** The lower triangle of Q in ½xᵀQx. */
function pairLines(head: string, { start, left, right, value }: QuadraticEntries, row: number): string[] {
  const lines: string[] = [];
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
    const [column, larger] = [left[entry]! + 1, right[entry]! + 1];
    lines.push(`${head}${larger} ${column} ${larger === column ? 2 * value[entry]! : value[entry]}`);
  }
  return lines;
}

function sideLines(
  { lower, upper }: { readonly lower: Float64Array; readonly upper: Float64Array },
  usualLower: number,
  usualUpper: number,
  infinity: number,
): string[] {
  const finite = (value: number): number => Math.min(infinity, Math.max(-infinity, value));
  return [
    ...listLines("lower side", lower.map(finite), usualLower),
    ...listLines("upper side", upper.map(finite), usualUpper),
  ];
}

/** A default value and the values that differ from it. */
function listLines(what: string, values: ArrayLike<number>, usual: number): string[] {
  const others: string[] = [];
  for (let index = 0; index < values.length; index++)
    if (values[index] !== usual) others.push(`${index + 1} ${values[index]}`);
  return [`${usual} # default ${what}`, `${others.length} # others`, ...others];
}

function startLines({ constraints }: Model): string[] {
  const none = (what: string): string[] => listLines(what, [], 0);
  const duals = constraints.count > 0 ? none("starting value of a dual") : [];
  return [...none("starting value"), ...duals, ...none("starting value of a dual of a bound")];
}

function nameLines(what: string, names: FileNames["rows"], prefix: string): string[] {
  const lines: string[] = [];
  for (const [index, name] of names.entries())
    if (name !== `${prefix}${index + 1}`) lines.push(`${index + 1} ${name}`);
  return [`${lines.length} # names of a ${what}`, ...lines];
}
