import { expect, test } from "vitest";
import { createModel, type ModelBuilder } from "../../builder.ts";
import { printLp } from "../../formats/lp-write.ts";
import type { Rewrite } from "../rewrite.ts";
import atMostRow from "./at-most-row.ts";
import choiceOneHot from "./choice-one-hot.ts";
import cumulativeDisjunctive from "./cumulative-disjunctive.ts";
import exactlyOneRow from "./exactly-one-row.ts";
import implicationBigM from "./implication-big-m.ts";
import noOverlapDisjunctive from "./no-overlap-disjunctive.ts";
import permutationRows from "./permutation-rows.ts";
import precedenceRow from "./precedence-row.ts";
import productsLinearised from "./products-linearised.ts";
import softRows from "./soft-rows.ts";
import softStructures from "./soft-structures.ts";

/** Objective, rows and bounds of what the rewrites make of a model, one line a row. */
function textOf(build: (model: ModelBuilder) => void, ...rewrites: readonly Rewrite[]): string[] {
  const builder = createModel({ name: "case", sense: "minimize" });
  build(builder);
  const model = rewrites.reduce((source, { apply }) => apply(source, {}).model, builder.build());
  const text = printLp(model)
    .split("\n")
    .filter((line) => !line.startsWith("\\"))
    .join("\n");
  return text.replaceAll("\n   ", " ").split("\n").slice(1, -2);
}

const meaning = (id: string) => ({ id, rule: "rule", sentence: "The rule holds.", unit: "1" });

test("choice-one-hot, exactly-one-row", () => {
  const text = textOf((model) => void model.choice("colour", ["red", "blue"]), choiceOneHot, exactlyOneRow);
  expect(text).toEqual([
    " objective: + 0 colour_red + 0 colour_blue",
    "Subject To",
    " choice_colour: + 1 colour_red + 1 colour_blue = 1",
    "Binaries",
    " colour_red",
    " colour_blue",
  ]);
});

test("permutation-rows", () => {
  const text = textOf(
    (model) => {
      const options = ["first", "second"];
      model.permutation(meaning("order"), [model.choice("a", options), model.choice("b", options)]);
    },
    permutationRows,
    choiceOneHot,
    exactlyOneRow,
  );
  expect(text).toEqual([
    " objective: + 0 a_first + 0 a_second + 0 b_first + 0 b_second",
    "Subject To",
    " order(0): + 1 a_first + 1 b_first = 1",
    " order(1): + 1 a_second + 1 b_second = 1",
    " choice_a: + 1 a_first + 1 a_second = 1",
    " choice_b: + 1 b_first + 1 b_second = 1",
    "Binaries",
    " a_first",
    " a_second",
    " b_first",
    " b_second",
  ]);
});

test("at-most-row: a limit that all of them fit in is dropped with its reason", () => {
  const build = (model: ModelBuilder): void => {
    const columns = [model.binary("x"), model.binary("y"), model.binary("z")];
    model.atMost(meaning("two"), 2, columns);
    model.atMost(meaning("three"), 3, columns);
  };
  const text = textOf(build, atMostRow);
  expect(text).toEqual([
    " objective: + 0 x + 0 y + 0 z",
    "Subject To",
    " two: + 1 x + 1 y + 1 z <= 2",
    "Binaries",
    " x",
    " y",
    " z",
  ]);
});

test("implication-big-m: the switch inside its own sum counts with the value it has then", () => {
  const text = textOf((model) => {
    const on = model.binary("on");
    const power = model.integer("power", { lower: 0, upper: 9 });
    model.implication(meaning("range"), on, 1).plus(1, power).between(2.5, 6);
    model.implication(meaning("off"), on, 0).plus(1, power).atMost(0);
    model.implication(meaning("both"), on, 1).plus(1, power).plus(3, on).atMost(7);
  }, implicationBigM);
  expect(text).toEqual([
    " objective: + 0 on + 0 power",
    "Subject To",
    " range.lower: - 3 on + 1 power >= 0",
    " range.upper: + 3 on + 1 power <= 9",
    " off: - 9 on + 1 power <= 0",
    " both: + 5 on + 1 power <= 9",
    "Bounds",
    " 0 <= power <= 9",
    "Generals",
    " power",
    "Binaries",
    " on",
  ]);
});

