import { modelError } from "../errors.ts";
import {
  labelFields,
  type OmmxConstraint,
  type OmmxInstance,
  type OmmxLabel,
  ommxFeature,
} from "./ommx-messages.ts";
import {
  type Bound,
  boundOf,
  emptyInstance,
  emptyLabel,
  readBound,
  readEntry,
  readLabelField,
  readName,
} from "./ommx-read-v1.ts";
import type { WireReader } from "./protobuf.ts";

/** Reads the fields of `ommx.v2.Instance`. */
export function readOmmxV2(reader: WireReader): OmmxInstance {
  const instance = emptyInstance();
  let output: Partial<OmmxInstance> = {};
  while (reader.next()) {
    const { field } = reader;
    if (field === 1) checkFeatures(reader);
    else if (field === 2) instance.name = readName(reader.message());
    else if (field === 3) instance.variables = readVariables(reader.message());
    else if (field === 4) instance.objective = reader.message();
    else if (field === 5) {
      const { active, removed } = readCollection(reader.message(), readRegular);
      instance.constraints = active;
      instance.removed = removed;
    } else if (field === 6) instance.sense = reader.uint();
    else if (field === 8) instance.indicators = readCollection(reader.message(), readIndicator).active;
    else if (field === 9) instance.oneHots = readCollection(reader.message(), readSet).active;
    else if (field === 10) instance.atMostOnes = readCollection(reader.message(), readSet).active;
    else if (field === 11) {
      const { key, value } = readEntry(reader.message());
      if (value) instance.dependencies.push({ id: key, function: value });
    } else if (field === 12) instance.namedFunctions = readNamedFunctions(reader.message());
    else if (field === 14) output = readOutputObjective(reader.message());
    else reader.skip();
  }
  return { ...instance, ...output };
}

/** A file says which features a reader must know. */
function checkFeatures(reader: WireReader): void {
  const features: number[] = [];
  reader.uints(features);
  const known: readonly number[] = Object.values(ommxFeature);
  const unknown = features.find((feature) => !known.includes(feature));
  if (unknown === undefined) return;
  const message = `The instance needs feature ${unknown}, this Qtwin knows ${known.join(", ")}.`;
  throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", message, reader.where);
}

/** OutputObjective: sense 1, function 2, whether the optima of the objective for solvers are its optima too 3. */
function readOutputObjective(reader: WireReader): Pick<OmmxInstance, "sense" | "objective"> {
  let [sense, objective, isEquivalent]: [number, WireReader | null, boolean] = [0, null, false];
  while (reader.next()) {
    if (reader.field === 1) sense = reader.uint();
    else if (reader.field === 2) objective = reader.message();
    else if (reader.field === 3) isEquivalent = reader.uint() === 1;
    else reader.skip();
  }
  if (isEquivalent) return { sense, objective };
  throw modelError(
    "QT_MODEL_UNSUPPORTED_FEATURE",
    "The objective for solvers is another problem than the one for reports.",
    reader.where,
    "Write the instance before it is relaxed.",
  );
}

type Labels = ReadonlyMap<number, OmmxLabel>;

/** DecisionVariableTable: entries 1 {kind 1, bound 2}, labels 2, fixed values 3. */
function readVariables(reader: WireReader): OmmxInstance["variables"][number][] {
  const entries = new Map<number, { readonly kind: number; readonly bound: Bound | undefined }>();
  const labels = new Map<number, OmmxLabel>();
  const fixed = new Map<number, number>();
  while (reader.next()) {
    if (reader.field === 1) addEntry(entries, reader, readVariable);
    else if (reader.field === 2) addEntry(labels, reader, readModelingLabel);
    else if (reader.field === 3) {
      const [id, value] = readFixedValue(reader.message());
      fixed.set(id, value);
    } else reader.skip();
  }
  return ascending(entries).map(([id, { kind, bound }]) => ({
    id,
    kind,
    label: labels.get(id) ?? emptyLabel(),
    ...boundOf(kind, bound, fixed.get(id)),
  }));
}

function readVariable(reader: WireReader | null): {
  readonly kind: number;
  readonly bound: Bound | undefined;
} {
  let kind = 0;
  let bound: Bound | undefined;
  while (reader?.next()) {
    if (reader.field === 1) kind = reader.uint();
    else if (reader.field === 2) bound = readBound(reader.message());
    else reader.skip();
  }
  return { kind, bound };
}

