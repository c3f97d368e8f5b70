import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readPublishedFacts } from "./published-facts.ts";

const dir = mkdtempSync(join(tmpdir(), "qtwin-facts-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function read(text: string) {
  const path = join(dir, "best-known.json");
  writeFileSync(path, text);
  return readPublishedFacts(path);
}

const withEntry = (entry: unknown): string => JSON.stringify({ set: "any", instances: { la01: entry } });

test("an entry without a best value has none", () => {
  expect(read(withEntry({ file: "la01", jobs: 10 }))).toEqual([
    ["la01", { file: "la01", jobs: 10, best: null }],
  ]);
  const full = {
    file: "x",
    best: 7,
    optimal: null,
    lower_bound: 5,
    reference_10min: { other: { ub: 8, lb: null } },
  };
  expect(read(withEntry(full))).toEqual([["la01", full]]);
});

test.each([
  ["{", /is no JSON/],
  ["[]", /the file is \[\]; it must be an object/],
  ["{}", /instances is missing; it must be an object/],
  [withEntry(7), /instances\['la01'\] is 7; it must be an object/],
  [withEntry({ best: 1 }), /instances\['la01'\]\.file is missing; it must be the path of a file/],
  [withEntry({ file: "a", best: "666" }), /\['la01'\]\.best is "666"; it must be a number or null/],
  [withEntry({ file: "a", problem: 1.5 }), /\.problem is 1\.5; it must be a whole number/],
  [withEntry({ file: "a", optimal: "yes" }), /\.optimal is "yes"; it must be true, false or null/],
  [withEntry({ file: "a", reference_10min: { other: 8 } }), /\.reference_10min is .*\{ ub, lb \}/],
  ['{"instances":{"la01":{"file":"a","best":1e999}}}', /\.best is Infinity; it must be a number or null/],
])("%s is refused where it is wrong", (text, message) => {
  expect(() => read(text)).toThrow(message);
});
