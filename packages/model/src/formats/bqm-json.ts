import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import { type BqmData, type BqmNotes, bqmOfModel, modelOfBqm } from "./bqm-data.ts";
import { isMeaning, isObject, isText } from "./bqm-notes.ts";
import { JsonNode } from "./json-node.ts";
import { parseJsonText } from "./json-read.ts";
import type { Source } from "./source.ts";

/** dimod's `BinaryQuadraticModel.to_serializable()` as JSON, schema 3.0.0; `info` carries what dimod does not know. */
export function printBqmJson(model: Model): string {
  const { data, notes } = bqmOfModel(model);
  const list = (values: ArrayLike<unknown>): readonly unknown[] => Array.from(values);
  const file = {
    type: "BinaryQuadraticModel",
    version: { bqm_schema: "3.0.0" },
    use_bytes: false,
    index_type: "int32",
    bias_type: "float64",
    num_variables: data.linear.length,
    num_interactions: data.quadratic.length,
    variable_labels: data.labels,
    variable_type: data.vartype,
    offset: data.offset,
    info: { qtwin: notes },
    linear_biases: list(data.linear),
    quadratic_biases: list(data.quadratic),
    quadratic_head: list(data.left),
    quadratic_tail: list(data.right),
  };
  return `${JSON.stringify(file)}\n`;
}

/** Reads schemas 2 and 3. @throws QT_MODEL_SYNTAX, QT_MODEL_VERSION with file and field */
export function parseBqmJson(source: Source): Model {
  const root = new JsonNode(parseJsonText(source), source.fileName);
  root.field("type").oneOf(["BinaryQuadraticModel"]);
  checkSchema(root);
  const labels = root.field("variable_labels").list();
  const pairs = root.field("quadratic_biases").list().length;
  const data: BqmData = {
    vartype: root.field("variable_type").oneOf(["BINARY", "SPIN"]),
    labels,
    linear: numbers(root.field("linear_biases"), labels.length),
    left: indices(root.field("quadratic_head"), pairs, labels.length),
    right: indices(root.field("quadratic_tail"), pairs, labels.length),
    quadratic: numbers(root.field("quadratic_biases"), pairs),
    offset: root.field("offset").number(),
  };
  return modelOfBqm(data, source.fileName, notesIn(root.field("info").value));
}

function checkSchema(root: JsonNode): void {
  if (root.field("use_bytes").value === true) throw root.field("use_bytes").wrong("false: bytes are no JSON");
  const node = root.field("version").optional()?.field("bqm_schema");
  const schema = node?.text() ?? "1.0.0";
  if (/^[23]\./.test(schema)) return;
  const message = `The file has the BQM schema ${schema}, this Qtwin reads 2 and 3.`;
  throw modelError("QT_MODEL_VERSION", message, root.field("version").where, "Write it with dimod 0.12.");
}

function numbers(node: JsonNode, count: number): readonly number[] {
  if (node.list().length !== count) throw node.wrong(`${count} numbers`);
  return node.numbers();
}

function indices(node: JsonNode, count: number, end: number): readonly number[] {
  const found = numbers(node, count);
  const bad = found.findIndex((each) => !Number.isInteger(each) || each < 0 || each >= end);
  if (bad >= 0) throw node.item(bad).wrong(`the position of one of ${end} variables`);
  return found;
}

/** Notes of ours; what is not as we write it is passed over. */
function notesIn(info: unknown): BqmNotes {
  const notes = isObject(info) && isObject(info.qtwin) ? info.qtwin : {};
  const { model, sense, objective, units } = notes;
  return {
    ...(typeof model === "string" ? { model } : {}),
    ...(sense === "maximize" ? { sense } : {}),
    ...(isMeaning(objective) ? { objective } : {}),
    ...(isObject(units) && Object.values(units).every(isText)
      ? { units: units as Record<string, string> }
      : {}),
  };
}