test("precedence-row: lags between whole starts are whole", () => {
  const text = textOf((model) => {
    const [a, b] = [model.integer("a", { upper: 9 }), model.integer("b", { upper: 9 })];
    model.precedence(meaning("a-b"), a, b, 2.5);
    model.precedence(meaning("b-c"), b, model.continuous("c", { upper: 9 }), 2.5);
  }, precedenceRow);
  expect(text).toEqual([
    " objective: + 0 a + 0 b + 0 c",
    "Subject To",
    " a_b: - 1 a + 1 b >= 3",
    " b_c: - 1 b + 1 c >= 2.5",
    "Bounds",
    " 0 <= a <= 9",
    " 0 <= b <= 9",
    " 0 <= c <= 9",
    "Generals",
    " a",
    " b",
  ]);
});

test("no-overlap-disjunctive: big-M from the windows, no variable where they decide", () => {
  const text = textOf((model) => {
    const on = model.binary("on");
    const [a, b] = [model.integer("a", { upper: 4 }), model.integer("b", { lower: 1, upper: 5 })];
    const c = model.integer("c", { lower: 4, upper: 8 });
    model.noOverlap(meaning("machine"), [
      { start: a, duration: 2 },
      { start: b, duration: 3 },
      { start: c, duration: 1.5, present: on },
    ]);
  }, noOverlapDisjunctive);
  expect(text).toEqual([
    " objective: + 0 on + 0 a + 0 b + 0 c + 0 machine.before(0,1)",
    "Subject To",
    " machine(0,1): - 1 a + 1 b - 5 machine.before(0,1) >= -3",
    " machine(1,0): + 1 a - 1 b + 8 machine.before(0,1) >= 3",
    " machine(0,2): - 2 on - 1 a + 1 c >= 0",
    " machine(1,2): - 4 on - 1 b + 1 c >= -1",
    "Bounds",
    " 0 <= a <= 4",
    " 1 <= b <= 5",
    " 4 <= c <= 8",
    "Generals",
    " a",
    " b",
    " c",
    "Binaries",
    " on",
    " machine.before(0,1)",
  ]);
});

