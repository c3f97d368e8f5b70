import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const imports = /^(?:import|export)\s(?!type\b)[^;]*?from\s+"([^"]+)"/gm;

/** Every module that is loaded with a module, without types. */
function loaded(file: string, seen = new Map<string, readonly string[]>()): Map<string, readonly string[]> {
  if (seen.has(file)) return seen;
  const names = [...readFileSync(file, "utf8").matchAll(imports)].map(([, name]) => name!);
  seen.set(file, names);
  for (const name of names) {
    if (name.startsWith(".")) loaded(resolve(dirname(file), name), seen);
    if (name.startsWith("@qtwin/")) loaded(fileURLToPath(import.meta.resolve(name)), seen);
  }
  return seen;
}

test("the client runs in a browser: nothing it loads needs Node", () => {
  const modules = loaded(resolve(import.meta.dirname, "index.ts"));
  expect(modules.size).toBeGreaterThan(15);
  const builtin = new Set(builtinModules);
  for (const [file, names] of modules)
    for (const name of names)
      expect(name.startsWith("node:") || builtin.has(name), `${file} loads ${name}`).toBe(false);
});
