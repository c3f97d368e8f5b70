import { modelError } from "../../errors.ts";
import { type Model, variableKinds } from "../../model.ts";
import { substitute, substitutedValues } from "../../substitute.ts";
import { needWholeIntegers } from "../integer-encoding.ts";
import type { CompileOptions } from "../options.ts";
import { Replacement } from "../replacement.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { unbounded } from "../whole-bounds.ts";

/**
 * l ≤ x ≤ u  →  x = l + step·k with a whole number k of steps. What is feasible decodes to feasible, but points between
 * the steps are lost, the optimum and with equations all of them: a heuristic.
 */
export default defineRewrite({
  id: "discretise",
  title: "Continuous variables move in whole steps",
  removes: ["continuous"],
  adds: ["integer"],
  without: needWholeIntegers,
  cost: 2,
  kind: "heuristic",
  apply,
});

const continuous = variableKinds.indexOf("continuous");

interface Grid {
  readonly column: number;
  readonly counter: number;
  readonly lower: number;
  readonly steps: number;
}

function apply(source: Model, { continuousStep: step }: CompileOptions): RewriteStep {
  const given = requireStep(source, step);
  const isContinuous = Array.from(source.variables.kind, (kind) => kind === continuous);
  const replacement = new Replacement(source, isContinuous);
  const grids = isContinuous.flatMap((goes, column) =>
    goes ? [addGrid(source, replacement, column, given)] : [],
  );
  const by = replacement.done();
  return {
    model: substitute(source, by),
    encode: (values) => {
      const target = replacement.keptValues(values);
      for (const { column, counter, lower, steps } of grids)
        target[counter] = Math.min(Math.max(Math.round((values[column]! - lower) / given), 0), steps);
      return target;
    },
    decode: (values) => {
      const decoded = substitutedValues(by, values);
      for (const { column } of grids)
        decoded[column] = Math.min(decoded[column]!, source.variables.upper[column]!);
      return decoded;
    },
    notes: [
      `Heuristic: ${grids.length} continuous variables move in steps of ${given}; better values between them are lost.`,
    ],
  };
}

function requireStep({ name }: Model, step: number | undefined): number {
  if (step !== undefined && step > 0 && Number.isFinite(step)) return step;
  const fix = "Give `continuousStep` as a positive number, in the unit of the variables.";
  throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", `The step of continuous variables is ${step}.`, name, fix);
}

function addGrid(source: Model, replacement: Replacement, column: number, step: number): Grid {
  const { names, units, lower, upper, recourse } = source.variables;
  const [least, most] = [lower[column]!, upper[column]!];
  if (!Number.isFinite(least) || !Number.isFinite(most)) throw unbounded(source, column);
  const steps = stepsBetween(least, most, step);
  const options = { upper: steps, unit: `${step} ${units[column]}`, recourse: recourse[column] === 1 };
  const counter = replacement.variables.add("integer", `${names[column]}.steps`, options);
  replacement.set(column, { constant: least, columns: [counter], factors: [step] });
  return { column, counter, lower: least, steps };
}

/** Rounding may not cost the last step: (0.3 − 0.2) / 0.1 is a little less than 1. It may then lie a little outside. */
const stepsBetween = (lower: number, upper: number, step: number): number =>
  Math.floor((upper - lower) / step + 1e-9);
