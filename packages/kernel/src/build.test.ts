import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { compile, targets, wasmFile } from "../build.ts";

it.each(targets)("$file is what its sources compile to", async (target) => {
  const committed = await readFile(wasmFile(target));
  expect(Buffer.compare(committed, await compile(target))).toBe(0);
});
