import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createModel } from "../builder.ts";
import type { Model } from "../model.ts";
import { variableKinds } from "../model.ts";
import { detectFormat, parseModel, printModel } from "./formats.ts";
import { openSource } from "./open-source.ts";
import { printSolution } from "./solution.ts";

/** Bounds and kinds as `name: kind [lower, upper]`, rows as `name: [lower, upper] terms`. */
function described(model: Model): { sense: string; constant: number; variables: string[]; rows: string[] } {
  const { variables, constraints, objective } = model;
  return {
    sense: model.sense,
    constant: objective.constant,
    variables: variables.names.map(
      (name, index) =>
        `${name}: ${variableKinds[variables.kind[index]!]} [${variables.lower[index]}, ${variables.upper[index]}]`,
    ),
    rows: constraints.meaning.map(({ id }, row) => {
      const terms: string[] = [];
      for (let entry = constraints.start[row]!; entry < constraints.start[row + 1]!; entry++)
        terms.push(`${constraints.value[entry]} ${variables.names[constraints.column[entry]!]}`);
      return `${id}: [${constraints.lower[row]}, ${constraints.upper[row]}] ${terms.join(" ")}`;
    }),
  };
}

const mps = (sections: string): Model => parseModel(`NAME test\nROWS\n N COST\n${sections}ENDATA\n`, "t.mps");

describe("MPS", () => {
  test("ranges widen each type of row its own way, by sign on equations", () => {
    const model = mps(
      " L l\n G g\n E plus\n E minus\nCOLUMNS\n x COST 1 l 1\n x g 1 plus 1\n x minus 1\nRHS\n RHS l 4 g 5\n RHS plus 6 minus 7\nRANGES\n R l -2 g -2\n R plus 2 minus -2\n",
    );
    expect(described(model).rows).toEqual([
      "l: [2, 4] 1 x",
      "g: [5, 7] 1 x",
      "plus: [6, 8] 1 x",
      "minus: [5, 7] 1 x",
    ]);
  });

  test("every type of bound, integers between markers, a negative upper bound alone", () => {
    const model = mps(
      ` L r
COLUMNS
 MARKER 'MARKER' 'INTORG'
 unbounded r 1
 counted r 1
 MARKER 'MARKER' 'INTEND'
 free r 1
 minus r 1
 fixed r 1
 both r 1
 negative r 1
 binary r 1
 whole r 1
BOUNDS
 PL B counted
 FR B free
 MI B minus
 UP B minus 3
 FX B fixed 2.5
 LO B both -1
 UP B both 1e3
 UP B negative -4
 BV B binary
 LI B whole 2
 UI B whole 9
`,
    );
    expect(described(model).variables).toEqual([
      "unbounded: integer [0, 1]",
      "counted: integer [0, Infinity]",
      "free: continuous [-Infinity, Infinity]",
      "minus: continuous [-Infinity, 3]",
      "fixed: continuous [2.5, 2.5]",
      "both: continuous [-1, 1000]",
      "negative: continuous [-Infinity, -4]",
      "binary: binary [0, 1]",
      "whole: integer [2, 9]",
    ]);
  });

  test("the right-hand side of the objective is its negative constant; names of sets may be missing; other N rows go", () => {
    const model = mps(
      " N other\n L r\nCOLUMNS\n x COST 1 r 2\n x other 5\nRHS\n COST -12\n r 8\nBOUNDS\n UP x 3\n",
    );
    expect(described(model)).toMatchObject({
      constant: 12,
      rows: ["r: [-Infinity, 8] 2 x"],
      variables: ["x: continuous [0, 3]"],
    });
  });

  test("the sense may stand on its own line or on the section's", () => {
    const body = "NAME t\nOBJSENSE\n    MAX\nROWS\n N o\nCOLUMNS\n x o 1\nENDATA\n";
    expect(parseModel(body, "a.mps").sense).toBe("maximize");
    expect(parseModel(body.replace("\n    MAX", " MAXIMIZE"), "b.mps").sense).toBe("maximize");
    expect(parseModel(body.replace("MAX", "MIN"), "c.mps").sense).toBe("minimize");
  });

  test("the fixed format holds names with spaces", () => {
    const text = [
      "NAME          FIXED",
      "ROWS",
      " N  COST",
      " L  MY ROW",
      "COLUMNS",
      "    COL ONE   COST               1.0   MY ROW             2.0",
      "    COL TWO   MY ROW            -3.0",
      "RHS",
      "    RHS       MY ROW             4.0",
      "BOUNDS",
      " UP BND       COL ONE            5.0",
      "ENDATA",
    ].join("\n");
    expect(described(parseModel(text, "fixed.mps"))).toMatchObject({
      variables: ["COL ONE: continuous [0, 5]", "COL TWO: continuous [0, Infinity]"],
      rows: ["MY ROW: [-Infinity, 4] 2 COL ONE -3 COL TWO"],
    });
  });
});

