import type { Model } from "../model.ts";
import { labelFields, noBounds, ommxFeature, ommxSense } from "./ommx-messages.ts";
import { type ConstraintOutput, type LabelOutput, type OmmxOutput, ommxKindOf } from "./ommx-output.ts";
import { writeBound, writeDescription, writeLabel } from "./ommx-write-v1.ts";
import { WireWriter } from "./protobuf.ts";

/** Writes `ommx.v2.Instance`; its field numbers stand with the reader. */
export function writeOmmxV2(output: OmmxOutput): WireWriter {
  const { model, oneHots, indicators } = output;
  const features = [
    ...(indicators.length > 0 ? [ommxFeature.indicator] : []),
    ...(oneHots.length > 0 ? [ommxFeature.oneHot] : []),
  ];
  return new WireWriter()
    .packedUints(1, features)
    .message(2, writeDescription(model))
    .message(3, writeVariables(model, output.variables))
    .message(4, output.objective)
    .message(5, writeRegular(output))
    .uint(6, ommxSense[model.sense])
    .message(8, writeCollection(indicators.map((each) => ({ ...each, row: writeIndicator(each) }))))
    .message(
      9,
      writeCollection(
        oneHots.map((each) => ({ ...each, row: new WireWriter().packedUints(1, each.variables) })),
      ),
    )
    .message(10, new WireWriter())
    .message(12, writeNamedFunctions(output));
}

/** An entry of a map from numbers to messages. */
const entry = (key: number, value: WireWriter): WireWriter => new WireWriter().uint(1, key).message(2, value);

const modelingLabel = (label: LabelOutput): WireWriter =>
  writeLabel(new WireWriter(), label, labelFields.modelingLabel);

function writeVariables(model: Model, labels: readonly LabelOutput[]): WireWriter {
  const writer = new WireWriter();
  for (const column of labels.keys()) {
    const row = new WireWriter().uint(1, ommxKindOf(model, column)).message(2, writeBound(model, column));
    writer.message(1, entry(column, row));
  }
  for (const [column, label] of labels.entries()) writer.message(2, entry(column, modelingLabel(label)));
  return writer;
}

type Row = Pick<ConstraintOutput, "id" | "label"> & { readonly row: WireWriter };

function writeCollection(active: readonly Row[], removed: readonly Row[] = []): WireWriter {
  const writer = new WireWriter();
  for (const { id, row } of active) writer.message(1, entry(id, row));
  for (const { id, row } of removed)
    writer.message(2, entry(id, row)).message(3, entry(id, new WireWriter().text(1, noBounds)));
  for (const { id, label } of [...active, ...removed])
    writer.message(4, entry(id, new WireWriter().message(1, modelingLabel(label))));
  return writer;
}

function writeRegular({ constraints, free }: OmmxOutput): WireWriter {
  const rowOf = (each: ConstraintOutput): Row => ({
    ...each,
    row: new WireWriter().uint(1, each.equality).message(2, each.function),
  });
  return writeCollection(constraints.map(rowOf), free.map(rowOf));
}

function writeIndicator({ when, equality, function: body }: OmmxOutput["indicators"][number]): WireWriter {
  return new WireWriter().uint(1, when).uint(2, equality).message(3, body);
}

function writeNamedFunctions({ namedFunctions }: OmmxOutput): WireWriter {
  const writer = new WireWriter();
  for (const [id, { function: body }] of namedFunctions.entries())
    writer.message(1, entry(id, new WireWriter().message(1, body)));
  for (const [id, { label }] of namedFunctions.entries()) writer.message(2, entry(id, modelingLabel(label)));
  return writer;
}
