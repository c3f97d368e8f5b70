import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import { modelOfBqm } from "./bqm-data.ts";
import { DimodReader, type DimodType } from "./bqm-sections.ts";
import type { Source } from "./source.ts";

export const bqmMagic = "DIMODBQM";

/**
 * Reads what dimod's `BinaryQuadraticModel.to_file()` writes, versions 1 and 2: offset, (first neighbour, bias) a
 * variable, (neighbour, bias) twice a pair, labels.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_VERSION
 */
export function parseBqmBinary({ bytes, fileName }: Source): Model {
  const reader = new DimodReader(bytes, fileName);
  const header = reader.header(bqmMagic);
  const [major] = header.version;
  if (major !== 1 && major !== 2)
    throw modelError(
      "QT_MODEL_VERSION",
      `The file has version ${major}, this Qtwin reads 1 and 2.`,
      fileName,
    );
  const [count, interactions] = reader.shapeIn(header);
  const bias = reader.typeIn(header, "dtype");
  const { vartype } = header.data;
  if (vartype !== "BINARY" && vartype !== "SPIN")
    throw reader.wrong(`The vartype is ${JSON.stringify(vartype)}.`, "BINARY or SPIN");
  const offset = reader.number(bias);
  const { first, linear } = readLinear(reader, count, reader.typeIn(header, "ntype"), bias);
  const pairs = readPairs(reader, [...first, 2 * interactions], reader.typeIn(header, "itype"), bias);
  const labels =
    major === 1 ? header.data.variables : labelsAfter(reader, header.data.variables === true, count);
  if (!Array.isArray(labels) || labels.length !== count)
    throw reader.wrong("Labels are missing.", `${count} labels`);
  return modelOfBqm({ vartype, labels, linear, ...pairs, offset }, fileName);
}

function readLinear(
  reader: DimodReader,
  count: number,
  index: DimodType,
  bias: DimodType,
): { readonly first: readonly number[]; readonly linear: readonly number[] } {
  reader.atLeast(count, 8);
  const [first, linear]: [number[], number[]] = [[], []];
  for (let column = 0; column < count; column++) {
    first.push(reader.number(index));
    linear.push(reader.number(bias));
  }
  return { first, linear };
}

/** Each pair stands at both of its variables; the one at the later is taken. */
function readPairs(
  reader: DimodReader,
  start: readonly number[],
  index: DimodType,
  bias: DimodType,
): { readonly left: number[]; readonly right: number[]; readonly quadratic: number[] } {
  const [left, right, quadratic]: [number[], number[], number[]] = [[], [], []];
  for (let column = 0; column + 1 < start.length; column++)
    for (let at = start[column]!; at < start[column + 1]!; at++) {
      const [neighbour, value] = [reader.number(index), reader.number(bias)];
      if (neighbour < 0 || neighbour + 2 > start.length)
        throw reader.wrong(`Neighbour ${neighbour}.`, "a variable");
      if (neighbour >= column) continue;
      left.push(neighbour);
      right.push(column);
      quadratic.push(value);
    }
  return { left, right, quadratic };
}

function labelsAfter(reader: DimodReader, areThere: boolean, count: number): unknown {
  return areThere ? reader.section("VARS").json() : Array.from({ length: count }, (_, column) => column);
}
