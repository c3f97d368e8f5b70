import type { Model } from "../model.ts";
import { type LabelFields, labelFields, noBounds, ommxEquality, ommxSense } from "./ommx-messages.ts";
import { type ConstraintOutput, type LabelOutput, type OmmxOutput, ommxKindOf } from "./ommx-output.ts";
import { WireWriter } from "./protobuf.ts";

/** Writes `ommx.v1.Instance`; its field numbers stand with the reader. */
export function writeOmmxV1(output: OmmxOutput): WireWriter {
  const { model, variables, constraints, free, oneHots, namedFunctions } = output;
  const writer = new WireWriter().message(1, writeDescription(model));
  for (const [column, label] of variables.entries()) writer.message(2, writeVariable(model, column, label));
  writer.message(3, output.objective);
  const rows = oneHots.map((each) => ({ ...each, equality: ommxEquality.equalToZero }));
  for (const constraint of [...constraints, ...rows]) writer.message(4, writeConstraint(constraint));
  writer.uint(5, ommxSense[model.sense]);
  const hints = new WireWriter();
  for (const { id, variables: columns } of oneHots)
    hints.message(2, new WireWriter().uint(1, id).packedUints(2, columns));
  if (oneHots.length > 0) writer.message(7, hints);
  for (const row of free)
    writer.message(8, new WireWriter().message(1, writeConstraint(row)).text(2, noBounds));
  for (const [id, { function: body, label }] of namedFunctions.entries())
    writer.message(
      10,
      writeLabel(new WireWriter().uint(1, id).message(2, body), label, labelFields.namedFunction),
    );
  return writer;
}

/** Name 1, program that wrote it 4; the same in v2. */
export const writeDescription = ({ name }: Model): WireWriter =>
  new WireWriter().text(1, name).text(4, "qtwin");

function writeVariable(model: Model, column: number, label: LabelOutput): WireWriter {
  const writer = new WireWriter()
    .uint(1, column)
    .uint(2, ommxKindOf(model, column))
    .message(3, writeBound(model, column));
  return writeLabel(writer, label, labelFields.variable);
}

export const writeBound = ({ variables }: Model, column: number): WireWriter =>
  new WireWriter().double(1, variables.lower[column]!).double(2, variables.upper[column]!);

function writeConstraint({ id, equality, function: body, label }: ConstraintOutput): WireWriter {
  const writer = new WireWriter().uint(1, id).uint(2, equality).message(3, body);
  return writeLabel(writer, label, labelFields.constraint);
}

/** Adds the fields of a label to the message where they stand. */
export function writeLabel(writer: WireWriter, label: LabelOutput, fields: LabelFields): WireWriter {
  const { name, description, parameters } = label;
  writer.text(fields.name, name);
  for (const [key, value] of parameters)
    writer.message(fields.parameters, new WireWriter().text(1, key).text(2, value));
  return description === undefined ? writer : writer.text(fields.description, description);
}
