import { deterministicEquivalent, scenarioSolution } from "@qtwin/model";
import { expect, test } from "vitest";
import { build } from "../build.ts";
import { columnsOf } from "../columns.ts";
import { exampleFacts } from "../example-facts.ts";
import { warmStart } from "../warm-start.ts";
import { drawWorlds } from "../worlds.ts";

const courses = 4;
const facts = exampleFacts({ startHour: 16, hours: 6, metalT: 6, courses });
const model = build(facts);

test("each possible course is a scenario, with the load that is drawn for it", () => {
  expect(model.uncertainty!.scenarios).toHaveLength(courses);
  const worlds = drawWorlds(facts, courses, facts.risk!.seed);
  const { parameters } = model.uncertainty!;
  for (const step of [0, 7, 23]) {
    const extra = parameters.find(({ id }) => id === `extraKw[${step}]`)!;
    expect([...extra.values]).toEqual(worlds.map(({ extraKw }) => extraKw[step]));
    expect(extra.nominal).toBe(0);
  }
});

test("only what is bought and what the battery gives is decided anew in a course", () => {
  const later = model.variables.names.filter((_, i) => model.variables.recourse[i] === 1);
  expect(later.every((name) => name.startsWith("drawn."))).toBe(true);
  expect(later).toHaveLength(4 * facts.grid.count + 1);
  const columns = columnsOf(facts, model);
  expect(columns.drawn!.importKw).toHaveLength(facts.grid.count);
});

test("the tail counts with its weight beside the mean, and both keep what is certain as it is", () => {
  const terms = model.objective.terms.filter(({ id }) => id.startsWith("drawn"));
  expect(terms.map(({ id, weight, risk }) => [id, weight, risk])).toEqual([
    ["drawnMean", 0.5, undefined],
    ["drawnTail", 0.5, { measure: "cvar", alpha: 0.5 }],
  ]);
});

test("the contract of the connection holds in most courses, not in all", () => {
  const row = model.constraints.meaning.find(({ id }) => id === "drawn-connection")!;
  expect(row.chance).toBe(0.9);
});

test("a start leaves every course as it is expected", () => {
  const start = warmStart(facts, model)!;
  const equivalent = deterministicEquivalent(model);
  const written = equivalent.encode(start);
  const { drawn, importKw } = columnsOf(facts, model);
  for (let course = 1; course <= courses; course++) {
    const values = scenarioSolution(equivalent, written, `course ${course}`);
    expect(values[drawn!.importKw[5]!]).toBeCloseTo(values[importKw[5]!]!, 6);
    expect(values[drawn!.reliefKw[5]!]).toBe(0);
  }
});
