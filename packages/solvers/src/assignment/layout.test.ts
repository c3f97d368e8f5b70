import { createModel, type Model, type ModelBuilder } from "@qtwin/model";
import { expect, test } from "vitest";
import solver from "./solver.ts";

const meaning = (id: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: id,
  sentence: `Rule ${id}.`,
  unit: "1",
});

/** Three facilities at three places, and what a test adds. */
function model(add: (model: ModelBuilder, columns: readonly number[]) => void, withPlaces = true): Model {
  const built = createModel({ name: "layout", sense: "minimize" });
  const choices = ["a", "b", "c"].map((name) => built.choice(name, ["x", "y", "z"]));
  if (withPlaces) built.permutation(meaning("places"), choices);
  add(
    built,
    choices.flatMap((choice) => ["x", "y", "z"].map((label) => choice.option(label))),
  );
  return built.build();
}

const reasonsOf = (built: Model): string => solver.accepts.recognise!(built).join(" ");

test("a rule said twice is one rule", () => {
  const twice = model((built, columns) => {
    built.exactlyOne(meaning("again"), columns.slice(0, 3));
    built.atMost(meaning("weaker"), 1, [columns[2]!, columns[5]!, columns[8]!]);
  });
  expect(reasonsOf(twice)).toBe("");
});

test.each<[string, RegExp, Model]>([
  [
    "one more row",
    /Row 'extra'/,
    model((m, [a]) => void m.constraint(meaning("extra")).plus(1, a!).atLeast(0.5)),
  ],
  ["one more variable", /'n' is no binary/, model((m) => void m.integer("n", { upper: 3 }))],
  [
    "a product of three",
    /three or more/,
    model((m, [a, , , , b, , , , c]) => {
      m.objective(meaning("cost")).product(2, a!, b!, c!);
    }),
  ],
  ["no places", /into one facility and one place/, model(() => {}, false)],
  [
    "a rule for two of three options",
    /into one facility and one place/,
    model((m, [a, b]) => {
      m.exactlyOne(meaning("two"), [a!, b!]);
    }),
  ],
  [
    "a soft rule",
    /'soft' is no hard rule/,
    model((m, [a, b]) => {
      m.atMost({ ...meaning("soft"), pricePerUnit: 1 }, 1, [a!, b!]);
    }),
  ],
  [
    "priorities",
    /priorities/,
    model((m, [a]) => {
      m.objective({ ...meaning("first"), priority: 1 }).plus(1, a!);
      m.objective(meaning("second")).plus(1, a!);
    }),
  ],
])("%s is refused with its reason", (_, reason, built) => {
  expect(reasonsOf(built)).toMatch(reason);
});