describe("LP", () => {
  const lp = (text: string): Model => parseModel(text, "t.lp");

  test("the loose forms people write", () => {
    const model = lp(`\\ a comment
MAXIMISE obj: 3x + 2.5 y - - z + 4
s.t.
 x + y =< 4
 - x + z >= -2
 named: 2 x + 1 >= y - 3
 1 <= x + y <= 3
 9 >= z - x >= -9
Bounds
 y free
 -inf <= z <= 1e2
 x >= 1
 5 >= x
 w = 1
Integers
 x
Bin
 b w
End`);
    expect(described(model)).toEqual({
      sense: "maximize",
      constant: 4,
      variables: [
        "x: integer [1, 5]",
        "y: continuous [-Infinity, Infinity]",
        "z: continuous [-Infinity, 100]",
        "w: binary [1, 1]",
        "b: binary [0, 1]",
      ],
      rows: [
        "c1: [-Infinity, 4] 1 x 1 y",
        "c2: [-2, Infinity] -1 x 1 z",
        "named: [-4, Infinity] 2 x -1 y",
        "c4: [1, 3] 1 x 1 y",
        "c5: [-9, 9] -1 x 1 z",
      ],
    });
    expect([...model.objective.linear]).toEqual([3, 2.5, 1, 0, 0]);
  });

  test("a right-hand side of zero does not swallow the next row", () => {
    const rows = "Subject To\n x - y <= 0\n z <= 3\n x >= -0\n - z >= -9\nEnd";
    expect(described(lp(`min x + y + z\n${rows}`)).rows).toEqual([
      "c1: [-Infinity, 0] 1 x -1 y",
      "c2: [-Infinity, 3] 1 z",
      "c3: [0, Infinity] 1 x",
      "c4: [-9, Infinity] -1 z",
    ]);
  });

  test("an interval is two rows for solvers that do not know intervals, and one again for us, unless edited", () => {
    const text = printModel(lp("min x\nst\n c: 1 <= x <= 3\n c_upper: x <= 9\nend"), "lp");
    expect(text).toContain(" c_upper_2:\n   + 1 x\n   <= 3\n");
    expect(described(lp(text)).rows).toEqual(["c: [1, 3] 1 x", "c_upper: [-Infinity, 9] 1 x"]);
    expect(described(lp(text.replace("c_upper_2:\n   + 1 x", "c_upper_2:\n   + 2 x"))).rows).toEqual([
      "c: [1, Infinity] 1 x",
      "c_upper_2: [-Infinity, 3] 2 x",
      "c_upper: [-Infinity, 9] 1 x",
    ]);
    expect(() => lp(text.replace('"unit":"1"', '"unit":1'))).toThrow(
      "'unit' of a comment that starts with @ is 1.",
    );
  });

  test("a fixed binary is an integer for solvers that would free it, and a binary again for us", () => {
    const builder = createModel({ name: "m", sense: "minimize" });
    builder.binary("on", { lower: 1 });
    const model = builder.build();
    for (const format of ["lp", "mps"] as const) {
      const text = printModel(model, format);
      expect(text).not.toMatch(/^Binaries| BV /m);
      expect(described(parseModel(text, "m")).variables).toEqual(["on: binary [1, 1]"]);
    }
  });

  test("words that start a section elsewhere are names in the middle of a line or before a colon", () => {
    const model = lp("min obj: 2 bounds + end\nst\n max: bounds + end >= 1\nend");
    expect(described(model).rows).toEqual(["max: [1, Infinity] 1 bounds 1 end"]);
  });
});

