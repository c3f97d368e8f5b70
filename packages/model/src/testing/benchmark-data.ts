import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import type { ModelFormat } from "../formats/formats.ts";
import { parseModel } from "../formats/formats.ts";
import type { Model } from "../model.ts";

/** Folder of the public benchmark instances: `QTWIN_DATA`, else `shared/data` beside the repository. */
const dataDir = process.env.QTWIN_DATA ?? resolve(import.meta.dirname, "../../../../../shared/data");
export const hasBenchmarkData = existsSync(dataDir);

/** One instance as `best-known.json` of its family says it. */
export interface BestKnown {
  /** Relative to the family's folder. */
  readonly file: string;
  readonly best: number | null;
  readonly lower_bound?: number;
  readonly n?: number;
  readonly check?: string;
  /** File of a solution with the best value. */
  readonly solution?: string;
}

export function bestKnown(family: string): Readonly<Record<string, BestKnown>> {
  return JSON.parse(readFileSync(join(dataDir, family, "best-known.json"), "utf8")).instances;
}

/** Instance files of a family, relative to its folder. */
export function benchmarkFiles(family: string): readonly string[] {
  const folder = join(dataDir, family);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(README\.md|best-known\.json)$|\.sln$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

export const benchmarkBytes = (family: string, file: string): Uint8Array =>
  readFileSync(join(dataDir, family, file));

/** @param format found from the content when left out */
export function benchmarkModel(family: string, file: string, format?: ModelFormat, problem?: string): Model {
  const options = problem === undefined ? {} : { problem };
  return parseModel(benchmarkBytes(family, file), basename(file), format, options);
}
