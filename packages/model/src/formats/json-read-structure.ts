import type { IntervalSpec } from "../structure-builder.ts";
import { type StructureKind, structureKinds } from "../structures.ts";
import type { JsonNode } from "./json-node.ts";
import { constraintMeaning, constraintMeaningKeys, type JsonReading, readTerms } from "./json-reading.ts";

const keysOf: Readonly<Record<StructureKind, readonly string[]>> = {
  "exactly-one": ["variables"],
  "at-most": ["limit", "variables"],
  implication: ["when", "is", "terms", "lower", "upper"],
  precedence: ["before", "after", "lag"],
  "no-overlap": ["activities", "setup"],
  cumulative: ["activities", "capacity"],
  permutation: ["choices"],
};

const readers: Readonly<Record<StructureKind, (node: JsonNode, reading: JsonReading) => void>> = {
  "exactly-one": (node, reading) => {
    reading.model.exactlyOne(constraintMeaning(node), columnsOf(node.field("variables"), reading));
  },
  "at-most": (node, reading) => {
    const columns = columnsOf(node.field("variables"), reading);
    reading.model.atMost(constraintMeaning(node), node.field("limit").number(), columns);
  },
  implication: (node, reading) => {
    const when = columnOf(node.field("when"), reading);
    const row = reading.model.implication(constraintMeaning(node), when, node.field("is").oneOf([0, 1]));
    readTerms(node.field("terms"), row, reading);
    const lower = node.field("lower").bound(-Infinity) ?? -Infinity;
    row.between(lower, node.field("upper").bound(Infinity) ?? Infinity);
  },
  precedence: (node, reading) => {
    const [before, after] = [columnOf(node.field("before"), reading), columnOf(node.field("after"), reading)];
    reading.model.precedence(constraintMeaning(node), before, after, node.field("lag").number());
  },
  "no-overlap": (node, reading) => {
    const setup = node.field("setup").optional();
    const activities = node.field("activities").items();
    const intervals = activities.map((activity) => intervalOf(activity, reading));
    const matrix = setup?.items().map((row) => row.numbers());
    reading.model.noOverlap(constraintMeaning(node), intervals, matrix);
  },
  cumulative: (node, reading) => {
    const activities = node.field("activities").items();
    const intervals = activities.map((activity) => ({
      ...intervalOf(activity, reading, ["demand"]),
      demand: activity.field("demand").number(),
    }));
    reading.model.cumulative(constraintMeaning(node), intervals, node.field("capacity").number());
  },
  permutation: (node, reading) => {
    const names = node.field("choices").items();
    const choices = names.map((name) => name.named(reading.choices, "the name of a choice"));
    reading.model.permutation(constraintMeaning(node), choices);
  },
};

/** Reads one entry of `structures`. */
export function readStructure(node: JsonNode, reading: JsonReading): void {
  const kind = node.field("kind").oneOf(structureKinds);
  node.only(["kind", ...constraintMeaningKeys, ...keysOf[kind]]);
  node.locate(() => readers[kind](node, reading));
}

const columnOf = (node: JsonNode, { columns }: JsonReading): number =>
  node.named(columns, "the name of a variable in 'variables'");

const columnsOf = (node: JsonNode, reading: JsonReading): number[] =>
  node.items().map((name) => columnOf(name, reading));

function intervalOf(node: JsonNode, reading: JsonReading, more: readonly string[] = []): IntervalSpec {
  node.only(["start", "duration", "present", ...more]);
  const present = node.field("present").optional();
  return {
    start: columnOf(node.field("start"), reading),
    duration: node.field("duration").number(),
    ...(present === undefined ? {} : { present: columnOf(present, reading) }),
  };
}