/** Products as `rowOrObjective: value left*right …`. */
function products(model: Model): string[] {
  const { constraints, objective, variables } = model;
  const shown = ({ start, left, right, value }: Model["objective"]["quadratic"], row: number): string => {
    const terms: string[] = [];
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      terms.push(`${value[entry]} ${variables.names[left[entry]!]}*${variables.names[right[entry]!]}`);
    return terms.join(" ");
  };
  const rows = constraints.meaning.map(({ id }, row) => `${id}: ${shown(constraints.quadratic, row)}`);
  return [`objective: ${shown(objective.quadratic, 0)}`, ...rows];
}

describe("products", () => {
  test("in LP they stand in brackets, halved in the objective, on either side of a row", () => {
    const model = parseModel(
      `min x + y + [ 2 x^2 - 4 x * y ] / 2 - [ 6 y ^ 2 ]/2
st
 a: x + [ x ^ 2 + y*x ] <= 4
 b: 3 >= - [ 2 y ^ 2 ] / 2 + y
 c: x >= [ x * y ]
 d: -1e30 <= z[1] + [ z[1] ^ 2 ] <= 1e+30
end`,
      "t.lp",
    );
    expect(products(model)).toEqual([
      "objective: 1 x*x -2 x*y -3 y*y",
      "a: 1 x*x 1 x*y",
      "b: 1 y*y",
      "c: -1 x*y",
      "d: 1 z[1]*z[1]",
    ]);
    expect(described(model).rows).toEqual([
      "a: [-Infinity, 4] 1 x",
      "b: [-3, Infinity] -1 y",
      "c: [0, Infinity] 1 x",
      "d: [-Infinity, Infinity] 1 z[1]",
    ]);
  });

  const head = "NAME q\nROWS\n N o\n L c\nCOLUMNS\n x o 1 c 1\n y o 1 c 1\nRHS\n c 4\n";
  test.each([
    ["QUADOBJ\n x x 2\n y x 3\n", ["objective: 1 x*x 3 x*y", "c: "]],
    ["QMATRIX\n x x 2\n y x 3\n x y 3\n", ["objective: 1 x*x 3 x*y", "c: "]],
    ["QSECTION\n x x 2\n x y 3\n", ["objective: 1 x*x 3 x*y", "c: "]],
    ["QSECTION c\n x x 2\n x y 3\n", ["objective: ", "c: 1 x*x 3 x*y"]],
    ["QCMATRIX c\n x x 2\n y x 3\n x y 3\n", ["objective: ", "c: 2 x*x 6 x*y"]],
  ])("in MPS each section states its matrix its own way: %j", (section, wanted) => {
    expect(products(parseModel(`${head}${section}ENDATA\n`, "t.mps"))).toEqual(wanted);
  });

  test.each([
    ["QUADOBJ\n x y 3\n y x 3\n", "t.mps:12:2"],
    ["QMATRIX\n x x 2\n y x 3\n", "t.mps:12:2"],
    ["QMATRIX\n x y 2\n y x 3\n", "t.mps:12:2"],
    ["QUADOBJ\n x x 2\n x x 2\n", "t.mps:12:2"],
    ["QCMATRIX\n x x 2\n", "t.mps:10:1"],
    ["QCMATRIX d\n x x 2\n", "t.mps:10:10"],
    ["QUADOBJ\n x z 2\n", "t.mps:11:4"],
  ])("a matrix that contradicts its section is refused: %j", (section, where) => {
    expect(() => parseModel(`${head}${section}ENDATA\n`, "t.mps")).toThrow(
      expect.objectContaining({ code: "QT_MODEL_SYNTAX", where }),
    );
  });

  test.each([
    ["min [ x ^ 2 ]\nend", "t.lp:2:1", "Expected '/ 2' after the products of the objective."],
    ["min [ x ^ 3 ] / 2\nend", "t.lp:1:11", "Expected 2, the only power."],
    ["min [ x ] / 2\nend", "t.lp:1:9", "Expected '^ 2' or '* y'."],
    ["min x * y\nend", "t.lp:1:7", expect.stringContaining("products stand in brackets")],
    ["min [ x * y / 2\nend", "t.lp:1:13", "Expected '+', '-' or ']'."],
  ])("in LP a product that is none is refused: %j", (text, where, fix) => {
    expect(() => parseModel(text, "t.lp")).toThrow(
      expect.objectContaining({ code: "QT_MODEL_SYNTAX", where, fix }),
    );
  });
});

