/** At which columns the fields of the fixed format stand; names in them may hold spaces. */
const fixedColumns = [
  [1, 3],
  [4, 12],
  [14, 22],
  [24, 36],
  [39, 47],
  [49, 61],
] as const;
const fixedGaps = [0, 3, 12, 13, 22, 23, 36, 37, 38, 47, 48];

/** The fields of one line of an MPS file, as offsets in the text; one object serves all lines. */
export class MpsFields {
  count = 0;
  readonly start = new Int32Array(64);
  readonly end = new Int32Array(64);
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  word(field: number): string {
    return this.text.slice(this.start[field], this.end[field]);
  }

  /** Words between spaces; more than 64 are not kept, for no line has them. */
  splitFree(from: number, to: number): void {
    this.count = 0;
    for (let at = from; at < to && this.count < 64; ) {
      while (at < to && this.text.charCodeAt(at) <= 32) at++;
      const start = at;
      while (at < to && this.text.charCodeAt(at) > 32) at++;
      if (at > start) this.add(start, at);
    }
  }

  /** Fields at the columns of the fixed format. */
  splitFixed(from: number, to: number): void {
    this.count = 0;
    for (const [first, last] of fixedColumns) {
      let [start, end] = [from + first, Math.min(from + last, to)];
      while (start < end && this.text.charCodeAt(start) <= 32) start++;
      while (end > start && this.text.charCodeAt(end - 1) <= 32) end--;
      if (end > start) this.add(start, end);
    }
  }

  private add(start: number, end: number): void {
    this.start[this.count] = start;
    this.end[this.count++] = end;
  }
}

/**
 * Whether a file that cannot be read as free is a fixed one: its first line of ROWS or COLUMNS with a space in a name
 * has nothing in the gaps between the fixed fields.
 */
export function isFixedFormat(text: string): boolean {
  let section = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("*") || line.trim() === "") continue;
    const words = line.trim().split(/\s+/);
    if (/^\S/.test(line)) section = words[0]!.toUpperCase();
    else if (section === "ROWS" && words.length > 2) return fitsFixed(line);
    else if (section === "COLUMNS" && hasSpacedName(words)) return fitsFixed(line);
    else if (section === "RHS") return false;
  }
  return false;
}

function hasSpacedName(words: readonly string[]): boolean {
  if (words.some((word) => /MARKER/i.test(word))) return false;
  return words.length % 2 === 0 || words.length > 5 || !Number.isFinite(Number(words[2]));
}

const fitsFixed = (line: string): boolean => fixedGaps.every((gap) => (line[gap] ?? " ") === " ");
