import type { Model, QuadraticEntries } from "../../model.ts";
import { Polynomial, PolynomialRows } from "../../polynomial.ts";
import { defineFormat } from "../format.ts";
import type { Source } from "../source.ts";
import { constantLine, printCoordinateList, readConstant, readCoordinateList } from "./coordinate-list.ts";
import { detectByReading, NumberReader, nameOfFile } from "./number-reader.ts";
import { quboModel, requireQubo } from "./qubo-model.ts";

const meaning = {
  id: "cut",
  rule: "cut",
  sentence: "Total weight of the edges whose two ends lie on different sides.",
  unit: "1",
};

/**
 * Reads a graph as rudy writes it (G-set, Biq Mac): `n m`, then `i j weight` for each edge, vertices from 1. Edges given
 * twice add up.
 * @throws QT_MODEL_SYNTAX
 * @see Helmberg and Rendl 1997; Wiegele 2007
 */
export function parseMaxcut(source: Source): Model {
  const reader = new NumberReader(source);
  const graph = readCoordinateList(reader);
  const sum = new Polynomial();
  sum.constant = readConstant(reader);
  for (let edge = 0; edge < graph.value.length; edge++) {
    const [from, to, weight] = [graph.row[edge]!, graph.column[edge]!, graph.value[edge]!];
    if (from === to) throw reader.wrong("an edge between two vertices", graph.firstWord + 3 * edge);
    sum.pair(Math.min(from, to), Math.max(from, to), -2 * weight);
  }
  const merged = new PolynomialRows();
  merged.push(sum);
  degreesOf(graph.size, merged.columns().quadratic, 1).forEach((degree, vertex) => {
    sum.linear(vertex, degree);
  });
  return quboModel(
    { name: nameOfFile(source), sense: "maximize", stem: "side", size: graph.size },
    meaning,
    sum,
  );
}

/** Sums of the weights at each vertex, added up in the order of the products, so that writing meets what was read. */
function degreesOf(size: number, { left, right, value }: QuadraticEntries, sign: 1 | -1): Float64Array {
  const degree = new Float64Array(size);
  for (let edge = 0; edge < value.length; edge++) {
    const weight = (-sign * value[edge]!) / 2;
    degree[left[edge]!]! += weight;
    degree[right[edge]!]! += weight;
  }
  return degree;
}

/**
 * Writes any QUBO as the graph whose largest cut is its optimum: variables are the sides of vertices. Where the linear
 * parts are not those of a graph there is one vertex more, the last: the QUBO's value is the cut with that vertex on side
 * 0. A model to be minimised is written with the opposite sign. The constant goes into a comment.
 * @throws QT_MODEL_NOT_WRITABLE
 */
export function printMaxcut(model: Model): string {
  requireQubo(model, "a cut problem");
  const { linear, quadratic, constant } = model.objective;
  const sign = model.sense === "maximize" ? 1 : -1;
  const degree = degreesOf(linear.length, quadratic, sign);
  const rest = linear.map((value, vertex) => sign * value - degree[vertex]!);
  const edges = Array.from(quadratic.value, (value, entry) => {
    const weight = (-sign * value) / 2;
    return `${quadratic.left[entry]! + 1} ${quadratic.right[entry]! + 1} ${weight}`;
  });
  const isGraph = rest.every((value) => value === 0);
  const size = model.variables.count + (isGraph ? 0 : 1);
  rest.forEach((value, vertex) => {
    if (value !== 0) edges.push(`${vertex + 1} ${size} ${value}`);
  });
  return constantLine(sign * constant) + printCoordinateList(size, edges);
}

export default defineFormat({
  id: "maxcut",
  title: "maximum cut (rudy, G-set)",
  extensions: [".rud", ".rudy", ".mc", ".maxcut"],
  detect: (source) =>
    detectByReading(source, [2, 3], (reader) => {
      if (readCoordinateList(reader).hasDiagonal) throw reader.wrong("no diagonal entries");
    }),
  parse: parseMaxcut,
  print: printMaxcut,
});