describe("errors name the place and what was expected", () => {
  test.each([
    ["t.lp", "min x\nst\n c: x + <= 3\nend", "t.lp:3:9", "Expected a number or the name of a variable."],
    ["t.lp", "min x\nst\n c: x\nend", "t.lp:4:1", "Expected '<=', '>=' or '='."],
    ["t.lp", "min x\nst\n c: x <= 3\nbounds\n x < y\nend", "t.lp:5:6", "Expected a number or 'infinity'."],
    ["t.lp", "min x\nst\n c: x ∑ 3\nend", "t.lp:3:7", "Expected a name, a number or an operator."],
    ["t.lp", "min x\nbounds\n 3 <= x <= 2\nend", "t.lp:1:5", "Make the lower bound at most the upper bound."],
    ["t.mps", "NAME\nROWS\n N o\n Q c\n", "t.mps:4:2", "Expected N, E, L or G and a name."],
    ["t.mps", "NAME\nROWS\n N o\nCOLUMNS\n x o 1y\nENDATA", "t.mps:5:6", "Expected a number."],
    ["t.mps", "NAME\nROWS\n N o\nCOLUMNS\n x c 1\nENDATA", "t.mps:5:4", "Expected a row that ROWS names."],
    [
      "t.mps",
      "NAME\nROWS\n N o\nCOLUMNS\n x o 1\nBOUNDS\n UP B y 1\n",
      "t.mps:7:7",
      "Expected a column that COLUMNS names.",
    ],
    ["t.mps", "NAME\nROWS\n N o\nCOLUMNS\n x o 1\n", "t.mps:6:1", "Expected a line 'ENDATA'."],
    ["t.mps", "ROWS\nNUMBERS\n", "t.mps:2:1", expect.stringContaining("RANGES, BOUNDS, QUADOBJ")],
    ["t.json", '{"format": "qtwin-model",\n "version": 1,,}', "t.json:2:15", "Expected JSON text."],
    ["t.json", '{"format": "other"}', "t.json:format", 'Expected "qtwin-model".'],
  ])("%s %j", (fileName, text, where, fix) => {
    expect(() => parseModel(text, fileName)).toThrow(
      expect.objectContaining({ kind: "invalid-input", where, fix }),
    );
  });

  test("a JSON model names the path", () => {
    const json = (change: Record<string, unknown>): string =>
      JSON.stringify({
        format: "qtwin-model",
        version: 1,
        name: "m",
        sense: "minimize",
        variables: [{ name: "x" }],
        constraints: [{ id: "c", terms: [[1, "x"]], upper: 1 }],
        objective: [{ id: "o", terms: [[1, "x"]] }],
        ...change,
      });
    expect(described(parseModel(json({}), "m.json"))).toMatchObject({
      variables: ["x: continuous [0, Infinity]"],
      rows: ["c: [-Infinity, 1] 1 x"],
    });
    const failing = (change: Record<string, unknown>) => () => parseModel(json(change), "m.json");
    const at = (where: string, code = "QT_MODEL_SYNTAX") =>
      expect.objectContaining({ where: `m.json:${where}`, code });
    expect(failing({ version: 3 })).toThrow(at("version", "QT_MODEL_VERSION"));
    expect(failing({ sense: "min" })).toThrow(at("sense"));
    expect(failing({ variables: {} })).toThrow(at("variables"));
    expect(failing({ variables: [{ name: "x", lower: 2, upper: 1 }] })).toThrow(
      at("variables[0]", "QT_MODEL_CROSSED_BOUNDS"),
    );
    expect(failing({ constraints: [{ id: "c", terms: [[1, "y"]] }] })).toThrow(
      at("constraints[0].terms[0][1]"),
    );
    expect(failing({ objective: [{ id: "o", terms: [["1", "x"]] }] })).toThrow(
      at("objective[0].terms[0][0]"),
    );
  });

  test.each([
    ["t.lp", "min x\nst\n c: b = 1 -> x <= 3\nend", "t.lp:3:11"],
    ["t.lp", "min x\nsos\n s1: x:1\nend", "t.lp:2:1"],
    ["t.mps", "NAME\nROWS\n N o\nINDICATORS\n IF c x 1\nENDATA", "t.mps:4:1"],
    ["t.mps", "NAME\nROWS\n N o\nCOLUMNS\n x o 1\nBOUNDS\n SC B x 4\nENDATA", "t.mps:7:2"],
  ])("what a file of rows cannot say is unsupported, not misread: %s %j", (fileName, text, where) => {
    expect(() => parseModel(text, fileName)).toThrow(expect.objectContaining({ kind: "unsupported", where }));
  });
});

