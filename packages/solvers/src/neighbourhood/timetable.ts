import {
  type Choice,
  type Cumulative,
  type Model,
  type NoOverlap,
  type Precedence,
  variableKinds,
} from "@qtwin/model";

export type Resource = NoOverlap | Cumulative;

/** One activity of a resource. */
export interface Use {
  readonly resource: number;
  readonly activity: number;
}

/** A way to carry out what starts at a column: the option of a choice that is taken for it. */
export interface Mode {
  readonly uses: readonly Use[];
  readonly settle: (values: Float64Array) => void;
}

/** `after` starts `lag` after the activity whose arc it is, at the earliest. */
export interface Arc {
  readonly after: number;
  /** @param values with the choices of the activity before settled */
  readonly lag: (values: Float64Array) => number;
}

/** What a list schedule is made of; by start column. */
export interface Timetable {
  readonly resources: readonly Resource[];
  /** Start columns of each resource. */
  readonly users: readonly (readonly number[])[];
  readonly modes: ReadonlyMap<number, readonly Mode[]>;
  readonly arcs: ReadonlyMap<number, readonly Arc[]>;
  /** How many arcs end at each column. */
  readonly waitsFor: Int32Array;
}

const times = [variableKinds.indexOf("continuous"), variableKinds.indexOf("integer")];

export function timetableOf(model: Model): Timetable {
  const resources = model.structures.filter(
    ({ kind, meaning }) =>
      (kind === "no-overlap" || kind === "cumulative") && meaning.pricePerUnit === undefined,
  ) as Resource[];
  const modes = modesOf(model, resources);
  const arcs = new Map<number, Arc[]>();
  const waitsFor = new Int32Array(model.variables.count);
  for (const { before, ...arc } of arcsOf(model)) {
    if (!modes.has(before) || !modes.has(arc.after)) continue;
    const own = arcs.get(before);
    if (own) own.push(arc);
    else arcs.set(before, [arc]);
    waitsFor[arc.after]!++;
  }
  const users = resources.map(({ start }) => [...new Set(start)]);
  return { resources, users, modes, arcs, waitsFor };
}

/** Uses of each start column by the column that says whether they happen, −1: they do. */
function modesOf({ variables }: Model, resources: readonly Resource[]): Map<number, readonly Mode[]> {
  const uses = new Map<number, Map<number, Use[]>>();
  resources.forEach(({ start, present }, resource) => {
    start.forEach((column, activity) => {
      const own = uses.get(column) ?? new Map<number, Use[]>();
      uses.set(column, own);
      own.set(present[activity]!, [...(own.get(present[activity]!) ?? []), { resource, activity }]);
    });
  });
  const choiceOf = new Map<number, Choice>();
  for (const choice of variables.choices)
    choice.options.forEach((_, option) => {
      choiceOf.set(choice.first + option, choice);
    });
  return new Map([...uses].map(([column, own]) => [column, modesOfOne(variables, own, choiceOf)]));
}

/** One mode for each option of the choice that says where it happens; without one, what happens at any rate. */
function modesOfOne(
  { upper }: Model["variables"],
  uses: ReadonlyMap<number, readonly Use[]>,
  choiceOf: ReadonlyMap<number, Choice>,
): readonly Mode[] {
  const always = uses.get(-1) ?? [];
  const choice = [...uses.keys()].map((column) => choiceOf.get(column)).find((each) => each !== undefined);
  if (!choice) return [{ uses: always, settle: () => {} }];
  const { first, options } = choice;
  const open = options.map((_, option) => first + option).filter((column) => upper[column]! >= 1);
  return open.map((column) => ({
    uses: [...always, ...(uses.get(column) ?? [])],
    settle: (values) => {
      values.fill(0, first, first + options.length);
      values[column] = 1;
    },
  }));
}

/** Precedences, and rows over two times of which the rest is settled with the earlier one. */
function* arcsOf({
  variables,
  constraints,
  structures,
}: Model): Generator<Arc & { readonly before: number }> {
  for (const structure of structures)
    if (isHardPrecedence(structure))
      yield { before: structure.before, after: structure.after, lag: () => structure.lag };
  const { start, column, value, lower } = constraints;
  for (let row = 0; row < constraints.count; row++) {
    const [from, to] = [start[row]!, start[row + 1]!];
    const isTime = (entry: number): boolean => times.includes(variables.kind[column[entry]!]!);
    const entries = Array.from({ length: to - from }, (_, at) => from + at);
    const [first, second, ...more] = entries.filter(isTime);
    if (first === undefined || second === undefined || more.length > 0 || lower[row] === -Infinity) continue;
    const [before, after] = value[first]! < 0 ? [first, second] : [second, first];
    if (value[before]! >= 0 || value[after]! <= 0) continue;
    const settled = entries.filter((entry) => !isTime(entry));
    const lag = (values: Float64Array): number =>
      settled.reduce((left, entry) => left - value[entry]! * values[column[entry]!]!, lower[row]!) /
      value[after]!;
    yield { before: column[before]!, after: column[after]!, lag };
  }
}

const isHardPrecedence = (structure: Model["structures"][number]): structure is Precedence =>
  structure.kind === "precedence" && structure.meaning.pricePerUnit === undefined;
