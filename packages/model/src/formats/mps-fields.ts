/** A word of a line and where it starts, counted from 1. */
export interface Field {
  readonly text: string;
  readonly column: number;
}

/** Words between spaces. */
export function freeFields(line: string): readonly Field[] {
  return Array.from(line.matchAll(/\S+/g), (match) => ({ text: match[0], column: match.index + 1 }));
}

/** Fields at the columns of the fixed format; names may hold spaces. */
const fixedColumns = [
  [1, 3],
  [4, 12],
  [14, 22],
  [24, 36],
  [39, 47],
  [49, 61],
] as const;

export function fixedFields(line: string, section: string): readonly Field[] {
  if (section === "OBJSENSE" || section === "OBJNAME") return freeFields(line);
  return fixedColumns
    .map(([start, end]) => ({ text: line.slice(start, end).trim(), column: start + 1 }))
    .filter((field) => field.text !== "");
}

/**
 * A file is fixed only where reading it as free fails: a name with a space gives a line of ROWS more than two words,
 * or a line of COLUMNS an even count or something that is no number where one must be.
 */
export function isFixedFormat(lines: readonly string[]): boolean {
  let section = "";
  for (const line of lines) {
    if (line.startsWith("*") || line.trim() === "") continue;
    if (/^\S/.test(line)) section = line.trim().split(/\s+/)[0]!.toUpperCase();
    else if (section === "ROWS" && freeFields(line).length > 2) return fitsFixed(line);
    else if (section === "COLUMNS" && hasSpacedName(freeFields(line))) return fitsFixed(line);
    else if (section === "RHS") return false;
  }
  return false;
}

function hasSpacedName(fields: readonly Field[]): boolean {
  if (fields.some((field) => /MARKER/i.test(field.text))) return false;
  return fields.length % 2 === 0 || fields.length > 5 || !Number.isFinite(Number(fields[2]?.text));
}

/** Nothing may stand in the gaps between the fixed fields. */
function fitsFixed(line: string): boolean {
  return [0, 3, 12, 13, 22, 23, 36, 37, 38, 47, 48].every((gap) => (line[gap] ?? " ") === " ");
}
