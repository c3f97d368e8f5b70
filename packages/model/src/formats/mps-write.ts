import { toMilp } from "../compile/compile.ts";
import type { Model } from "../model.ts";
import { type FileNames, fileNames, kindInFile, noteLines } from "./names.ts";

/** Names in free MPS are any characters but spaces; a leading `*` or `$` would start a comment. */
export function mpsNames(model: Model): FileNames {
  return fileNames(model, (name) => name.replace(/\s/g, "_").replace(/^[*$]/, "_"));
}

/**
 * Free MPS with every number in full precision; soft constraints become priced slack. Sentences, units and names
 * that MPS cannot carry stand in comments, which `parseMps` reads back.
 */
export function printMps(model: Model): string {
  const milp = toMilp(model).model;
  const names = mpsNames(milp);
  const lines = [
    ...Array.from(noteLines(milp, names), (note) => `* ${note}`),
    `NAME ${milp.name.replace(/\s+/g, "_") || "model"}`,
    ...(milp.sense === "maximize" ? ["OBJSENSE", "    MAX"] : []),
    ...rowLines(milp, names),
    ...columnLines(milp, names),
    ...rightHandLines(milp, names),
    ...boundLines(milp, names),
    "ENDATA",
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * The MPS type of a row. An interval is its smaller side and a range, so that the larger side comes back to within the
 * last bit.
 */
function rowType(lower: number, upper: number): "E" | "G" | "L" | "N" {
  if (lower === upper) return "E";
  if (isInterval(lower, upper)) return Math.abs(lower) <= Math.abs(upper) ? "G" : "L";
  if (lower > -Infinity) return "G";
  return upper < Infinity ? "L" : "N";
}

const isInterval = (lower: number, upper: number): boolean =>
  lower > -Infinity && upper < Infinity && lower !== upper;

function rowTypes(model: Model): readonly ("E" | "G" | "L" | "N")[] {
  const { lower, upper } = model.constraints;
  return Array.from(lower, (low, row) => rowType(low, upper[row]!));
}

function rowLines(model: Model, names: FileNames): string[] {
  const types = rowTypes(model);
  return ["ROWS", ` N ${names.objective}`, ...names.rows.map((name, row) => ` ${types[row]} ${name}`)];
}

function columnLines(model: Model, names: FileNames): string[] {
  const entries = entriesByColumn(model, names);
  const lines = ["COLUMNS"];
  let integers = false;
  const mark = (on: boolean): void => {
    if (on !== integers) lines.push(` MARKER 'MARKER' '${on ? "INTORG" : "INTEND"}'`);
    integers = on;
  };
  names.variables.forEach((name, index) => {
    mark(kindInFile(model, index) === "integer");
    const cost = model.objective.linear[index]!;
    if (cost !== 0 || entries[index]!.length === 0) lines.push(` ${name} ${names.objective} ${cost + 0}`);
    for (const entry of entries[index]!) lines.push(` ${name} ${entry}`);
  });
  mark(false);
  return lines;
}

function entriesByColumn(model: Model, names: FileNames): readonly string[][] {
  const { count, start, column, value } = model.constraints;
  const entries = names.variables.map((): string[] => []);
  for (let row = 0; row < count; row++) {
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      entries[column[entry]!]!.push(`${names.rows[row]} ${value[entry]}`);
  }
  return entries;
}

function rightHandLines(model: Model, names: FileNames): string[] {
  const { lower, upper } = model.constraints;
  const { constant } = model.objective;
  const lines = ["RHS"];
  const ranges: string[] = [];
  if (constant !== 0) lines.push(` RHS ${names.objective} ${-constant}`);
  rowTypes(model).forEach((type, row) => {
    const side = type === "L" ? upper[row]! : lower[row]!;
    if (type !== "N" && side !== 0) lines.push(` RHS ${names.rows[row]} ${side}`);
    if (isInterval(lower[row]!, upper[row]!))
      ranges.push(` RANGE ${names.rows[row]} ${upper[row]! - lower[row]!}`);
  });
  return ranges.length > 0 ? [...lines, "RANGES", ...ranges] : lines;
}

function boundLines(model: Model, names: FileNames): string[] {
  const { lower, upper } = model.variables;
  const lines = names.variables.flatMap((name, index) => {
    const set = (type: string, value?: number): string =>
      ` ${type} BOUND ${name}${value === undefined ? "" : ` ${value + 0}`}`;
    return boundsOf(kindInFile(model, index), lower[index]!, upper[index]!).map(([type, value]) =>
      set(type, value),
    );
  });
  return lines.length > 0 ? ["BOUNDS", ...lines] : [];
}

type Bound = readonly [type: string, value?: number];

/** An integer column without any bound would be read as binary by many readers, so its bounds are always written. */
function boundsOf(kind: string, lower: number, upper: number): readonly Bound[] {
  if (kind === "binary") return [["BV"]];
  if (lower === upper) return [["FX", lower]];
  if (lower === -Infinity && upper === Infinity) return [["FR"]];
  const bounds: Bound[] = [];
  if (lower === -Infinity) bounds.push(["MI"]);
  else if (lower !== 0 || kind === "integer") bounds.push(["LO", lower]);
  if (upper < Infinity) bounds.push(["UP", upper]);
  else if (kind === "integer") bounds.push(["PL"]);
  return bounds;
}
