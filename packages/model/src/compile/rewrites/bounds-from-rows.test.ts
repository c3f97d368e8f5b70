import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import type { Model } from "../../model.ts";
import { compileQubo } from "../compile-qubo.ts";
import boundsFromRows from "./bounds-from-rows.ts";

const meaning = (id: string) => ({ id, rule: id, sentence: "A rule.", unit: "1" });

function workshop(): Model {
  const model = createModel({ name: "workshop", sense: "maximize" });
  const chairs = model.integer("chairs");
  const tables = model.integer("tables");
  model.constraint(meaning("carpentry")).plus(1, chairs).plus(2, tables).atMost(40);
  model.constraint(meaning("finishing")).plus(2, chairs).plus(1, tables).atMost(50);
  model.objective(meaning("profit")).plus(30, chairs).plus(50, tables);
  return model.build();
}

test("missing bounds come from rows, and nothing else changes", () => {
  const source = workshop();
  const { model, notes } = boundsFromRows.apply(source, {});
  expect(Array.from(model.variables.upper)).toEqual([25, 20]);
  expect(notes).toEqual(["2 bounds moved."]);
  expect(model.constraints).toBe(source.constraints);
});

test("a QUBO needs no bounds that the rows imply", () => {
  const { trail, qubo } = compileQubo(workshop());
  expect(trail[0]).toMatchObject({ rewrite: "bounds-from-rows", kind: "exact" });
  // 5 bits for 0 … 25 and for 0 … 20, 6 for each slack of 0 … 40 and 0 … 50.
  expect(qubo.count).toBe(22);
});

test("a contradiction is said, and the model stays", () => {
  const model = createModel({ name: "none", sense: "minimize" });
  const x = model.integer("x", { upper: 3 });
  model.constraint(meaning("floor")).plus(1, x).atLeast(4);
  const source = model.build();
  const step = boundsFromRows.apply(source, {});
  expect(step.notes[0]).toMatch(/^No solution: /);
  expect(step.model).toBe(source);
});
