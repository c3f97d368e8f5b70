import { type ConstraintRows, type Model, type Structure, variableKinds } from "@qtwin/model";

/** Columns of which exactly one, or at most one, is 1. */
export interface Group {
  readonly columns: Int32Array;
  readonly exact: boolean;
}

/** All groups a model states, each set of columns once; sentences when it states anything else. */
export function groupsOf(model: Model): { readonly groups: readonly Group[]; readonly reasons: string[] } {
  const groups: Group[] = [];
  const reasons: string[] = [];
  for (const { first, options } of model.variables.choices)
    groups.push({ columns: range(first, options.length), exact: true });
  for (const structure of model.structures) {
    const found = structureGroups(model, structure);
    if (found) groups.push(...found);
    else reasons.push(`'${structure.meaning.id}' is no hard rule that one of several options is taken.`);
  }
  for (let row = 0; row < model.constraints.count; row++) {
    const found = rowGroup(model.constraints, row);
    if (found) groups.push(found);
    else
      reasons.push(`Row '${model.constraints.meaning[row]!.id}' does not say that one of several is taken.`);
    if (reasons.length > 3) break;
  }
  const others = model.variables.kind.findIndex((_, column) => !isFreeBinary(model, column));
  if (others >= 0) reasons.push(`'${model.variables.names[others]}' is no free binary variable or option.`);
  return { groups: distinct(groups), reasons };
}

const range = (first: number, count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, at) => first + at);

function isFreeBinary({ variables: { kind, lower, upper } }: Model, column: number): boolean {
  const name = variableKinds[kind[column]!];
  return (name === "binary" || name === "choice") && lower[column] === 0 && upper[column] === 1;
}

function structureGroups(model: Model, structure: Structure): Group[] | null {
  if (structure.meaning.pricePerUnit !== undefined) return null;
  if (structure.kind === "exactly-one") return [{ columns: structure.columns, exact: true }];
  if (structure.kind === "at-most" && structure.limit === 1)
    return [{ columns: structure.columns, exact: false }];
  if (structure.kind !== "permutation") return null;
  const choices = Array.from(structure.choices, (choice) => model.variables.choices[choice]!);
  return choices.map((_, place) => ({
    columns: Int32Array.from(choices, ({ first }) => first + place),
    exact: true,
  }));
}

/** A row with one coefficient for all: c·Σx = c, or c·Σx ≤ c. */
function rowGroup(rows: ConstraintRows, row: number): Group | null {
  const { start, column, value, lower, upper, quadratic, higher, meaning } = rows;
  if (meaning[row]!.pricePerUnit !== undefined) return null;
  if (quadratic.start[row] !== quadratic.start[row + 1] || higher.start[row] !== higher.start[row + 1])
    return null;
  const [from, to] = [start[row]!, start[row + 1]!];
  const factor = value[from];
  if (factor === undefined || from === to || factor === 0) return null;
  for (let entry = from; entry < to; entry++) if (value[entry] !== factor) return null;
  const [least, most] = [lower[row]! / factor, upper[row]! / factor].sort((left, right) => left - right);
  if (most !== 1 || (least !== 1 && least! > 0)) return null;
  return { columns: column.slice(from, to), exact: least === 1 };
}

/** Where two say the same of the same columns, the stronger one stays. A single column may be alone in both its groups. */
function distinct(groups: readonly Group[]): Group[] {
  if (groups.every(({ columns }) => columns.length === 1)) return [...groups];
  const seen = new Map<string, Group>();
  for (const group of groups) {
    const columns = group.columns.slice().sort();
    const key = columns.join();
    if (!seen.get(key)?.exact) seen.set(key, { columns, exact: group.exact });
  }
  return [...seen.values()];
}
