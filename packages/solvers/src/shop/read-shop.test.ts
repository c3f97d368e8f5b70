import { checkFeasibility, createModel, type Model, type ModelBuilder, objectiveValue } from "@qtwin/model";
import { benchmarkModel, hasBenchmarkData } from "@qtwin/model/testing";
import { describe, expect, test, vi } from "vitest";
import { hasDeadlines, hasTardiness, operationCount, type ShopProblem } from "./problem.ts";
import { readShop } from "./read-shop.ts";
import { scheduleOrder, scheduleValues } from "./schedule-values.ts";

const meaning = (id: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: id,
  sentence: `Rule ${id}.`,
  unit: "1",
});

const problemOf = (model: Model): ShopProblem => {
  const reading = readShop(model);
  if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
  return reading.problem;
};

const reasonsOf = (model: Model): string => {
  const reading = readShop(model);
  return "reasons" in reading ? reading.reasons.join(" ") : "";
};

/** Two jobs of two operations on two machines; the second operation of the first job can run on both. */
function smallShop(extra: (model: ModelBuilder, columns: Record<string, number>) => void = () => {}): Model {
  const model = createModel({ name: "by hand", sense: "minimize" });
  const end = model.integer("end");
  const late = model.integer("late");
  const [d, c, b, a] = ["d", "c", "b", "a"].map((name) => model.integer(name)) as [
    number,
    number,
    number,
    number,
  ];
  const onFirst = model.binary("b on first");
  const onSecond = model.binary("b on second");
  const pause = model.integer("pause", { lower: 4, upper: 4 });
  model.exactlyOne(meaning("one machine"), [onSecond, onFirst]);
  model
    .constraint(meaning("end of job one"))
    .plus(1, b)
    .plus(5, onFirst)
    .plus(7, onSecond)
    .plus(-1, end)
    .atMost(0);
  model.constraint(meaning("end of job two")).plus(-2, d).plus(2, end).atLeast(4);
  model.precedence(meaning("job one"), a, b, 3);
  model.precedence(meaning("job two"), c, d, 2);
  model.precedence(meaning("lateness"), d, late, 2 - 6);
  const wish = { ...meaning("wish"), pricePerUnit: 10 };
  model.constraint(wish).plus(1, b).plus(5, onFirst).plus(7, onSecond).atMost(9);
  model.noOverlap(meaning("second"), [
    { start: b, duration: 7, present: onSecond },
    { start: c, duration: 2 },
  ]);
  model.noOverlap(
    meaning("first"),
    [
      { start: pause, duration: 1 },
      { start: d, duration: 2 },
      { start: b, duration: 5, present: onFirst },
      { start: a, duration: 3 },
    ],
    [
      [0, 0, 0, 0],
      [0, 0, 0, 2],
      [0, 1, 0, 1],
      [0, 3, 0, 0],
    ],
  );
  model.objective(meaning("cost")).plus(2, end).plus(3, late).constant(1);
  extra(model, { a, b, c, d, end, late, pause, onFirst, onSecond });
  return model.build();
}

test("a model is read once, however many ask", () => {
  const model = smallShop();
  expect(readShop(model)).toBe(readShop(model));
  const other = createModel({ name: "none", sense: "minimize" }).build();
  expect(readShop(other)).toBe(readShop(other));
});

test("options that cost something are looked up, not searched for", () => {
  const model = smallShop((builder, { onFirst }) => {
    builder.objective(meaning("wages")).plus(3, onFirst!);
  });
  const search = vi.spyOn(Int32Array.prototype, "includes");
  try {
    expect(reasonsOf(model)).toContain("'b on first' costs something by itself.");
    const searched = (search.mock.contexts as Int32Array[]).map(({ length }) => length);
    // One operation has two options, the shop five.
    expect(Math.max(...searched)).toBe(2);
  } finally {
    search.mockRestore();
  }
});

