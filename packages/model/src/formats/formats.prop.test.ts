import { QtwinError } from "@qtwin/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toMilp } from "../compile/compile.ts";
import type { Model } from "../model.ts";
import { arbitraryModel } from "../testing/arbitrary-model.ts";
import { forFile } from "./file-model.ts";
import { parseModel, printModel } from "./formats.ts";

const everything = {
  soft: true,
  degree: 3,
  maxChoices: 3,
  structures: true,
  weights: true,
  priorities: true,
  uncertainty: true,
} as const;

test("JSON keeps everything a model says", () => {
  fc.assert(
    fc.property(arbitraryModel(everything), (model) => {
      expect(parseModel(printModel(model, "json"), "m.json")).toEqual(model);
    }),
    { numRuns: 1000 },
  );
});

test("LP keeps everything of a quadratic model with one objective part", () => {
  fc.assert(
    fc.property(arbitraryModel({ oneObjectivePart: true, degree: 2 }), (model) => {
      expect(parseModel(printModel(model, "lp"), "m.lp")).toEqual(model);
    }),
    { numRuns: 500 },
  );
});

test("MPS keeps everything of a quadratic model with one objective part, intervals to the last bit", () => {
  fc.assert(
    fc.property(arbitraryModel({ oneObjectivePart: true, degree: 2 }), (model) => {
      const read = parseModel(printModel(model, "mps"), "m.mps");
      expect(withoutIntervals(read)).toEqual(withoutIntervals(model));
      for (const side of ["lower", "upper"] as const)
        read.constraints[side].forEach((bound, row) => {
          const wanted = model.constraints[side][row]!;
          const oneBit = Math.abs(wanted) * Number.EPSILON;
          expect(bound === wanted || Math.abs(bound - wanted) <= oneBit).toBe(true);
        });
    }),
    { numRuns: 500 },
  );
});

test("printing what was read gives the same text again, whatever the objective and the soft constraints", () => {
  fc.assert(
    fc.property(
      arbitraryModel({ soft: true, whole: true }),
      fc.constantFrom("lp" as const, "mps" as const),
      (model, format) => {
        const once = printModel(parseModel(printModel(model, format), "m"), format);
        expect(printModel(parseModel(once, "m"), format)).toBe(once);
        expect(toMilp(model).model.objective.linear).toEqual(parseModel(once, "m").objective.linear);
      },
    ),
    { numRuns: 300 },
  );
});

test("what a file of rows cannot say is rewritten, or refused with a code", () => {
  const refusals = ["UNREACHABLE", "UNSUPPORTED_FEATURE", "INEXACT", "UNBOUNDED"].map(
    (code) => `QT_MODEL_${code}`,
  );
  let written = 0;
  fc.assert(
    fc.property(
      arbitraryModel({ ...everything, whole: true, enumerable: true, priorities: false, uncertainty: false }),
      fc.constantFrom("lp" as const, "qplib" as const),
      (model, format) => {
        try {
          const read = parseModel(printModel(model, format), "m", format);
          const wanted = forFile(model).model;
          expect(functionsOf(read)).toEqual(functionsOf(wanted));
          written++;
        } catch (thrown) {
          if (!(thrown instanceof QtwinError)) throw thrown;
          expect(refusals).toContain(thrown.code);
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(written).toBeGreaterThan(100);
});

/** The rows and the objective without what is said about them; a rewrite may leave −0, which no file keeps. */
function functionsOf({ constraints, objective }: Model): unknown {
  const unsigned = (values: Float64Array): Float64Array => values.map((value) => value + 0);
  const { linear, constant, quadratic } = objective;
  return {
    ...constraints,
    lower: unsigned(constraints.lower),
    upper: unsigned(constraints.upper),
    meaning: constraints.count,
    objective: [unsigned(linear), constant + 0, quadratic],
  };
}

/** The same with the bounds of interval rows, which MPS holds as side and width, blanked. */
function withoutIntervals(model: Model): Model {
  const { constraints } = model;
  const isInterval = (row: number): boolean =>
    constraints.upper[row]! - constraints.lower[row]! < Infinity &&
    constraints.lower[row] !== constraints.upper[row];
  const blanked = (bounds: Float64Array): Float64Array =>
    bounds.map((bound, row) => (isInterval(row) ? 0 : bound));
  return {
    ...model,
    constraints: { ...constraints, lower: blanked(constraints.lower), upper: blanked(constraints.upper) },
  };
}
