import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** Rows of this run and of earlier ones, each found by its key. */
export interface JsonLines<Row> {
  readonly find: (key: string) => Row | undefined;
  readonly add: (row: Row) => void;
}

/**
 * Rows as lines of JSON, each appended as it comes; without a path they are kept in memory only. A line that was cut off
 * when a run was ended does not count; of two rows with one key the later one does.
 * @param isRow whether what a line holds is such a row
 * @param keyOf what a row is about and under which conditions it was measured
 */
export function openJsonLines<Row extends object>(
  path: string | undefined,
  isRow: (value: object) => value is Row,
  keyOf: (row: Row) => string,
): JsonLines<Row> {
  const rows = new Map<string, Row>();
  const text = path !== undefined && existsSync(path) ? readFileSync(path, "utf8") : "";
  for (const line of text.split("\n")) {
    const value = parsed(line);
    if (value !== null && isRow(value)) rows.set(keyOf(value), value);
  }
  if (path !== undefined && text !== "" && !text.endsWith("\n")) appendFileSync(path, "\n");
  return {
    find: (key) => rows.get(key),
    add: (row) => {
      rows.set(keyOf(row), row);
      if (path !== undefined) appendFileSync(path, `${JSON.stringify(row)}\n`);
    },
  };
}

function parsed(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
