import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { RowKey } from "./rows.ts";

/** Rows of this run and of earlier ones on the same model under the same conditions; who solved then may have been another version. */
export interface RowFile {
  find<Row extends RowKey>(key: RowKey & Pick<Row, "kind">): Row | undefined;
  add(row: RowKey): void;
}

/**
 * Rows as lines of JSON, each appended as it comes; without a path they are kept in memory only. A line that was cut off
 * when a run was ended does not count.
 */
export function openRowFile(path?: string): RowFile {
  const rows = new Map<string, RowKey>();
  const text = path !== undefined && existsSync(path) ? readFileSync(path, "utf8") : "";
  for (const line of text.split("\n")) {
    const row = parsed(line);
    if (row !== null) rows.set(keyText(row), row);
  }
  if (path !== undefined && text !== "" && !text.endsWith("\n")) appendFileSync(path, "\n");
  return {
    find: <Row extends RowKey>(key: RowKey) => rows.get(keyText(key)) as Row | undefined,
    add: (row) => {
      rows.set(keyText(row), row);
      if (path !== undefined) appendFileSync(path, `${JSON.stringify(row)}\n`);
    },
  };
}

const keyText = ({ kind, family, instance, model, by, timeS, threads, seed, gapLimit }: RowKey): string =>
  JSON.stringify([kind, family, instance, model, by, timeS, threads, seed, gapLimit]);

function parsed(line: string): RowKey | null {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === "object" && row !== null && "kind" in row ? (row as RowKey) : null;
  } catch {
    return null;
  }
}
