import { describe, expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { readSolutionFile } from "./solution-file.ts";
import { verified } from "./testing/results.ts";

const meaning = (id: string) => ({ id, rule: id, sentence: `Rule ${id}.`, unit: "1" });

function workshop() {
  const model = createModel({ name: "workshop", sense: "maximize" });
  const [chairs, tables] = [model.integer("chairs"), model.integer("tables")];
  model.constraint(meaning("carpentry")).plus(1, chairs).plus(2, tables).atMost(40);
  model.constraint(meaning("finishing")).plus(2, chairs).plus(1, tables).atMost(50);
  model.objective(meaning("profit")).plus(30, chairs).plus(50, tables);
  return model.build();
}

/** As HiGHS 1.12 writes it. */
const highs = `Model status
Optimal

# Primal solution values
Feasible
Objective 1100
# Columns 2
chairs 20
tables 10
# Rows 2
carpentry 40
finishing 50

# Dual solution values
None

# Basis
HiGHS_basis_file v2
None
`;
const scip = `solution status: optimal solution found
objective value:                                 1100
chairs                                             20 \t(obj:30)
tables                                             10 \t(obj:50)
`;
const miplib = "=obj= 1100\n# a comment\nchairs 20\ntables 10\n";

describe.each(Object.entries({ highs, scip, miplib }))("%s", (_, text) => {
  test("a true solution is accepted, a changed one is not", () => {
    expect(verified(workshop(), text)).toMatchObject({ accepted: true, objective: 1100 });
    for (const [from, to] of [
      ["1100", "1101"],
      ["10\n", "11\n"],
      ["10 \t", "11 \t"],
      ["chairs ", "benches "],
    ] as const)
      if (text.includes(from)) expect(verified(workshop(), text.replace(from, to)).outcome).toBe("rejected");
  });
});

test("another solver's own sum may be rounded, ours may not", () => {
  for (const text of [highs, scip])
    expect(verified(workshop(), text.replace("1100", "1099.9999999999998")).accepted).toBe(true);
  expect(verified(workshop(), miplib.replace("1100", "1099.9999999999998")).accepted).toBe(false);
});

test("a file that has no solution says why", () => {
  const none = "\n\n# Primal solution values\nNone\n\n# Dual solution values\nNone\n";
  for (const [text, status] of [
    [`Model status\nInfeasible${none}`, "infeasible"],
    [`Model status\nTime limit reached${none}`, "time-limit"],
    ["solution status: unbounded\nno solution available\n", "unbounded"],
  ] as const) {
    expect(readSolutionFile(text, "s")).toMatchObject({ values: null, status });
    expect(verified(workshop(), text).outcome).toBe("nothing to verify");
  }
});

test("values that are left out are 0, a file that says nothing at all is rejected", () => {
  const sparse = highs.replace(/# Columns 2\nchairs 20\n/, "# Columns -1\n").replace("1100", "500");
  expect(verified(workshop(), sparse)).toMatchObject({ accepted: true, objective: 500 });
  expect(verified(workshop(), "=obj= 0\n")).toMatchObject({ accepted: true, objective: 0 });
  for (const empty of ["", "# nothing\n"])
    expect(verified(workshop(), empty)).toMatchObject({ outcome: "rejected", flaws: [{ kind: "values" }] });
});

test.each([
  ["x 1\nx 2", "s:2: 'x 2' is no name, given once"],
  ["x one", "given once"],
  ["x 1 2", "given once"],
  ["Columns\n    Index Status Lower\n", "s:1: 'Columns' is no name"],
  [highs.replace("# Columns 2", "# Columns 9"), "has not as many values as it says"],
  [highs.replace("# Columns 2", "# Columns many"), "has not as many values as it says"],
  ["Model status\nOptimal\n", "has no primal values"],
  [highs.replace(/# Columns[\s\S]*/, ""), "has no columns"],
])("a file that cannot be read is a precise error: %j", (text, message) => {
  expect(() => readSolutionFile(text, "s")).toThrow(message);
});
