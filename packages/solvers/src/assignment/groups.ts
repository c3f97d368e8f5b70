import { type Model, type Structure, variableKinds } from "@qtwin/model";
import { choiceGroups, type Group, rowGroup, structureGroup } from "../one-of/groups.ts";

/** All groups a model states, each set of columns once; sentences when it states anything else. */
export function groupsOf(model: Model): { readonly groups: readonly Group[]; readonly reasons: string[] } {
  const groups = choiceGroups(model);
  const reasons: string[] = [];
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
  const others = model.variables.kind.findIndex((_, column) => !isBinary(model, column));
  if (others >= 0) reasons.push(`'${model.variables.names[others]}' is no binary variable or option.`);
  return { groups: distinct(groups), reasons };
}

function isBinary({ variables: { kind } }: Model, column: number): boolean {
  const name = variableKinds[kind[column]!];
  return name === "binary" || name === "choice";
}

function structureGroups(model: Model, structure: Structure): Group[] | null {
  if (structure.kind !== "permutation" || structure.meaning.pricePerUnit !== undefined) {
    const group = structureGroup(structure);
    return group && [group];
  }
  const choices = Array.from(structure.choices, (choice) => model.variables.choices[choice]!);
  return choices.map((_, place) => ({
    columns: Int32Array.from(choices, ({ first }) => first + place),
    exact: true,
  }));
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