function readFixedValue(reader: WireReader): readonly [id: number, value: number] {
  let [id, value] = [0, 0];
  while (reader.next()) {
    if (reader.field === 1) id = reader.uint();
    else if (reader.field === 2) value = reader.double();
    else reader.skip();
  }
  return [id, value];
}

/** Collections of all constraint families: active 1, removed 2, reasons 3, contexts 4. */
function readCollection<T>(
  reader: WireReader,
  read: (entry: WireReader | null) => T,
): {
  readonly active: (T & { id: number; label: OmmxLabel })[];
  readonly removed: (T & { id: number; label: OmmxLabel; reason: string })[];
} {
  const [active, removed] = [new Map<number, T>(), new Map<number, T>()];
  const reasons = new Map<number, string>();
  const labels = new Map<number, OmmxLabel>();
  while (reader.next()) {
    if (reader.field === 1) addEntry(active, reader, read);
    else if (reader.field === 2) addEntry(removed, reader, read);
    else if (reader.field === 3) addEntry(reasons, reader, (entry) => (entry && readName(entry)) ?? "");
    else if (reader.field === 4) addEntry(labels, reader, readContext);
    else reader.skip();
  }
  return {
    active: ascending(active).map(([id, entry]) => ({ ...entry, ...labelled(id, labels) })),
    removed: ascending(removed).map(([id, entry]) => ({
      ...entry,
      ...labelled(id, labels),
      reason: reasons.get(id) ?? "",
    })),
  };
}

const labelled = (id: number, labels: Labels): { id: number; label: OmmxLabel } => ({
  id,
  label: labels.get(id) ?? emptyLabel(),
});

function addEntry<T>(
  entries: Map<number, T>,
  reader: WireReader,
  read: (entry: WireReader | null) => T,
): void {
  const { key, value } = readEntry(reader.message());
  entries.set(key, read(value));
}

/** Maps have no order of their own on the wire. */
const ascending = <T>(entries: ReadonlyMap<number, T>): readonly [number, T][] =>
  [...entries].sort(([left], [right]) => left - right);

function readModelingLabel(reader: WireReader | null): OmmxLabel {
  const label = emptyLabel();
  while (reader?.next()) if (!readLabelField(reader, labelFields.modelingLabel, label)) reader.skip();
  return label;
}

/** ConstraintContext: label 1. */
function readContext(reader: WireReader | null): OmmxLabel {
  let label = emptyLabel();
  while (reader?.next()) {
    if (reader.field === 1) label = readModelingLabel(reader.message());
    else reader.skip();
  }
  return label;
}

type Row = Pick<OmmxConstraint, "equality" | "function">;

/** RegularConstraint: equality 1, function 2. */
function readRegular(reader: WireReader | null): Row {
  let [equality, body]: [number, WireReader | null] = [0, null];
  while (reader?.next()) {
    if (reader.field === 1) equality = reader.uint();
    else if (reader.field === 2) body = reader.message();
    else reader.skip();
  }
  return { equality, function: body };
}

/** IndicatorConstraint: variable 1, equality 2, function 3. */
function readIndicator(reader: WireReader | null): Row & { readonly when: number } {
  let [when, equality, body]: [number, number, WireReader | null] = [0, 0, null];
  while (reader?.next()) {
    if (reader.field === 1) when = reader.uint();
    else if (reader.field === 2) equality = reader.uint();
    else if (reader.field === 3) body = reader.message();
    else reader.skip();
  }
  return { when, equality, function: body };
}

/** OneHotConstraint and Sos1Constraint: variables 1. */
function readSet(reader: WireReader | null): { readonly variables: readonly number[] } {
  const variables: number[] = [];
  while (reader?.next()) {
    if (reader.field === 1) reader.uints(variables);
    else reader.skip();
  }
  return { variables };
}

/** NamedFunctionTable: entries 1 {function 1}, labels 2. */
function readNamedFunctions(reader: WireReader): OmmxInstance["namedFunctions"][number][] {
  const bodies = new Map<number, WireReader | null>();
  const labels = new Map<number, OmmxLabel>();
  while (reader.next()) {
    if (reader.field === 1) addEntry(bodies, reader, readBody);
    else if (reader.field === 2) addEntry(labels, reader, readModelingLabel);
    else reader.skip();
  }
  return ascending(bodies).map(([id, body]) => ({ ...labelled(id, labels), function: body }));
}

function readBody(reader: WireReader | null): WireReader | null {
  let body: WireReader | null = null;
  while (reader?.next()) {
    if (reader.field === 1) body = reader.message();
    else reader.skip();
  }
  return body;
}
