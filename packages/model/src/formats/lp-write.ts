import type { Model, QuadraticEntries } from "../model.ts";
import { forFile } from "./file-model.ts";
import { lpNamePattern } from "./lp-tokens.ts";
import { type FileNames, fileNames, kindInFile, unique } from "./names.ts";
import { noteLines } from "./notes.ts";

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
 * CPLEX LP with every number in full precision; what it cannot say is rewritten first. Sentences, units and names that
 * LP cannot carry stand in comments, which `parseLp` reads back. The objective names every variable once, so that
 * their order survives.
 * @throws QT_MODEL_UNREACHABLE
 */
export function printLp(model: Model): string {
  const { model: plain } = forFile(model);
  const names = lpNames(plain);
  const lines = [
    ...Array.from(noteLines(plain, names), (note) => `\\ ${note}`),
    plain.sense === "minimize" ? "Minimize" : "Maximize",
    objectiveText(plain, names),
    "Subject To",
    ...rowTexts(plain, names),
    ...boundLines(plain, names),
    ...kindLines(plain, names, "integer", "Generals"),
    ...kindLines(plain, names, "binary", "Binaries"),
    "End",
  ];
  return `${lines.join("\n")}\n`;
}

/** `- 3`, with the sign as its own word. */
const signed = (value: number): string => (value < 0 ? `- ${-value}` : `+ ${value}`);

const lineBreak = (position: number): string => (position % termsPerLine === 0 ? "\n   " : " ");

function linearText(
  names: readonly string[],
  column: ArrayLike<number>,
  value: ArrayLike<number>,
  from: number,
  to: number,
): string {
  let text = "";
  for (let entry = from; entry < to; entry++)
    text += `${lineBreak(entry - from)}${signed(value[entry]!)} ${names[column[entry]!]}`;
  return text;
}

/** Products of a row in brackets, empty when it has none. @param factor 2 where the format halves them */
function productText(
  names: readonly string[],
  { start, left, right, value }: QuadraticEntries,
  row: number,
  factor: 1 | 2,
): string {
  const [from, to] = [start[row]!, start[row + 1]!];
  if (from === to) return "";
  let text = "\n   + [";
  for (let entry = from; entry < to; entry++) {
    const [first, second] = [left[entry]!, right[entry]!];
    const power = first === second ? "^ 2" : `* ${names[second]}`;
    text += `${lineBreak(entry - from)}${signed(factor * value[entry]!)} ${names[first]} ${power}`;
  }
  return `${text} ]${factor === 2 ? " / 2" : ""}`;
}

function objectiveText(
  { objective, variables }: Model,
  { objective: name, variables: names }: FileNames,
): string {
  const { linear, constant, quadratic } = objective;
  const columns = names.map((_, index) => index);
  const products = productText(names, quadratic, 0, 2);
  const constantText = constant !== 0 || variables.count === 0 ? `\n   ${signed(constant)}` : "";
  return ` ${name}:${linearText(names, columns, linear, 0, names.length)}${products}${constantText}`;
}

/**
 * An interval is two rows: the form `1 <= x + y <= 2` is part of the format, but HiGHS misreads it without a word. A
 * comment lets `parseLp` join them again.
 */
function rowTexts(model: Model, names: FileNames): string[] {
  const { lower, upper } = model.constraints;
  const taken = new Set([...names.rows, names.objective]);
  return names.rows.map((name, row) => {
    const [low, high] = [lower[row]!, upper[row]!];
    const terms = rowText(model, names.variables, row);
    const isInterval = low > -Infinity && high < Infinity && low !== high;
    if (!isInterval) return ` ${name}:${terms}\n   ${rightHand(low, high)}`;
    const second = unique(`${name}_upper`, taken);
    const note = `\\ @upper ${second} ${JSON.stringify({ of: name })}`;
    return ` ${name}:${terms}\n   >= ${low}\n${note}\n ${second}:${terms}\n   <= ${high}`;
  });
}

function rowText({ constraints }: Model, names: readonly string[], row: number): string {
  const { start, column, value, quadratic } = constraints;
  const linear = linearText(names, column, value, start[row]!, start[row + 1]!);
  const text = linear + productText(names, quadratic, row, 1);
  if (text !== "") return text;
  return names.length > 0 ? `\n   + 0 ${names[0]}` : "\n   + 0";
}

function rightHand(lower: number, upper: number): string {
  if (lower === upper) return `= ${lower}`;
  if (upper < Infinity) return `<= ${upper}`;
  return lower > -Infinity ? `>= ${lower}` : ">= -infinity";
}

function boundLines({ variables }: Model, names: FileNames): string[] {
  const { lower, upper } = variables;
  const lines: string[] = [];
  for (const [index, name] of names.variables.entries()) {
    const [low, high] = [lower[index]!, upper[index]!];
    const usual = kindInFile(variables, index) === "binary" ? 1 : Infinity;
    if (low !== 0 || high !== usual) lines.push(boundLine(name, low, high));
  }
  return lines.length > 0 ? ["Bounds", ...lines] : [];
}

function boundLine(name: string, lower: number, upper: number): string {
  if (lower === upper) return ` ${name} = ${lower}`;
  if (lower === -Infinity && upper === Infinity) return ` ${name} free`;
  const low = lower === -Infinity ? "-infinity" : lower;
  return upper === Infinity ? ` ${name} >= ${low}` : ` ${low} <= ${name} <= ${upper}`;
}

function kindLines(model: Model, names: FileNames, kind: "integer" | "binary", title: string): string[] {
  const members = names.variables.filter((_, index) => kindInFile(model.variables, index) === kind);
  return members.length > 0 ? [title, ...members.map((name) => ` ${name}`)] : [];
}
