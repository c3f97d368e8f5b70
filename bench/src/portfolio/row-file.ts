import { openJsonLines } from "../json-lines.ts";
import type { RowKey } from "./rows.ts";

/** Rows of this run and of earlier ones on the same model under the same conditions; who solved then may have been another version. */
export interface RowFile {
  find<Row extends RowKey>(key: RowKey & Pick<Row, "kind">): Row | undefined;
  add(row: RowKey): void;
}

/** Rows as lines of JSON, each appended as it comes; without a path they are kept in memory only. */
export function openRowFile(path?: string): RowFile {
  const lines = openJsonLines(path, isRow, keyText);
  return {
    find: <Row extends RowKey>(key: RowKey) => lines.find(keyText(key)) as Row | undefined,
    add: lines.add,
  };
}

const isRow = (value: object): value is RowKey => "kind" in value;

const keyText = ({ kind, family, instance, model, by, timeS, threads, seed, gapLimit }: RowKey): string =>
  JSON.stringify([kind, family, instance, model, by, timeS, threads, seed, gapLimit]);
