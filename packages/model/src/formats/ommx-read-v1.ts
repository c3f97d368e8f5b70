import { modelError } from "../errors.ts";
import {
  type LabelFields,
  labelFields,
  type OmmxConstraint,
  type OmmxInstance,
  type OmmxLabel,
  type OmmxNamedFunction,
  type OmmxSet,
  type OmmxVariable,
  ommxKinds,
} from "./ommx-messages.ts";
import type { WireReader } from "./protobuf.ts";

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

export const emptyInstance = (): Changeable<OmmxInstance> => ({
  name: undefined,
  sense: 0,
  variables: [],
  objective: null,
  constraints: [],
  removed: [],
  oneHotHints: [],
  oneHots: [],
  atMostOnes: [],
  indicators: [],
  dependencies: [],
  namedFunctions: [],
});

/** Reads the fields of `ommx.v1.Instance`. */
export function readOmmxV1(reader: WireReader): OmmxInstance {
  const instance = emptyInstance();
  while (reader.next()) {
    const { field } = reader;
    if (field === 1) instance.name = readName(reader.message());
    else if (field === 2) instance.variables.push(readVariable(reader.message()));
    else if (field === 3) instance.objective = reader.message();
    else if (field === 4) instance.constraints.push(readConstraint(reader.message()));
    else if (field === 5) instance.sense = reader.uint();
    else if (field === 7) instance.oneHotHints.push(...readOneHotHints(reader.message()));
    else if (field === 8) instance.removed.push(readRemoved(reader.message()));
    else if (field === 9) {
      const { key, value } = readEntry(reader.message());
      if (value) instance.dependencies.push({ id: key, function: value });
    } else if (field === 10) instance.namedFunctions.push(readNamedFunction(reader.message()));
    else if (field === 100) checkVersion(reader);
    else reader.skip();
  }
  return instance;
}

/** Name in a description (field 1). */
export function readName(reader: WireReader): string | undefined {
  let name: string | undefined;
  while (reader.next()) {
    if (reader.field === 1) name = reader.text();
    else reader.skip();
  }
  return name;
}

/** An entry of a map from numbers (field 1) to messages (field 2). */
export function readEntry(reader: WireReader): { readonly key: number; readonly value: WireReader | null } {
  let [key, value]: [number, WireReader | null] = [0, null];
  while (reader.next()) {
    if (reader.field === 1) key = reader.uint();
    else if (reader.field === 2) value = reader.message();
    else reader.skip();
  }
  return { key, value };
}

export const emptyLabel = (): OmmxLabel => ({ subscripts: [], parameters: new Map() });

/** Takes the present field into the label when it is one of its fields. */
export function readLabelField(reader: WireReader, fields: LabelFields, label: OmmxLabel): boolean {
  if (reader.field === fields.name) label.name = reader.text();
  else if (reader.field === fields.subscripts) reader.ints(label.subscripts);
  else if (reader.field === fields.parameters) readParameter(reader.message(), label.parameters);
  else if (reader.field === fields.description) label.description = reader.text();
  else return false;
  return true;
}

function readParameter(reader: WireReader, parameters: Map<string, string>): void {
  let [key, value] = ["", ""];
  while (reader.next()) {
    if (reader.field === 1) key = reader.text();
    else if (reader.field === 2) value = reader.text();
    else reader.skip();
  }
  parameters.set(key, value);
}

/** DecisionVariable: id 1, kind 2, bound 3, label 4 to 7, value it is fixed at 8. */
function readVariable(reader: WireReader): OmmxVariable {
  const label = emptyLabel();
  let [id, kind] = [0, 0];
  let bound: Bound | undefined;
  let fixed: number | undefined;
  while (reader.next()) {
    if (reader.field === 1) id = reader.uint();
    else if (reader.field === 2) kind = reader.uint();
    else if (reader.field === 3) bound = readBound(reader.message());
    else if (reader.field === 8) fixed = reader.double();
    else if (!readLabelField(reader, labelFields.variable, label)) reader.skip();
  }
  return { id, kind, label, ...boundOf(kind, bound, fixed) };
}

export interface Bound {
  readonly lower: number;
  readonly upper: number;
}

/** Bound: lower 1, upper 2. */
export function readBound(reader: WireReader): Bound {
  let [lower, upper] = [0, 0];
  while (reader.next()) {
    if (reader.field === 1) lower = reader.double();
    else if (reader.field === 2) upper = reader.double();
    else reader.skip();
  }
  return { lower, upper };
}

export function boundOf(kind: number, bound: Bound | undefined, fixed: number | undefined): Bound {
  if (fixed !== undefined) return { lower: fixed, upper: fixed };
  return (
    bound ?? (ommxKinds[kind] === "binary" ? { lower: 0, upper: 1 } : { lower: -Infinity, upper: Infinity })
  );
}

/** Constraint: id 1, equality 2, function 3, label 5 to 8. */
function readConstraint(reader: WireReader): OmmxConstraint {
  const label = emptyLabel();
  let [id, equality] = [0, 0];
  let body: WireReader | null = null;
  while (reader.next()) {
    if (reader.field === 1) id = reader.uint();
    else if (reader.field === 2) equality = reader.uint();
    else if (reader.field === 3) body = reader.message();
    else if (!readLabelField(reader, labelFields.constraint, label)) reader.skip();
  }
  return { id, equality, function: body, label };
}

/** RemovedConstraint: constraint 1, reason 2. */
function readRemoved(reader: WireReader): OmmxInstance["removed"][number] {
  let constraint: OmmxConstraint = { id: 0, equality: 0, function: null, label: emptyLabel() };
  let reason = "";
  while (reader.next()) {
    if (reader.field === 1) constraint = readConstraint(reader.message());
    else if (reader.field === 2) reason = reader.text();
    else reader.skip();
  }
  return { ...constraint, reason };
}

/** ConstraintHints: one-hot 2; the others are about constraints that stand in the file as well. */
function readOneHotHints(reader: WireReader): OmmxSet[] {
  const hints: OmmxSet[] = [];
  while (reader.next()) {
    if (reader.field === 2) hints.push(readOneHotHint(reader.message()));
    else reader.skip();
  }
  return hints;
}

/** OneHot: constraint id 1, variables 2. */
function readOneHotHint(reader: WireReader): OmmxSet {
  const variables: number[] = [];
  let id = 0;
  while (reader.next()) {
    if (reader.field === 1) id = reader.uint();
    else if (reader.field === 2) reader.uints(variables);
    else reader.skip();
  }
  return { id, variables, label: emptyLabel() };
}

/** NamedFunction: id 1, function 2, label 3 to 6. */
function readNamedFunction(reader: WireReader): OmmxNamedFunction {
  const label = emptyLabel();
  let id = 0;
  let body: WireReader | null = null;
  while (reader.next()) {
    if (reader.field === 1) id = reader.uint();
    else if (reader.field === 2) body = reader.message();
    else if (!readLabelField(reader, labelFields.namedFunction, label)) reader.skip();
  }
  return { id, function: body, label };
}

/** ommx 2 writes 0; a greater number says that this reader would misunderstand the file. */
function checkVersion(reader: WireReader): void {
  const version = reader.uint();
  if (version === 0) return;
  const message = `The file has the OMMX format version ${version}, this Qtwin reads 0.`;
  throw modelError("QT_MODEL_VERSION", message, reader.where, "Write it with ommx 2.");
}
