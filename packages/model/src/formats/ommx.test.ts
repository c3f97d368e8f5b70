import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import type { Model } from "../model.ts";
import { detectFormat, parseModel } from "./formats.ts";
import { parseOmmx } from "./ommx-read.ts";
import { printOmmx } from "./ommx-write.ts";
import { openSource } from "./open-source.ts";
import { WireWriter } from "./protobuf.ts";

const meaning = (id: string) => ({
  id,
  rule: "rule",
  sentence: `${id} holds.`,
  unit: "kW",
  origin: "plan:1",
});
const reread = (model: Model, version: 1 | 2): Model =>
  parseOmmx(openSource(printOmmx(model, version), "m.ommx"));

/** x[0] + x[1] = 1 with the hint that it is one-hot, written by hand. */
function handMade(constant: number): WireWriter {
  const writer = new WireWriter();
  for (const id of [40, 7])
    writer.message(2, new WireWriter().uint(1, id).uint(2, 1).text(4, "x").packedUints(5, [id]));
  const linear = new WireWriter().term(1, 40, 1).term(1, 7, 1).double(2, constant);
  const row = new WireWriter().uint(1, 9).uint(2, 1).message(3, new WireWriter().message(2, linear));
  const hint = new WireWriter().uint(1, 9).packedUints(2, [7, 40]);
  return writer.message(4, row).uint(5, 1).message(7, new WireWriter().message(2, hint));
}

const parsed = (writer: WireWriter): Model => parseModel(writer.done().slice(), "m.pb");

test("a one-hot hint is believed when its constraint says the same", () => {
  const oneHot = parsed(handMade(-1));
  expect(oneHot.variables.names).toEqual(["x[40]", "x[7]"]);
  expect(oneHot.structures).toMatchObject([{ kind: "exactly-one", meaning: { id: "one-hot 9" } }]);
  expect(oneHot.constraints.count).toBe(0);
  const other = parsed(handMade(-2));
  expect(other.structures).toEqual([]);
  expect([...other.constraints.lower]).toEqual([2]);
});

test("exactly-one constraints and choices stay whole in both versions, conditions in the second", () => {
  const builder = createModel({ name: "structures", sense: "minimize" });
  const colour = builder.choice("colour", ["red", "green"]);
  const x = builder.binary("x");
  const y = builder.integer("y", { upper: 9 });
  builder.exactlyOne(meaning("one"), [colour.option("red"), x]);
  builder.objective(meaning("cost")).plus(2, y);
  const model = builder.build();
  expect(reread(model, 1)).toEqual(model);
  expect(reread(model, 2)).toEqual(model);
});

test("conditions stand in version 2, one a side", () => {
  const builder = createModel({ name: "conditions", sense: "minimize" });
  const x = builder.binary("x");
  const y = builder.integer("y", { upper: 9 });
  builder.implication(meaning("if"), x, 1).plus(2, y).atLeast(3);
  builder.objective(meaning("cost")).plus(1, y);
  const model = builder.build();
  expect(reread(model, 2)).toEqual(model);
  expect(reread(model, 1).structures).toEqual([]);
});

test("an objective that was edited outside counts more than the parts we wrote", () => {
  const builder = createModel({ name: "edited", sense: "minimize" });
  const x = builder.binary("x");
  builder.objective(meaning("cost")).plus(2, x);
  const constant = new WireWriter().double(1, 5);
  const bytes = Buffer.concat([printOmmx(builder.build()), new WireWriter().message(3, constant).done()]);
  const { objective } = parseOmmx(openSource(bytes, "m.ommx"));
  expect(objective.terms.map(({ id }) => id)).toEqual(["objective"]);
  expect(objective.constant).toBe(5);
});

test("an instance is known by its fields, and a text is none", () => {
  expect(
    detectFormat(openSource(printOmmx(createModel({ name: "m", sense: "minimize" }).build()), "unknown")),
  ).toBe("ommx");
  expect(() => detectFormat(openSource("\n\u0001 neither\n", "unknown"))).toThrow("starts no model file");
});

test("what this package has no place for is told with its id", () => {
  const semi = new WireWriter().message(2, new WireWriter().uint(1, 3).uint(2, 5)).uint(5, 1);
  expect(() => parsed(semi)).toThrow(
    expect.objectContaining({
      code: "QT_MODEL_UNSUPPORTED_FEATURE",
      where: "m.pb:decision_variables[3]",
      message: "The variable is of the kind semi-continuous.",
    }),
  );
  const unknown = new WireWriter().message(3, new WireWriter().message(2, new WireWriter().term(1, 8, 1)));
  expect(() => parsed(unknown.uint(5, 1))).toThrow("A function names the variable 8.");
  expect(() => parsed(new WireWriter().packedUints(1, [9]).uint(6, 1))).toThrow("needs feature 9");
  expect(() => parsed(new WireWriter().uint(5, 1).uint(100, 2))).toThrow("format version 2");
});