test("no-overlap-disjunctive: direct successors where a detour would save setup time", () => {
  const text = textOf((model) => {
    const on = model.binary("on");
    const starts = ["a", "b", "c"].map((name) => model.integer(name, { upper: 6 }));
    model.noOverlap(
      meaning("machine"),
      starts.map((start, at) => (at === 2 ? { start, duration: 1, present: on } : { start, duration: 1 })),
      [
        [0, 5, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    );
  }, noOverlapDisjunctive);
  expect(text).toEqual([
    " objective: + 0 on + 0 a + 0 b + 0 c + 0 machine.next(_,0) + 0 machine.next(0,_) + 0 machine.next(0,1) + 0 machine.next(0,2) + 0 machine.next(_,1) + 0 machine.next(1,_) + 0 machine.next(1,0) + 0 machine.next(1,2) + 0 machine.next(_,2) + 0 machine.next(2,_) + 0 machine.next(2,0) + 0 machine.next(2,1)",
    "Subject To",
    " machine(0,1): - 1 a + 1 b - 12 machine.next(0,1) >= -6",
    " machine(0,2): - 1 a + 1 c - 7 machine.next(0,2) >= -6",
    " machine(1,0): + 1 a - 1 b - 7 machine.next(1,0) >= -6",
    " machine(1,2): - 1 b + 1 c - 7 machine.next(1,2) >= -6",
    " machine(2,0): + 1 a - 1 c - 7 machine.next(2,0) >= -6",
    " machine(2,1): + 1 b - 1 c - 7 machine.next(2,1) >= -6",
    " machine.successor(0): + 1 machine.next(0,_) + 1 machine.next(0,1) + 1 machine.next(0,2) = 1",
    " machine.predecessor(0): + 1 machine.next(_,0) + 1 machine.next(1,0) + 1 machine.next(2,0) = 1",
    " machine.successor(1): + 1 machine.next(1,_) + 1 machine.next(1,0) + 1 machine.next(1,2) = 1",
    " machine.predecessor(1): + 1 machine.next(0,1) + 1 machine.next(_,1) + 1 machine.next(2,1) = 1",
    " machine.successor(2): - 1 on + 1 machine.next(2,_) + 1 machine.next(2,0) + 1 machine.next(2,1) = 0",
    " machine.predecessor(2): - 1 on + 1 machine.next(0,2) + 1 machine.next(1,2) + 1 machine.next(_,2) = 0",
    " machine.successor(_): + 1 machine.next(_,0) + 1 machine.next(_,1) + 1 machine.next(_,2) = 1",
    "Bounds",
    " 0 <= a <= 6",
    " 0 <= b <= 6",
    " 0 <= c <= 6",
    "Generals",
    " a",
    " b",
    " c",
    "Binaries",
    " on",
    " machine.next(_,0)",
    " machine.next(0,_)",
    " machine.next(0,1)",
    " machine.next(0,2)",
    " machine.next(_,1)",
    " machine.next(1,_)",
    " machine.next(1,0)",
    " machine.next(1,2)",
    " machine.next(_,2)",
    " machine.next(2,_)",
    " machine.next(2,0)",
    " machine.next(2,1)",
  ]);
});

test("cumulative-disjunctive", () => {
  const text = textOf((model) => {
    const on = model.binary("on");
    const [a, b] = [model.integer("a", { upper: 4 }), model.integer("b", { upper: 4 })];
    model.cumulative(
      meaning("crew"),
      [
        { start: a, duration: 2, demand: 3 },
        { start: b, duration: 3, demand: 2, present: on },
      ],
      4,
    );
  }, cumulativeDisjunctive);
  expect(text).toEqual([
    " objective: + 0 on + 0 a + 0 b + 0 crew.before(0,1) + 0 crew.ended(0,1) + 0 crew.ended(1,0)",
    "Subject To",
    " crew.starts(0,1): - 1 a + 1 b - 4 crew.before(0,1) >= -4",
    " crew.starts(1,0): + 1 a - 1 b + 5 crew.before(0,1) >= 1",
    " crew.ends(0,1): - 6 on - 1 a + 1 b - 6 crew.ended(0,1) >= -10",
    " crew.ended(0,1): - 1 crew.before(0,1) + 1 crew.ended(0,1) <= 0",
    " crew.ends(1,0): - 7 on + 1 a - 1 b - 7 crew.ended(1,0) >= -11",
    " crew.ended(1,0): + 1 crew.before(0,1) + 1 crew.ended(1,0) <= 1",
    " crew(0): - 2 crew.before(0,1) - 2 crew.ended(1,0) <= -1",
    " crew(1): + 2 on + 3 crew.before(0,1) - 3 crew.ended(0,1) <= 4",
    "Bounds",
    " 0 <= a <= 4",
    " 0 <= b <= 4",
    "Generals",
    " a",
    " b",
    "Binaries",
    " on",
    " crew.before(0,1)",
    " crew.ended(0,1)",
    " crew.ended(1,0)",
  ]);
});

test("products-linearised", () => {
  const text = textOf((model) => {
    const [x, y] = [model.binary("x"), model.binary("y")];
    const power = model.continuous("power", { lower: 1, upper: 5 });
    const count = model.integer("count", { upper: 4 });
    model.constraint(meaning("on")).product(2, x, y).product(1, x, power).atMost(4);
    model.objective(meaning("cost")).product(1, count, count);
  }, productsLinearised);
  expect(text).toEqual([
    " cost: + 0 x + 0 y + 0 power + 0 count + 0 x_y + 0 x_power + 0 count.1 + 0 count.2 + 0 count.1' + 1 count.1_count + 2 count.2_count + 1 count.1'_count",
    "Subject To",
    " x_y(x): - 1 x + 1 x_y <= 0",
    " x_y(y): - 1 y + 1 x_y <= 0",
    " x_y(both): + 1 x + 1 y - 1 x_y <= 1",
    " x_power(on,upper): - 5 x + 1 x_power <= 0",
    " x_power(on,lower): - 1 x + 1 x_power >= 0",
    " x_power(off,upper): - 1 x - 1 power + 1 x_power <= -1",
    " x_power(off,lower): - 5 x - 1 power + 1 x_power >= -5",
    " on: + 2 x_y + 1 x_power <= 4",
    " count.bits: + 1 count - 1 count.1 - 2 count.2 - 1 count.1' = 0",
    " count.1_count(on,upper): - 4 count.1 + 1 count.1_count <= 0",
    " count.1_count(off,upper): - 1 count + 1 count.1_count <= 0",
    " count.1_count(off,lower): - 1 count - 4 count.1 + 1 count.1_count >= -4",
    " count.2_count(on,upper): - 4 count.2 + 1 count.2_count <= 0",
    " count.2_count(off,upper): - 1 count + 1 count.2_count <= 0",
    " count.2_count(off,lower): - 1 count - 4 count.2 + 1 count.2_count >= -4",
    " count.1'_count(on,upper): - 4 count.1' + 1 count.1'_count <= 0",
    " count.1'_count(off,upper): - 1 count + 1 count.1'_count <= 0",
    " count.1'_count(off,lower): - 1 count - 4 count.1' + 1 count.1'_count >= -4",
    "Bounds",
    " 1 <= power <= 5",
    " 0 <= count <= 4",
    " 0 <= x_power <= 5",
    " 0 <= count.1_count <= 4",
    " 0 <= count.2_count <= 4",
    " 0 <= count.1'_count <= 4",
    "Generals",
    " count",
    " count.1_count",
    " count.2_count",
    " count.1'_count",
    "Binaries",
    " x",
    " y",
    " x_y",
    " count.1",
    " count.2",
    " count.1'",
  ]);
});

test("soft-structures", () => {
  const text = textOf(
    (model) => {
      const [x, y] = [model.binary("x"), model.binary("y")];
      const power = model.integer("power", { upper: 9 });
      model.exactlyOne({ ...meaning("one"), pricePerUnit: 7 }, [x, y]);
      model
        .implication({ ...meaning("low"), pricePerUnit: 2 }, x, 1)
        .plus(1, power)
        .atMost(3);
      model.objective(meaning("cost")).plus(-1, power);
    },
    softStructures,
    softRows,
    implicationBigM,
  );
  expect(text).toEqual([
    " objective: + 0 x + 0 y - 1 power + 2 low.over + 7 one.under + 7 one.over",
    "Subject To",
    " one: + 1 x + 1 y + 1 one.under - 1 one.over = 1",
    " low: + 6 x + 1 power - 1 low.over <= 9",
    "Bounds",
    " 0 <= power <= 9",
    " 0 <= low.over <= 6",
    " 0 <= one.under <= 1",
    " 0 <= one.over <= 1",
    "Generals",
    " power",
    " low.over",
    " one.under",
    " one.over",
    "Binaries",
    " x",
    " y",
  ]);
});

test("what needs no row is told with its reason", () => {
  const builder = createModel({ name: "loose", sense: "minimize" });
  const [on, power] = [builder.binary("on"), builder.integer("power", { upper: 9 })];
  builder.atMost(meaning("all"), 1, [on]);
  builder.implication(meaning("free"), on, 1).plus(1, power).atMost(9);
  builder.cumulative(meaning("crew"), [{ start: power, duration: 2, demand: 3 }], 3);
  const source = builder.build();
  const removed = [atMostRow, implicationBigM, cumulativeDisjunctive].map(
    ({ apply }) => apply(source, {}).removed,
  );
  expect(removed).toEqual([
    [{ id: "all", reason: "Its limit is not below the number of its variables." }],
    [{ id: "free", reason: "The bounds of its variables already say it." }],
    [{ id: "crew", reason: "All of its activities fit at once." }],
  ]);
});

test("a missing bound is named", () => {
  const builder = createModel({ name: "open", sense: "minimize" });
  const [on, power] = [builder.binary("on"), builder.continuous("power")];
  const start = builder.continuous("start");
  builder.implication(meaning("limit"), on, 1).plus(1, power).atMost(3);
  const activities = [power, start].map((each) => ({ start: each, duration: 1, demand: 1 }));
  builder.noOverlap(meaning("machine"), activities);
  builder.cumulative(meaning("crew"), activities, 1);
  const source = builder.build();
  for (const { apply } of [implicationBigM, noOverlapDisjunctive, cumulativeDisjunctive])
    expect(() => apply(source, {})).toThrow(
      expect.objectContaining({ code: "QT_MODEL_UNBOUNDED", where: "power" }),
    );
});

test("soft constraints without a form in rows say what to do", () => {
  const builder = createModel({ name: "soft", sense: "minimize" });
  const start = builder.integer("start", { upper: 3 });
  builder.noOverlap({ ...meaning("machine"), pricePerUnit: 1 }, [{ start, duration: 1 }]);
  expect(() => softStructures.apply(builder.build(), {})).toThrow(
    expect.objectContaining({ code: "QT_MODEL_UNSUPPORTED_FEATURE", where: "machine" }),
  );
});

test("rows keep rule, sentence and origin of their structure", () => {
  const builder = createModel({ name: "origin", sense: "minimize" });
  const activities = [0, 1].map((at) => ({ start: builder.integer(`s${at}`, { upper: 3 }), duration: 1 }));
  builder.noOverlap({ ...meaning("machine1.no-overlap"), origin: "plan.json:7" }, activities);
  const { constraints } = noOverlapDisjunctive.apply(builder.build(), {}).model;
  const kept = { rule: "rule", sentence: "The rule holds.", unit: "1", origin: "plan.json:7" };
  expect(constraints.meaning).toEqual([
    { id: "machine1.no-overlap[0,1]", ...kept },
    { id: "machine1.no-overlap[1,0]", ...kept },
  ]);
});
