import { createModel } from "../../builder.ts";
import { withParts } from "../../edit.ts";
import type { Model, ObjectiveTerm } from "../../model.ts";
import { sumOfTerms } from "../../objective.ts";
import { emptyHigher } from "../../polynomial.ts";
import { qapFactors } from "../../quadratic-assignment/factors.ts";
import { linearOf, mostProducts, type Qap, quadraticOf } from "../../quadratic-assignment/products.ts";
import { defineFormat } from "../format.ts";
import { type Source, unsupportedAt } from "../source.ts";
import { detectByReading, NumberReader, nameOfFile } from "./number-reader.ts";
import { lineOf, notWritable, requireOwnForm } from "./own-form.ts";

const format = "a quadratic assignment";
/** 16 bytes each: larger ones do not fit into memory. */
const productLimit = 2 ** 29;
const meaning = {
  id: "cost",
  rule: "cost",
  sentence: "Flow between two facilities times the distance of their places, over all pairs.",
  unit: "1",
};

/**
 * Reads a quadratic assignment as QAPLIB writes it: n, then the matrices A (here: flow) and B (distance), row by row. Cost
 * of a permutation p: Σ a(i,j)·b(p(i),p(j)); facility i is the choice `place[i]`, both from 1.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_UNSUPPORTED_FEATURE
 * @see Burkard, Karisch and Rendl 1997
 */
export function parseQaplib(source: Source): Model {
  const qap = readQap(new NumberReader(source));
  const products = mostProducts(qap);
  if (products > productLimit)
    throw unsupportedAt(
      source,
      { line: 1, column: 1 },
      `The cost has ${products} products, more than ${productLimit}.`,
    );
  const term = Object.freeze({
    ...meaning,
    ...linearOf(qap),
    quadratic: quadraticOf(qap),
    higher: emptyHigher(1),
    constant: 0,
  });
  return assignmentModel(qap.size, term, nameOfFile(source), source.fileName);
}

function readQap(reader: NumberReader): Qap {
  const size = reader.whole("the number of facilities", 1);
  const flow = reader.numbers(size * size, "the first matrix");
  const distance = reader.numbers(size * size, "the second matrix");
  reader.end();
  return { size, flow, distance };
}

function assignmentModel(size: number, term: ObjectiveTerm, name: string, origin: string): Model {
  const model = createModel({ name, sense: "minimize" });
  const places = Array.from({ length: size }, (_, place) => String(place + 1));
  const choices = places.map((facility) => model.choice(`place[${facility}]`, places));
  const sentence = "Every place is taken by one facility.";
  model.permutation({ id: "places", rule: "places", sentence, unit: "1", origin }, choices);
  return withParts(model.build(), { objective: sumOfTerms(size * size, [term]) });
}

/**
 * Writes matrices that give the same cost; those of the file a model came from may be other ones, by a factor or by parts
 * that cancel.
 * @throws QT_MODEL_NOT_WRITABLE when the model is not of the form `parseQaplib` makes
 */
export function printQaplib(model: Model): string {
  const size = model.variables.choices.length;
  const [term] = model.objective.terms;
  if (!term || size === 0) throw notWritable(model, format, "it has no choices or no cost.");
  const { column, value, quadratic } = term;
  const own = { ...meaning, column, value, quadratic, higher: emptyHigher(1), constant: 0 };
  requireOwnForm(model, assignmentModel(size, own, model.name, ""), format);
  const qap = qapFactors(size, term);
  if (!qap) throw notWritable(model, format, "its cost is no flow times distance without rounding.");
  return `${[`${size}`, matrixText(qap.flow, size), matrixText(qap.distance, size)].join("\n\n")}\n`;
}

const matrixText = (matrix: Float64Array, size: number): string =>
  Array.from({ length: size }, (_, row) => lineOf(matrix.subarray(row * size, (row + 1) * size))).join("\n");

export default defineFormat({
  id: "qaplib",
  title: "quadratic assignment (QAPLIB)",
  extensions: [".dat", ".qap"],
  detect: (source) => detectByReading(source, [1], readQap),
  parse: parseQaplib,
  print: printQaplib,
});
