import { createModel } from "../../builder.ts";
import { withParts } from "../../edit.ts";
import type { Model, ObjectiveMeaning } from "../../model.ts";
import { variableKinds } from "../../model.ts";
import { hasPriorities, objectiveOf } from "../../objective.ts";
import type { Polynomial } from "../../polynomial.ts";
import { notWritable } from "./own-form.ts";

/** A model of binaries `stem[1]` … and nothing but an objective. */
export function quboModel(
  head: {
    readonly name: string;
    readonly sense: Model["sense"];
    readonly stem: string;
    readonly size: number;
  },
  meaning: ObjectiveMeaning,
  sum: Polynomial,
): Model {
  const builder = createModel(head);
  for (let index = 1; index <= head.size; index++) builder.binary(`${head.stem}[${index}]`);
  return withObjective(builder.build(), meaning, sum);
}

/** A model with a long objective, put in as columns. */
export function withObjective(model: Model, meaning: ObjectiveMeaning, sum: Polynomial): Model {
  const parts = [{ meaning: Object.freeze(meaning), sum }];
  return withParts(model, { objective: objectiveOf(model.variables.count, parts) });
}

/** @throws QT_MODEL_NOT_WRITABLE when it has more than binary variables and one quadratic objective */
export function requireQubo(model: Model, format: string): void {
  const { variables, constraints, structures, objective, uncertainty } = model;
  const fail = (why: string): Error => notWritable(model, format, why, "Compile the model to a QUBO first.");
  const binary = variableKinds.indexOf("binary");
  const other = variables.kind.findIndex(
    (kind, index) => kind !== binary || variables.lower[index] !== 0 || variables.upper[index] !== 1,
  );
  if (other >= 0) throw fail(`'${variables.names[other]}' is no free binary variable.`);
  if (constraints.count + structures.length > 0) throw fail("it has constraints.");
  if (objective.higher.value.length > 0) throw fail("its objective has products of three or more variables.");
  if (hasPriorities(objective)) throw fail("it has objectives of different priority.");
  if (uncertainty) throw fail("it has uncertain parameters.");
}
