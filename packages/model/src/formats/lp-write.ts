import { toMilp } from "../compile/compile.ts";
import type { Model } from "../model.ts";
import { lpNamePattern } from "./lp-tokens.ts";
import { type FileNames, fileNames, kindInFile, noteLines, unique } from "./names.ts";

const termsPerLine = 8;
const reserved =
  /^(free|inf|infinity|max.*|min.*|st|s\.t\.|such|subject|bounds?|gen.*|int.*|bin.*|semi.*|sos.*|lazy|user|pwlobj|end)$/i;
const wholeName = new RegExp(`^${lpNamePattern.source}$`);
/** The format allows `;` in a name, HiGHS takes it for the start of a comment. */
const outsideName = /[^A-Za-z0-9!"#$%&(),?@_'`{}~|.]/g;

/** Names as the LP format allows them: brackets become parentheses, other characters that would end a name `_`. */
export function lpNames(model: Model): FileNames {
  return fileNames(model, (name) => {
    const plain = name.replace(/\[/g, "(").replace(/\]/g, ")").replace(outsideName, "_");
    const usable = wholeName.test(plain) && !reserved.test(plain) && !/^[eE]\d/.test(plain);
    return usable ? plain : `_${plain}`;
  });
}

/**
 * CPLEX LP with every number in full precision; soft constraints become priced slack. Sentences, units and names that
 * LP cannot carry stand in comments, which `parseLp` reads back. The objective names every variable once, so that
 * their order survives.
 */
export function printLp(model: Model): string {
  const milp = toMilp(model).model;
  const names = lpNames(milp);
  const lines = [
    ...Array.from(noteLines(milp, names), (note) => `\\ ${note}`),
    milp.sense === "minimize" ? "Minimize" : "Maximize",
    ...objectiveLines(milp, names),
    "Subject To",
    ...rowLines(milp, names),
    ...boundLines(milp, names),
    ...kindLines(milp, names, "integer", "Generals"),
    ...kindLines(milp, names, "binary", "Binaries"),
    "End",
  ];
  return `${lines.join("\n")}\n`;
}

/** `- 3 x`, with the sign as its own word. */
function term(coefficient: number, name: string): string {
  return `${coefficient < 0 ? "-" : "+"} ${Math.abs(coefficient)} ${name}`;
}

function wrapped(head: string, terms: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < terms.length; at += termsPerLine)
    lines.push(`   ${terms.slice(at, at + termsPerLine).join(" ")}`);
  return [` ${head}`, ...lines];
}

function objectiveLines(model: Model, names: FileNames): string[] {
  const terms = names.variables.map((name, index) => term(model.objective.linear[index]!, name));
  const { constant } = model.objective;
  if (constant !== 0 || terms.length === 0) terms.push(`${constant < 0 ? "-" : "+"} ${Math.abs(constant)}`);
  return wrapped(`${names.objective}:`, terms);
}

/**
 * An interval is two rows: the form `1 <= x + y <= 2` is part of the format, but HiGHS misreads it without a word. A
 * comment lets `parseLp` join them again.
 */
function rowLines(model: Model, names: FileNames): string[] {
  const { lower, upper } = model.constraints;
  const taken = new Set([...names.rows, names.objective]);
  return names.rows.flatMap((name, row) => {
    const [low, high] = [lower[row]!, upper[row]!];
    const terms = rowTerms(model, names, row);
    const isInterval = low > -Infinity && high < Infinity && low !== high;
    if (!isInterval) return [...wrapped(`${name}:`, terms), `   ${rightHand(low, high)}`];
    const second = unique(`${name}_upper`, taken);
    return [
      ...wrapped(`${name}:`, terms),
      `   >= ${low}`,
      `\\ @upper ${second} ${JSON.stringify({ of: name })}`,
      ...wrapped(`${second}:`, terms),
      `   <= ${high}`,
    ];
  });
}

function rowTerms(model: Model, names: FileNames, row: number): readonly string[] {
  const { start, column, value } = model.constraints;
  const terms: string[] = [];
  for (let entry = start[row]!; entry < start[row + 1]!; entry++)
    terms.push(term(value[entry]!, names.variables[column[entry]!]!));
  if (terms.length > 0) return terms;
  return [names.variables.length > 0 ? term(0, names.variables[0]!) : "+ 0"];
}

function rightHand(lower: number, upper: number): string {
  if (lower === upper) return `= ${lower}`;
  if (upper < Infinity) return `<= ${upper}`;
  return lower > -Infinity ? `>= ${lower}` : ">= -infinity";
}

function boundLines(model: Model, names: FileNames): string[] {
  const { lower, upper } = model.variables;
  const lines = names.variables.flatMap((name, index) => {
    const [low, high] = [lower[index]!, upper[index]!];
    const usual = kindInFile(model, index) === "binary" ? 1 : Infinity;
    return low === 0 && high === usual ? [] : [boundLine(name, low, high)];
  });
  return lines.length > 0 ? ["Bounds", ...lines] : [];
}

function boundLine(name: string, lower: number, upper: number): string {
  if (lower === upper) return ` ${name} = ${lower}`;
  if (lower === -Infinity && upper === Infinity) return ` ${name} free`;
  const low = lower === -Infinity ? "-infinity" : lower;
  return upper === Infinity ? ` ${name} >= ${low}` : ` ${low} <= ${name} <= ${upper}`;
}

function kindLines(model: Model, names: FileNames, kind: "integer" | "binary", title: string): string[] {
  const members = names.variables.filter((_, index) => kindInFile(model, index) === kind);
  return members.length > 0 ? [title, ...members.map((name) => ` ${name}`)] : [];
}
