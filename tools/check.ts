// All checks that need no running peer: types, lint, layers, folders, unused code.
import { spawnSync } from "node:child_process";
import { checkFolders } from "./check-folders.ts";
import { checkLayers } from "./check-layers.ts";

interface Check {
  readonly name: string;
  /** Findings; empty when all is well. */
  readonly run: () => readonly string[] | Promise<readonly string[]>;
}

function tool(script: string, ...args: string[]): readonly string[] {
  const result = spawnSync(process.execPath, [script, ...args], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  if (result.status === 0) return [];
  return `${result.stdout}${result.stderr}`.trimEnd().split("\n");
}

const checks: readonly Check[] = [
  { name: "types", run: () => tool("node_modules/typescript/bin/tsc", "-p", ".") },
  {
    name: "lint",
    run: () => tool("node_modules/@biomejs/biome/bin/biome", "ci", "--diagnostic-level=error", "."),
  },
  { name: "layers", run: checkLayers },
  { name: "folders", run: checkFolders },
  {
    name: "unused code",
    run: () => tool("node_modules/knip/bin/knip.js", "--no-progress", "--no-config-hints"),
  },
];

let failed = 0;
for (const check of checks) {
  const started = performance.now();
  const findings = await check.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${findings.length === 0 ? "ok    " : "FAILED"} ${check.name} (${seconds} s)`);
  for (const line of findings) console.log(`  ${line}`);
  if (findings.length > 0) failed += 1;
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