describe("a file", () => {
  const small = "\\ comment\nMinimize\n x\nSubject To\n x >= 2\nEnd\n";

  test("is known by its content", () => {
    const detected = (text: string): string => detectFormat(openSource(text, "f.txt"));
    expect(detected('\n {"format"')).toBe("json");
    expect(detected("* comment\n\nNAME x")).toBe("mps");
    expect(detected(small)).toBe("lp");
    expect(() => detected("hello")).toThrow(
      expect.objectContaining({
        code: "QT_MODEL_UNKNOWN_FORMAT",
        where: "f.txt:1:1",
        fix: expect.stringContaining("lp (LP (CPLEX))"),
      }),
    );
  });

  test("may be packed with gzip; a damaged one is refused", () => {
    const packed = gzipSync(small);
    expect(parseModel(packed, "m.lp.gz")).toEqual(parseModel(small, "m.lp.gz"));
    expect(() => parseModel(packed.subarray(0, 20), "m.lp.gz")).toThrow("The gzip data are damaged.");
    expect(() => parseModel(Uint8Array.of(0xff, 0xfe, 0), "m.lp")).toThrow("The file is no UTF-8 text.");
  });

  test("of a solution lists names as the model's file does, slack of soft constraints included", () => {
    const model = createModel({ name: "m", sense: "minimize" });
    const x = model.integer("x[1]", { upper: 5 });
    const wish = { id: "wish", rule: "wish", sentence: "Wish.", unit: "1", pricePerUnit: 2 };
    model.constraint(wish).plus(1, x).atLeast(4);
    model.objective({ ...wish, id: "cost" }).plus(3, x);
    const built = model.build();
    expect(printSolution(built, Float64Array.of(1))).toBe("=obj= 9\nx[1] 1\nwish.under 3\n");
    expect(printSolution(built, Float64Array.of(1), "lp")).toBe("=obj= 9\nx(1) 1\nwish.under 3\n");
    expect(printModel(built, "lp")).toContain("+ 3 x(1) + 2 wish.under");
  });
});

test("a file that begins with more comments than the head holds is still known", () => {
  const text = printModel(parseModel("min x\nst\n x >= 1\nend\n", "m.lp"), "mps");
  const long = `${"* a comment\n".repeat(10_000)}${text}`;
  expect(parseModel(long, "m").constraints.count).toBe(1);
  expect(parseModel(new TextEncoder().encode(long), "m").constraints.count).toBe(1);
});
