import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import { bqmOfModel, modelOfBqm } from "./bqm-data.ts";
import { type Source, syntaxError } from "./source.ts";

/** First line of dimod's COO text that says what the variables are; without it dimod must be told. */
export const cooHeader = /^[ \t\f]*#.*?vartype[:=][ \t]*(BINARY|SPIN)\b/m;

/**
 * Reads dimod's coordinate text: a line `u v bias` a pair, `u u bias` a variable, labels from 0 on; repeated lines add up,
 * and variables come in the order of their labels.
 * @throws QT_MODEL_SYNTAX with line and column
 */
export function parseCoo(source: Source): Model {
  const vartype = cooHeader.exec(source.text)?.[1];
  if (vartype !== "BINARY" && vartype !== "SPIN")
    throw syntaxError(
      source,
      { line: 1, column: 1 },
      "No line says what the variables are.",
      "'# vartype=BINARY'",
    );
  const lines = source.text.split(/\r\n|\r|\n/);
  const triplets = lines.flatMap((line, index) =>
    /^\s*(#|$)/.test(line) ? [] : [tripletOf(line, index + 1, source)],
  );
  const labels = [...new Set(triplets.flatMap(({ u, v }) => [u, v]))].sort((one, other) => one - other);
  const columnOf = new Map(labels.map((label, column) => [label, column]));
  const linear = new Float64Array(labels.length);
  const pairs = triplets.filter(({ u, v }) => u !== v);
  for (const { u, v, bias } of triplets) if (u === v) linear[columnOf.get(u)!]! += bias;
  const left = pairs.map(({ u }) => columnOf.get(u)!);
  const right = pairs.map(({ v }) => columnOf.get(v)!);
  const quadratic = pairs.map(({ bias }) => bias);
  return modelOfBqm({ vartype, labels, linear, left, right, quadratic, offset: 0 }, source.fileName);
}

interface Triplet {
  readonly u: number;
  readonly v: number;
  readonly bias: number;
}

function tripletOf(line: string, number: number, source: Source): Triplet {
  const match = /^\s*(\d+)\s+(\d+)\s+([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/.exec(line);
  if (match) return { u: Number(match[1]), v: Number(match[2]), bias: Number(match[3]) };
  const place = { line: number, column: line.search(/\S/) + 1 };
  throw syntaxError(
    source,
    place,
    `'${line.trim().slice(0, 40)}' is no entry.`,
    "two labels and a number, '0 1 -2.5'",
  );
}

/**
 * dimod's coordinate text. Names, an offset and variables without a bias cannot be said; the labels are columns.
 * @throws QT_MODEL_NOT_WRITABLE
 */
export function printCoo(model: Model): string {
  const { data } = bqmOfModel(model);
  if (data.offset !== 0)
    throw modelError(
      "QT_MODEL_NOT_WRITABLE",
      `COO text has no offset, the objective has ${data.offset}.`,
      model.name,
      "Write --format bqm.",
    );
  const lines = Array.from(data.linear, (bias, column) =>
    bias === 0 ? [] : [`${column} ${column} ${decimal(bias)}`],
  );
  const pairs = Array.from(
    data.quadratic,
    (bias, at) => `${data.left[at]!} ${data.right[at]!} ${decimal(bias)}`,
  );
  return `${["# vartype=BINARY", ...lines.flat(), ...pairs].join("\n")}\n`;
}

/** All digits and no exponent, which dimod's reader does not know. */
function decimal(value: number): string {
  const [mantissa = "", exponent] = `${Math.abs(value)}`.split("e");
  const sign = value < 0 ? "-" : "";
  if (exponent === undefined) return sign + mantissa;
  const [whole = "", part = ""] = mantissa.split(".");
  const shift = Number(exponent);
  if (shift < 0) return `${sign}0.${"0".repeat(-shift - whole.length)}${whole}${part}`;
  return sign + whole + part.padEnd(shift, "0");
}
