import { createModel, type ModelBuilder } from "../../builder.ts";
import { rowActivity } from "../../evaluate.ts";
import type { Model } from "../../model.ts";
import { variableKinds } from "../../model.ts";
import { defineRewrite } from "../rewrite.ts";

/**
 * lower ≤ a·x ≤ upper at price p  →  lower ≤ a·x + under − over ≤ upper, objective ± p·(under + over).
 * The slacks come after the source's variables, so decoding cuts them off.
 */
export default defineRewrite({
  id: "soft-rows",
  title: "Soft constraints become hard ones with priced slack",
  from: "soft-constraints",
  to: "linear constraints",
  kind: "exact",
  apply,
  encode,
  decode: (source, _target, values) => values.slice(0, source.variables.count),
});

/** One slack per finite side of each soft row: +1 raises the activity, −1 lowers it. */
function* slacks(model: Model): Generator<{ row: number; sign: 1 | -1; name: string }> {
  const { lower, upper, meaning } = model.constraints;
  for (let row = 0; row < meaning.length; row++) {
    if (meaning[row]!.pricePerUnit === undefined) continue;
    if (lower[row]! > -Infinity) yield { row, sign: 1, name: `${meaning[row]!.id}.under` };
    if (upper[row]! < Infinity) yield { row, sign: -1, name: `${meaning[row]!.id}.over` };
  }
}

function apply(source: Model): Model {
  const target = createModel({ name: source.name, sense: source.sense });
  copyVariables(source, target);
  const taken = new Set(source.variables.names);
  const slackOfRow = new Map<number, { variable: number; sign: number }[]>();
  for (const { row, sign, name } of slacks(source)) {
    let free = name;
    while (taken.has(free)) free += "'";
    taken.add(free);
    const variable = target.continuous(free, { unit: source.constraints.meaning[row]!.unit });
    slackOfRow.set(row, [...(slackOfRow.get(row) ?? []), { variable, sign }]);
  }
  copyRows(source, target, slackOfRow);
  copyObjective(source, target, slackOfRow);
  return target.build();
}

function copyVariables(source: Model, target: ModelBuilder): void {
  const { names, kind, lower, upper, units } = source.variables;
  names.forEach((name, index) => {
    const options = { lower: lower[index]!, upper: upper[index]!, unit: units[index]! };
    target[variableKinds[kind[index]!]!](name, options);
  });
}

type SlackOfRow = ReadonlyMap<number, readonly { variable: number; sign: number }[]>;

function copyRows(source: Model, target: ModelBuilder, slackOfRow: SlackOfRow): void {
  const { count, lower, upper, start, column, value, meaning } = source.constraints;
  for (let row = 0; row < count; row++) {
    const { pricePerUnit: _, ...hard } = meaning[row]!;
    const built = target.constraint(hard);
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) built.plus(value[entry]!, column[entry]!);
    for (const { variable, sign } of slackOfRow.get(row) ?? []) built.plus(sign, variable);
    built.between(lower[row]!, upper[row]!);
  }
}

function copyObjective(source: Model, target: ModelBuilder, slackOfRow: SlackOfRow): void {
  for (const term of source.objective.terms) {
    const { column, value, constant, ...meaning } = term;
    const built = target.objective(meaning).constant(constant);
    column.forEach((variable, entry) => {
      built.plus(value[entry]!, variable);
    });
  }
  const worse = source.sense === "minimize" ? 1 : -1;
  for (const [row, slack] of slackOfRow) {
    const { id, rule, sentence, pricePerUnit = 0 } = source.constraints.meaning[row]!;
    const unit = source.objective.terms[0]?.unit ?? "1";
    const penalty = target.objective({ id: `${id}.penalty`, rule, sentence, unit });
    for (const { variable } of slack) penalty.plus(worse * pricePerUnit, variable);
  }
}

function encode(source: Model, target: Model, values: Float64Array): Float64Array {
  const activity = rowActivity(source, values);
  const { lower, upper } = source.constraints;
  const encoded = new Float64Array(target.variables.count);
  encoded.set(values);
  let next = source.variables.count;
  for (const { row, sign } of slacks(source))
    encoded[next++] = Math.max(0, sign > 0 ? lower[row]! - activity[row]! : activity[row]! - upper[row]!);
  return encoded;
}