describe("a shop built by hand", () => {
  test("is read whole", () => {
    const model = smallShop();
    const problem = problemOf(model);
    expect(operationCount(problem)).toBe(4);
    const name = (column: number): string => model.variables.names[column] ?? "";
    expect(Array.from(problem.startColumn, name)).toEqual(["c", "d", "a", "b"]);
    expect([...problem.jobStart]).toEqual([0, 2, 4]);
    expect([...problem.release]).toEqual([0, 2, 0, 3]);
    expect([...problem.machine]).toEqual([0, 1, 1, 0, 1]);
    expect([...problem.duration]).toEqual([2, 2, 3, 7, 5]);
    expect([...problem.delay]).toEqual([2, 0, 3, 0, 0]);
    expect([...problem.finish]).toEqual([-Infinity, 2, -Infinity, 7, 5]);
    expect(problem.machines[1]!.downtimes).toEqual([{ machine: 1, start: 4, duration: 1, place: 0 }]);
    expect(problem.machines[1]!.setup?.length).toBe(16);
    expect(problem.makespan).toMatchObject({ factor: 2, lower: 0, upper: Infinity });
    expect([...problem.tardiness.first]).toEqual([0, 0, 1, 1, 2, 3]);
    expect([...problem.tardiness.latest]).toEqual([4, 2, 4]);
    expect([...problem.tardiness.price]).toEqual([3, 10, 10]);
    expect(problem.constant).toBe(1);
    expect(hasDeadlines(problem)).toBe(false);
  });

  test("gets its values back, and its order from them", () => {
    const model = smallShop();
    const problem = problemOf(model);
    const optionOf = [0, 1, 2, 4];
    const values = scheduleValues(problem, optionOf, [0, 15, 0, 5]);
    expect(checkFeasibility(model, values).violations.map(({ constraintId }) => constraintId)).toEqual([
      "wish",
    ]);
    expect(objectiveValue(model, values)).toBe(1 + 2 * 17 + 3 * 11 + 10 * 1);
    const { optionOf: again, order } = scheduleOrder(problem, values);
    expect([...again]).toEqual(optionOf);
    expect([...order]).toEqual([0, 2, 3, 1]);
  });

  test("values that mean nothing still give an order that keeps each job's", () => {
    const problem = problemOf(smallShop());
    const { order } = scheduleOrder(problem, new Float64Array(problem.variableCount).fill(NaN));
    for (let job = 0; job < 2; job++) {
      const own = [...order].filter((operation) => problem.jobOf[operation] === job);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
  });

  test.each<[string, RegExp, Parameters<typeof smallShop>[0]]>([
    [
      "a row of something else",
      /'extra' is no/,
      (model, { a = 0, c = 0 }) => model.constraint(meaning("extra")).plus(1, a).plus(1, c).atMost(50),
    ],
    [
      "a largest distance",
      /'extra' is no/,
      (model, { a = 0, b = 0 }) => model.constraint(meaning("extra")).plus(1, b).plus(-1, a).between(0, 50),
    ],
    [
      "a second predecessor",
      /'b' comes directly after two/,
      (model, { b = 0, c = 0 }) => model.precedence(meaning("extra"), c, b, 1),
    ],
    ["a circle", /circle/, (model, { a = 0, b = 0 }) => model.precedence(meaning("extra"), b, a, 1)],
    [
      "an operation on two machines",
      /'c' needs two machines/,
      (model, { c = 0 }) => model.noOverlap(meaning("extra"), [{ start: c, duration: 1 }]),
    ],
    [
      "a price of a machine",
      /'b on first' costs/,
      (model, { onFirst = 0 }) => model.objective(meaning("extra")).plus(1, onFirst),
    ],
    ["a choice of nothing", /no option of an operation/, (model) => model.binary("free")],
    [
      "a resource of some capacity",
      /'extra' is no part/,
      (model, { a = 0 }) => model.cumulative(meaning("extra"), [{ start: a, duration: 1, demand: 1 }], 1),
    ],
    [
      "a soft machine",
      /soft/,
      (model, { a = 0, c = 0 }) =>
        model.noOverlap({ ...meaning("extra"), pricePerUnit: 1 }, [
          { start: a, duration: 1 },
          { start: c, duration: 1 },
        ]),
    ],
    [
      "a reward for lateness",
      /better later/,
      (model, { late = 0 }) => model.objective(meaning("extra")).plus(-9, late),
    ],
    [
      "another priority",
      /priorities/,
      (model, { end = 0 }) => model.objective({ ...meaning("extra"), priority: 2 }).plus(1, end),
    ],
    [
      "a row that leaves a column no value",
      /'spare' can have no value/,
      (model) => {
        const spare = model.continuous("spare", { upper: 3 });
        model.constraint(meaning("extra")).plus(1, spare).atLeast(4);
      },
    ],
    [
      "a row that leaves a whole number no value",
      /'spare' can have no value/,
      (model) => model.constraint(meaning("extra")).plus(4, model.integer("spare")).between(5, 7),
    ],
    [
      "a makespan too late for its limit",
      /'end' can have no value/,
      (model, { end = 0 }) => {
        model.constraint(meaning("not before")).plus(1, end).atLeast(30);
        model.constraint(meaning("not after")).plus(1, end).atMost(20);
      },
    ],
    ["fractions", /whole number/, (model, { a = 0, b = 0 }) => model.precedence(meaning("extra"), a, b, 3.5)],
  ])("is refused with %s", (_, reason, extra) => {
    expect(reasonsOf(smallShop(extra))).toMatch(reason);
  });

  test("takes deadlines, releases, implications and fixed numbers", () => {
    const model = smallShop((builder, { a = 0, b = 0, c = 0, end = 0, onSecond = 0 }) => {
      const noon = builder.integer("noon", { lower: 40, upper: 40 });
      builder.precedence(meaning("before noon"), b, noon, 7);
      builder.constraint(meaning("not yet")).plus(2, c).atLeast(2);
      builder.implication(meaning("cooling"), onSecond, 1).plus(1, b).atMost(20);
      builder.precedence(meaning("also the first"), a, end, 3);
      builder.precedence({ ...meaning("soon"), pricePerUnit: 1 }, a, noon, 30);
    });
    const problem = problemOf(model);
    expect([...problem.release]).toEqual([1, 3, 0, 3]);
    expect([...problem.latest]).toEqual([Infinity, Infinity, Infinity, 20, 33]);
    expect([...problem.finish]).toEqual([-Infinity, 2, -Infinity, 7, 5]);
    expect([...problem.tardiness.latest]).toEqual([4, 10, 2, 4]);
  });
});

/** One job of two operations; what else is said about it. */
function oneJob(extra: (model: ModelBuilder, a: number, b: number, end: number) => void = () => {}): Model {
  const model = createModel({ name: "one job", sense: "minimize" });
  const [end, a, b] = ["end", "a", "b"].map((name) => model.continuous(name)) as [number, number, number];
  model.precedence(meaning("job"), a, b, 3);
  model.precedence(meaning("last"), b, end, 4);
  model.noOverlap(meaning("machine"), [
    { start: a, duration: 3 },
    { start: b, duration: 4 },
  ]);
  model.objective(meaning("cost")).plus(1, end);
  extra(model, a, b, end);
  return model.build();
}

test("what one operation pushes is the makespan where nothing else costs", () => {
  expect(problemOf(oneJob())).toMatchObject({ makespan: { column: 0, factor: 1, lower: 0 } });
  expect(hasTardiness(problemOf(oneJob()))).toBe(false);
  const beside = problemOf(
    oneJob((model, a) =>
      model
        .constraint({ ...meaning("soon"), pricePerUnit: 1 })
        .plus(1, a)
        .atMost(0),
    ),
  );
  expect(beside.makespan.column).toBe(-1);
  expect([...beside.tardiness.price]).toEqual([1, 1]);
});

test("a row with two sides on one start is a release and a deadline", () => {
  const problem = problemOf(
    oneJob((model, a, b) => {
      model.constraint(meaning("a")).plus(2, a).equals(10);
      model.constraint(meaning("b")).plus(-1, b).between(-12, -9);
    }),
  );
  expect([...problem.release]).toEqual([5, 9]);
  expect([...problem.latest]).toEqual([5, 12]);
});

test("a makespan that need not wait for any operation has no least value", () => {
  const model = createModel({ name: "unbounded", sense: "minimize" });
  const end = model.continuous("end", { lower: -Infinity });
  const a = model.continuous("a");
  const choice = model.choice("where", ["first", "second"]);
  model.noOverlap(meaning("first"), [{ start: a, duration: 3, present: choice.option(0) }]);
  model.noOverlap(meaning("second"), [{ start: a, duration: 4, present: choice.option(1) }]);
  model.implication(meaning("last"), choice.option(0), 1).plus(1, end).plus(-1, a).atLeast(3);
  model.objective(meaning("cost")).plus(1, end);
  expect(reasonsOf(model.build())).toMatch(/'end' costs but has no least value/);
});

test("columns that no start pushes keep to their rows", () => {
  const model = oneJob((builder) => {
    const [low, high, whole] = [
      builder.continuous("low"),
      builder.continuous("high", { lower: -Infinity }),
      builder.integer("whole"),
    ];
    builder.constraint(meaning("low")).plus(1, low).atLeast(4);
    builder.constraint(meaning("high")).plus(-2, high).atLeast(6);
    builder.constraint(meaning("whole")).plus(2, whole).between(3, 9);
  });
  const values = scheduleValues(problemOf(model), [0, 1], [0, 3]);
  expect([...values.subarray(3)]).toEqual([4, -3, 2]);
  expect(checkFeasibility(model, values).feasible).toBe(true);
});

describe.skipIf(!hasBenchmarkData)("public benchmarks", () => {
  test.each([
    ["jsp", "instances/ft10", 100, 10],
    ["fjsp", "brandimarte/mk01.txt", 55, 6],
    ["fjsp-sdst", "instances/Fattahi_setup_20.fjs", 48, 8],
  ])("%s %s is a plain shop", (family, file, operations, machines) => {
    const problem = problemOf(benchmarkModel(family, file));
    expect(operationCount(problem)).toBe(operations);
    expect(problem.machineCount).toBe(machines);
    expect(hasDeadlines(problem) || hasTardiness(problem)).toBe(false);
    expect(problem.machines.every(({ setup }) => (setup !== null) === (family === "fjsp-sdst"))).toBe(true);
    expect(problem.makespan.factor).toBe(1);
  });
});
