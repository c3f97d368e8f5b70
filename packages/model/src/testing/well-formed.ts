import type { Model } from "../model.ts";
import type { PolynomialColumns } from "../polynomial.ts";

/** What is wrong with the columns of a model, in sentences: nothing for whatever a builder or a parser returns. */
export function malformations(model: Model): readonly string[] {
  const { variables, constraints, objective } = model;
  const wrong: string[] = [];
  const say = (holds: boolean, what: string): void => {
    if (!holds) wrong.push(what);
  };
  const { count, names, kind, lower, upper, units, recourse } = variables;
  for (const [what, column] of Object.entries({ names, kind, lower, upper, units, recourse }))
    say(column.length === count, `${what} has ${column.length} entries for ${count} variables`);
  say(new Set(names).size === count, "two variables share a name");
  for (let index = 0; index < count; index++)
    say(
      lower[index]! <= upper[index]!,
      `bounds of '${names[index]}' are ${lower[index]} and ${upper[index]}`,
    );
  for (const { name, first, options } of variables.choices)
    say(first >= 0 && first + options.length <= count, `'${name}' reaches beyond the variables`);
  say(constraints.lower.length === constraints.count, "rows without lower bounds");
  say(constraints.upper.length === constraints.count, "rows without upper bounds");
  say(constraints.meaning.length === constraints.count, "rows without meaning");
  for (let row = 0; row < constraints.count; row++)
    say(!(constraints.lower[row]! > constraints.upper[row]!), `row ${row} has crossed bounds`);
  wrong.push(...polynomialFaults("constraints", constraints, constraints.count, count));
  for (const term of objective.terms) {
    const columns = { ...term, start: Int32Array.of(0, term.column.length) };
    wrong.push(...polynomialFaults(term.id, columns, 1, count));
    say(Number.isFinite(term.constant), `'${term.id}' has the constant ${term.constant}`);
  }
  say(objective.linear.length === count, "the objective has another number of variables");
  const ids = [...constraints.meaning, ...model.structures.map(({ meaning }) => meaning)].map(({ id }) => id);
  say(new Set(ids).size === ids.length, "two constraints share an id");
  return wrong;
}

function polynomialFaults(
  where: string,
  { start, column, value, quadratic, higher }: PolynomialColumns,
  rows: number,
  variables: number,
): string[] {
  const wrong: string[] = [];
  const starts: readonly (readonly [string, Int32Array, number])[] = [
    ["linear", start, column.length],
    ["quadratic", quadratic.start, quadratic.value.length],
    ["higher", higher.start, higher.value.length],
  ];
  for (const [what, each, entries] of starts) {
    const ascending = each.every((at, row) => row === 0 || at >= each[row - 1]!);
    const fits = each.length === rows + 1 && each[0] === 0 && each[rows] === entries;
    if (!ascending || !fits) wrong.push(`${where}: ${what} rows do not cover ${entries} entries`);
  }
  for (const each of [column, quadratic.left, quadratic.right, higher.factor])
    if (!each.every((at) => at >= 0 && at < variables)) wrong.push(`${where}: a variable that is not there`);
  for (const each of [value, quadratic.value, higher.value])
    if (!each.every(Number.isFinite)) wrong.push(`${where}: a coefficient that is no number`);
  return wrong;
}
