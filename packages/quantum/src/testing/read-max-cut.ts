import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { QuadraticCost } from "@qtwin/kernel";
import { maxCutCost } from "../problems/max-cut-cost.ts";

/** Folder of the public benchmark instances: `QTWIN_DATA`, else `shared/data` beside the repository. */
const dataDir = process.env.QTWIN_DATA ?? resolve(import.meta.dirname, "../../../../../shared/data");

export const hasMaxCutData = existsSync(`${dataDir}/maxcut-gset`);

/** -cut of a graph of the G-set, and the best cut known of it. File: `nodes edges`, then `i j weight`, from 1. */
export function readMaxCut(name: string): { readonly cost: QuadraticCost; readonly bestKnown: number } {
  const known = JSON.parse(readFileSync(`${dataDir}/maxcut-gset/best-known.json`, "utf8"));
  const { file, best } = known.instances[name];
  const bytes = readFileSync(`${dataDir}/maxcut-gset/${file}`);
  const text = file.endsWith(".gz") ? gunzipSync(bytes).toString() : bytes.toString();
  const [head, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const edges = lines.map(([i, j, weight]) => [i! - 1, j! - 1, weight!] as const);
  return { cost: maxCutCost(head![0]!, edges), bestKnown: best };
}
