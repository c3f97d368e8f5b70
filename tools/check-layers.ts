// Imports follow the layers of docs/architecture; also fails when dependency-cruiser saw fewer files than exist,
// because with a compiler it does not know it skips files and still reports success.
import { globSync } from "node:fs";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { layerRules } from "./layer-rules.ts";

const roots = ["packages", "apps", "sites", "bench", "tools"];

function sourceFiles(): readonly string[] {
  return globSync(
    roots.map((root) => `${root}/**/*.{ts,tsx}`),
    { exclude: ["**/node_modules/**", "**/dist/**", "packages/kernel/assembly/**"] },
  );
}

/** Findings as sentences; empty when every import is allowed. */
export async function checkLayers(): Promise<readonly string[]> {
  const { options, ...ruleSet } = layerRules;
  const result = await cruise(
    roots,
    { ...options, ruleSet, validate: true },
    {},
    { tsConfig: extractTsConfig("./tsconfig.json") },
  );
  const { modules, summary } = result.output as ICruiseResult;
  const seen = new Set(modules.map((module) => module.source));
  const unseen = sourceFiles().filter((file) => !seen.has(file));
  return [
    ...summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`),
    ...(unseen.length > 0
      ? [`dependency-cruiser did not read ${unseen.length} files, first ${unseen[0]}`]
      : []),
  ];
}
