import type { Uncertainty } from "../uncertainty.ts";
import { type Uncertain, UncertaintyBuilder } from "../uncertainty-builder.ts";
import type { JsonNode } from "./json-node.ts";
import type { JsonReading } from "./json-reading.ts";

/** Reads scenarios, parameters and where they stand; the numbers of the model hold the nominal values already. */
export function readUncertainty(node: JsonNode, reading: JsonReading): Uncertainty | null {
  node.only(["scenarios", "parameters", "uses"]);
  const builder = new UncertaintyBuilder();
  const scenarios = node.field("scenarios").items();
  for (const scenario of scenarios) scenario.only(["name", "probability"]);
  const names = scenarios.map((scenario) => scenario.field("name").text());
  const probability = scenarios.map((scenario) => scenario.field("probability").number());
  node.field("scenarios").locate(() => builder.scenarios(names, probability));
  const parameters = new Map<string, Uncertain>();
  for (const parameter of node.field("parameters").items()) readParameter(parameter, builder, parameters);
  for (const use of node.field("uses").items()) readUse(use, builder, parameters, reading);
  return builder.done();
}

function readParameter(
  node: JsonNode,
  builder: UncertaintyBuilder,
  parameters: Map<string, Uncertain>,
): void {
  node.only(["id", "unit", "nominal", "values", "source"]);
  const id = node.field("id").text();
  const unit = node.field("unit").optional()?.text() ?? "1";
  const nominal = node.field("nominal").optional()?.number();
  const source = node.field("source").optional()?.text();
  const spec = {
    id,
    unit,
    values: node.field("values").numbers(),
    ...(nominal === undefined ? {} : { nominal }),
    ...(source === undefined ? {} : { source }),
  };
  parameters.set(
    id,
    node.locate(() => builder.parameter(spec)),
  );
}

function readUse(
  node: JsonNode,
  builder: UncertaintyBuilder,
  parameters: ReadonlyMap<string, Uncertain>,
  { sums, columns }: JsonReading,
): void {
  node.only(["in", "variable", "parameter", "factor"]);
  const place = node.field("in").named(sums, "the id of a constraint or of a part of the objective");
  const variable = node.field("variable").optional();
  const column = variable?.named(columns, "the name of a variable in 'variables'") ?? -1;
  const { parameter } = node.field("parameter").named(parameters, "the id of a parameter");
  const factor = node.field("factor").optional()?.number() ?? 1;
  node.locate(() => builder.use({ parameter, factor }, place, column, node.field("in").text()));
}
