import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { objectiveValue } from "../evaluate.ts";
import { arbitraryModel } from "../testing/arbitrary-model.ts";
import { detectFormat, parseModel, printModel } from "./formats.ts";
import { openSource } from "./open-source.ts";

/** Every section, with defaults other than zero and remarks where files have them. */
const mixed = `! a comment
mixed  # name of the problem
QGQ # type
maximize
3 # number of variables
2 # number of constraints
2 # quadratic terms in the objective
1 1 4
3 1 -5
1 # default linear coefficient
1
2 7
2.5 # constant
1 quadratic terms in all constraints
2 2 2 6
3 linear terms in all constraints
1 1 1
1 2 1
2 3 -1

1E+30 # infinity
-1.0E+30 # default left-hand side
1
1 -2
8 # default right-hand side
1
2 1e30
0 # default lower bound
1
3 -9
1 # default upper bound
2
2 4
3 1e30
1 # default type
2
1 2
3 0
0 # start
0
0
1
2 3.5
0
0
1 # names of variables
2 speed
1
1 limit
`;

describe("QPLIB", () => {
  test("½xᵀQx by its lower triangle, defaults and what differs from them", () => {
    const model = parseModel(mixed, "mixed.qplib");
    expect(model).toMatchObject({
      name: "mixed",
      sense: "maximize",
      variables: {
        names: ["x1", "speed", "x3"],
        kind: Uint8Array.of(2, 1, 0),
        lower: Float64Array.of(0, 0, -9),
        upper: Float64Array.of(1, 4, Infinity),
      },
      constraints: {
        lower: Float64Array.of(-2, -Infinity),
        upper: Float64Array.of(8, Infinity),
        column: Int32Array.of(0, 1, 2),
        quadratic: { start: Int32Array.of(0, 0, 1), left: Int32Array.of(1), value: Float64Array.of(3) },
      },
    });
    expect(model.constraints.meaning.map(({ id }) => id)).toEqual(["limit", "c2"]);
    // 2·1² − 5·1·2 + 1 + 7·3 + 2 + 2.5
    expect(objectiveValue(model, Float64Array.of(1, 3, 2))).toBe(18.5);
  });

  test("binary problems state neither bounds nor types, problems without rows nothing of rows", () => {
    const text = "QPLIB_0 some name\nQBN\nminimize\n2\n1\n2 1 2\n0\n0\n0\n1e20\n0\n0\n0\n0\n0\n0\n";
    const model = parseModel(text, "q");
    expect(detectFormat(openSource(text, "q"))).toBe("qplib");
    expect(model.variables).toMatchObject({ count: 2, kind: Uint8Array.of(2, 2) });
    expect(objectiveValue(model, Float64Array.of(1, 1))).toBe(2);
  });

  test("a bound of the size of infinity stays a bound", () => {
    const builder = createModel({ name: "large", sense: "minimize" });
    builder.continuous("x", { lower: -3e25, upper: 2e25 });
    const read = parseModel(printModel(builder.build(), "qplib"), "large");
    expect([read.variables.lower[0], read.variables.upper[0]]).toEqual([-3e25, 2e25]);
  });

  test.each([
    [/^QGQ/m, "QXQ", "mixed.qplib:3:1", "three letters"],
    [/^maximize/m, "max", "mixed.qplib:4:1", "minimize or maximize"],
    [/^3 # number/m, "-3 #", "mixed.qplib:5:1", "the number of variables, from 0"],
    [/^3 1 -5/m, "1 3 -5", "mixed.qplib:9:3", "lower triangle"],
    [/^3 1 -5/m, "4 1 -5", "mixed.qplib:9:1", "from 1 to 3"],
    [/^3 1 -5/m, "3 1", "mixed.qplib:9:4", "a coefficient"],
    [/^1 2$/m, "1 3", "mixed.qplib:37:3", "a type of variable"],
    [/^2\.5/m, "2,5", "mixed.qplib:13:1", "the constant of the objective"],
    [/^2 speed/m, "2 x1", "mixed.qplib:47:3", "a name of its own"],
    [/^1 limit\n/m, "", "mixed.qplib:49:1", "entry 1 of 1 (the number of names)"],
    [/^1 limit\n/m, "1 limit\nmore\n", "mixed.qplib:50:1", "the end of the file"],
  ])("errors name the place and what was expected: %s → %j", (found, replaced, where, expected) => {
    expect(() => parseModel(mixed.replace(found, replaced), "mixed.qplib", "qplib")).toThrow(
      expect.objectContaining({ code: "QT_MODEL_SYNTAX", where, fix: expect.stringContaining(expected) }),
    );
  });

  test("parse after print is the identity on quadratic models with one objective part", () => {
    fc.assert(
      fc.property(arbitraryModel({ oneObjectivePart: true, degree: 2 }), (model) => {
        const text = printModel(model, "qplib");
        expect(detectFormat(openSource(text, "m"))).toBe("qplib");
        expect(parseModel(text, "m")).toEqual(model);
      }),
      { numRuns: 500 },
    );
  });
});
