import { createModel } from "../builder.ts";
import { withParts } from "../edit.ts";
import { modelError } from "../errors.ts";
import type { Meaning, Model, ObjectiveMeaning } from "../model.ts";
import { jsonVersion } from "./json-model.ts";
import { JsonNode } from "./json-node.ts";
import { ColumnPatches } from "./json-patch.ts";
import { readStructure } from "./json-read-structure.ts";
import { readUncertainty } from "./json-read-uncertainty.ts";
import {
  constraintMeaning,
  constraintMeaningKeys,
  type JsonReading,
  meaningOf,
  readTerms,
} from "./json-reading.ts";
import { type Source, syntaxError } from "./source.ts";

/**
 * Reads Qtwin's JSON form; `json-schema.ts` describes it. May be left out: a variable's kind (`continuous`), lower (0),
 * upper (none), unit (`1`); a constraint's lower and upper (none); rule (the id), sentence (the id), unit, constant
 * (0); structures and uncertainty. Version 1 knows neither products nor choices, structures and uncertainty.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_VERSION and the errors of the builder, with file and path such as `constraints[3].terms[0]`
 */
export function parseJson(source: Source): Model {
  return fromJsonModel(parseJsonText(source), source.fileName);
}

const headKeys = [
  "format",
  "version",
  "name",
  "sense",
  "variables",
  "constraints",
  "structures",
  "objective",
  "uncertainty",
  "$schema",
];
const variableKeys = ["name", "kind", "lower", "upper", "unit", "recourse"];
const choiceKeys = ["name", "kind", "options", "recourse", "columns", "bounds"];
const rowKeys = [...constraintMeaningKeys, "lower", "upper", "terms"];
const partKeys = [
  "id",
  "rule",
  "sentence",
  "unit",
  "origin",
  "weight",
  "priority",
  "risk",
  "constant",
  "terms",
];

/** @param fileName what errors point at */
export function fromJsonModel(json: unknown, fileName = "model"): Model {
  const root = new JsonNode(json, fileName);
  root.field("format").oneOf(["qtwin-model"]);
  const version = versionOf(root.field("version"));
  const sense = root.field("sense").oneOf(["minimize", "maximize"]);
  const model = createModel({ name: root.field("name").text(), sense });
  const reading: JsonReading = {
    model,
    columns: new Map(),
    choices: new Map(),
    sums: new Map(),
    isStrict: version > 1,
  };
  if (reading.isStrict) root.only(headKeys);
  const patches = new ColumnPatches();
  for (const node of root.field("variables").items()) readVariable(node, reading, patches);
  for (const [index, node] of root.field("constraints").items().entries())
    readConstraint(node, index, reading);
  const structures = root.field("structures");
  if (reading.isStrict && structures.optional())
    for (const node of structures.items()) readStructure(node, reading);
  for (const [index, node] of root.field("objective").items().entries()) readPart(node, index, reading);
  const uncertainty = root.field("uncertainty");
  if (!reading.isStrict || !uncertainty.optional()) return patches.apply(model.build());
  const read = readUncertainty(uncertainty, reading);
  return withParts(patches.apply(model.build()), { uncertainty: read });
}

function versionOf(node: JsonNode): number {
  const version = node.number();
  if (Number.isInteger(version) && version >= 1 && version <= jsonVersion) return version;
  throw modelError(
    "QT_MODEL_VERSION",
    `The file has version ${version}, this Qtwin reads 1 to ${jsonVersion}.`,
    node.where,
  );
}

function readVariable(node: JsonNode, reading: JsonReading, patches: ColumnPatches): void {
  const kinds = [
    "continuous",
    "integer",
    "binary",
    ...(reading.isStrict ? (["choice"] as const) : []),
  ] as const;
  const kind = node.field("kind").optional()?.oneOf(kinds) ?? "continuous";
  const recourse = node.field("recourse").optional()?.boolean() ?? false;
  if (kind === "choice") {
    readChoice(node, recourse, reading, patches);
    return;
  }
  if (reading.isStrict) node.only(variableKeys);
  const name = node.field("name").text();
  const lower = node.field("lower").bound(-Infinity) ?? 0;
  const upper = node.field("upper").bound(Infinity) ?? (kind === "binary" ? 1 : Infinity);
  const unit = node.field("unit").optional()?.text() ?? "1";
  const column = node.locate(() => reading.model[kind](name, { lower, upper, unit, recourse }));
  reading.columns.set(name, column);
}

function readChoice(node: JsonNode, recourse: boolean, reading: JsonReading, patches: ColumnPatches): void {
  node.only(choiceKeys);
  const name = node.field("name").text();
  const options = node
    .field("options")
    .items()
    .map((option) => option.text());
  const choice = node.locate(() => reading.model.choice(name, options, { recourse }));
  reading.choices.set(name, choice);
  const names =
    patches.read(node, options.length, choice.option(0)) ?? options.map((option) => `${name}=${option}`);
  for (const [option, column] of names.entries()) reading.columns.set(column, choice.option(option));
}

function readConstraint(node: JsonNode, index: number, reading: JsonReading): void {
  if (reading.isStrict) node.only(rowKeys);
  const meaning = constraintMeaning(node);
  const row = node.locate(() => reading.model.constraint(meaning));
  readTerms(node.field("terms"), row, reading);
  const lower = node.field("lower").bound(-Infinity) ?? -Infinity;
  const upper = node.field("upper").bound(Infinity) ?? Infinity;
  node.locate(() => row.between(lower, upper));
  reading.sums.set(meaning.id, { place: 0, index });
}

function readPart(node: JsonNode, index: number, reading: JsonReading): void {
  if (reading.isStrict) node.only(partKeys);
  const meaning = { ...meaningOf(node), ...objectiveMeaning(node) };
  const sum = node.locate(() => reading.model.objective(meaning));
  readTerms(node.field("terms"), sum, reading);
  sum.constant(node.field("constant").optional()?.number() ?? 0);
  reading.sums.set(meaning.id, { place: 1, index });
}

function objectiveMeaning(node: JsonNode): Omit<ObjectiveMeaning, keyof Meaning> {
  const weight = node.field("weight").optional()?.number();
  const priority = node.field("priority").optional()?.number();
  const risk = node.field("risk").optional();
  return {
    ...(weight === undefined ? {} : { weight }),
    ...(priority === undefined ? {} : { priority }),
    ...(risk === undefined ? {} : { risk: riskOf(risk) }),
  };
}

function riskOf(node: JsonNode): NonNullable<ObjectiveMeaning["risk"]> {
  const measure = node.field("measure").oneOf(["expectation", "cvar", "worst-case"]);
  node.only(measure === "cvar" ? ["measure", "alpha"] : ["measure"]);
  return measure === "cvar" ? { measure, alpha: node.field("alpha").number() } : { measure };
}

/** JSON text as plain data. @throws QT_MODEL_SYNTAX at its place */
export function parseJsonText(source: Pick<Source, "text" | "fileName">): unknown {
  try {
    return JSON.parse(source.text);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? source.text.length);
    const before = source.text.slice(0, offset).split("\n");
    const place = { line: before.length, column: before[before.length - 1]!.length + 1 };
    throw syntaxError(source, place, `This is no JSON: ${message}`, "JSON text");
  }
}
