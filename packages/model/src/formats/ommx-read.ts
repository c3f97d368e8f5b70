import { createModel, type ModelBuilder } from "../builder.ts";
import { modelError } from "../errors.ts";
import type { ConstraintMeaning, Meaning, Model, ObjectiveMeaning } from "../model.ts";
import { objectiveOf } from "../objective.ts";
import { finished, Polynomial } from "../polynomial.ts";
import { unique } from "./names.ts";
import { type OmmxColumns, readOmmxFunction } from "./ommx-function.ts";
import {
  noBounds,
  type OmmxConstraint,
  type OmmxInstance,
  type OmmxLabel,
  type OmmxSet,
  type OmmxVariable,
  objectiveRole,
  ommxEquality,
  ommxKeys,
  ommxKinds,
  ommxSense,
} from "./ommx-messages.ts";
import { addPolynomial, negative, sameObjective, samePolynomial } from "./ommx-polynomial.ts";
import { readOmmxV1 } from "./ommx-read-v1.ts";
import { readOmmxV2 } from "./ommx-read-v2.ts";
import { WireReader, wireType } from "./protobuf.ts";
import { locatedAt, type Source } from "./source.ts";

/**
 * Reads the bytes of `ommx.v1.Instance` or `ommx.v2.Instance`. Names, descriptions and the parameters this package
 * writes become ids, sentences, units; a label with subscripts is named `x[1,2]`. One-hot constraints become
 * exactly-one structures, variables that depend on others equations. Relaxed constraints, named functions that are no
 * part of the objective, and hints beside the one-hot ones are left out.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_UNSUPPORTED_FEATURE (semi-continuous variables, functions that are no polynomial,
 *   SOS1 over variables that are not binary), QT_MODEL_VERSION and the errors of the builder
 */
export function parseOmmx({ bytes, fileName }: Source): Model {
  const reader = new WireReader(bytes, fileName);
  const instance = ommxVersionOf(bytes, fileName) === 2 ? readOmmxV2(reader) : readOmmxV1(reader);
  return new InstanceReading(instance, fileName).model();
}

/** Field of the sense, the only number of the message that both versions always write: 5 in v1, 6 in v2; 0 when there is none. */
export function ommxVersionOf(bytes: Uint8Array, fileName = ""): 0 | 1 | 2 {
  const reader = new WireReader(bytes, fileName);
  let version: 0 | 1 | 2 = 0;
  while (reader.next()) {
    if (reader.field > 100) return 0;
    if (reader.type === wireType.varint && reader.field === 5) version = 1;
    if (reader.type === wireType.varint && reader.field === 6) version = 2;
    reader.skip();
  }
  return version;
}

class InstanceReading {
  private readonly instance: OmmxInstance;
  private readonly fileName: string;
  private readonly builder: ModelBuilder;
  private readonly ids = new Set<string>();
  private readonly columnOf = new Map<number, number>();
  private readonly zeroOne = new Set<number>();
  private readonly columns: OmmxColumns = {
    columnOf: this.columnOf,
    isZeroOne: (column) => this.zeroOne.has(column),
  };

  constructor(instance: OmmxInstance, fileName: string) {
    this.instance = instance;
    this.fileName = fileName;
    const sense = instance.sense === ommxSense.maximize ? "maximize" : "minimize";
    this.builder = createModel({ name: instance.name ?? fileName, sense });
  }

  model(): Model {
    this.variables();
    this.constraints();
    for (const set of this.instance.atMostOnes) this.atMostOne(set);
    for (const indicator of this.instance.indicators) this.indicator(indicator);
    for (const { id, function: body } of this.instance.dependencies) this.dependency(id, body);
    this.objective();
    return this.builder.build();
  }

  private variables(): void {
    const { variables } = this.instance;
    const names = new Set<string>();
    for (let at = 0; at < variables.length; ) {
      const options = this.choiceAt(at);
      if (options.length === 0) this.variable(variables[at]!, names);
      else this.choice(options, names);
      at += Math.max(1, options.length);
    }
  }

  private variable({ id, kind, lower, upper, label }: OmmxVariable, names: Set<string>): void {
    const where = this.place("decision_variables", id);
    const known = ommxKinds[kind];
    if (known !== "binary" && known !== "integer" && known !== "continuous") throw unknownKind(kind, where);
    const name = unique(nameOf(label, `x${id}`), names);
    const unit = label.parameters.get(ommxKeys.unit) ?? "1";
    const recourse = label.parameters.has(ommxKeys.recourse);
    const column = locatedAt(where, () => this.builder[known](name, { lower, upper, unit, recourse }));
    this.claim(id, column, where);
    if (known === "binary") this.zeroOne.add(column);
  }

  private claim(id: number, column: number, where: string): void {
    if (this.columnOf.has(id))
      throw modelError("QT_MODEL_DUPLICATE_VARIABLE", `There are two variables of the id ${id}.`, where);
    this.columnOf.set(id, column);
  }

  /** The options of a choice of ours that starts at this place, when its one-hot constraint is still there. */
  private choiceAt(first: number): readonly OmmxVariable[] {
    const { variables, oneHots, oneHotHints } = this.instance;
    const choice = variables[first]!.label.parameters.get(ommxKeys.choice);
    if (choice === undefined) return [];
    let end = first;
    while (variables[end]?.label.parameters.get(ommxKeys.choice) === choice) end++;
    const options = variables.slice(first, end);
    const isOption = ({ kind, lower, upper, label }: OmmxVariable): boolean =>
      ommxKinds[kind] === "binary" &&
      lower === 0 &&
      upper === 1 &&
      label.name === `${choice}=${optionOf(label)}`;
    const ids = options.map(({ id }) => id).join();
    const isWhole = [...oneHots, ...oneHotHints].some((each) => each.variables.join() === ids);
    return isWhole && options.every(isOption) ? options : [];
  }

  private choice(options: readonly OmmxVariable[], names: Set<string>): void {
    const { id, label } = options[0]!;
    const where = this.place("decision_variables", id);
    const labels = options.map((option) => optionOf(option.label));
    const recourse = label.parameters.has(ommxKeys.recourse);
    const name = label.parameters.get(ommxKeys.choice)!;
    const handle = locatedAt(where, () => this.builder.choice(name, labels, { recourse }));
    for (const [at, option] of options.entries()) {
      const column = handle.option(at);
      this.claim(option.id, column, where);
      this.zeroOne.add(column);
      names.add(option.label.name!);
    }
  }

  /** Rows in the order of their ids, the two sides of a row of ours joined, one-hot rows as structures. */
  private constraints(): void {
    const { constraints, removed, oneHots, oneHotHints } = this.instance;
    const free = removed.filter(({ reason }) => reason === noBounds);
    const hints = new Map(oneHotHints.map((hint) => [hint.id, hint]));
    const lowerSides = new Map(
      constraints.filter(isLowerSide).map((each) => [each.label.parameters.get(ommxKeys.lowerSideOf)!, each]),
    );
    const done = new Set<OmmxConstraint>();
    const rows = [...constraints, ...free].sort((left, right) => left.id - right.id);
    for (const row of rows) {
      if (done.has(row)) continue;
      const hint = hints.get(row.id);
      if (hint && this.isOneHot(row, hint)) this.exactlyOne(hint, row.label);
      else if (free.some((each) => each === row)) this.close(row, this.sum(row), -Infinity, Infinity);
      else this.joinedRow(row, lowerSides.get(String(row.id)), done);
    }
    for (const each of oneHots) this.exactlyOne(each, each.label);
  }

  /** @param done gets the partner when it was joined */
  private joinedRow(
    row: OmmxConstraint,
    partner: OmmxConstraint | undefined,
    done: Set<OmmxConstraint>,
  ): void {
    const sum = this.sum(row);
    const other = partner && negative(this.sum(partner));
    if (partner && other && samePolynomial(sum, other)) {
      done.add(partner);
      this.close(row, sum, 0 - other.constant, 0 - sum.constant);
    } else if (isLowerSide(row)) {
      const lower = negative(sum);
      this.close(row, lower, 0 - lower.constant, Infinity);
    } else {
      const side = 0 - sum.constant;
      this.close(row, sum, row.equality === ommxEquality.equalToZero ? side : -Infinity, side);
    }
  }

  /** The sides hold the constant of the sum: adding it once more would round. */
  private close(row: OmmxConstraint, sum: Polynomial, lower: number, upper: number): void {
    const where = this.place("constraints", row.id);
    if (row.equality !== ommxEquality.equalToZero && row.equality !== ommxEquality.lessThanOrEqualToZero)
      throw modelError("QT_MODEL_SYNTAX", `The equality is ${row.equality}.`, where, "Expected 1 or 2.");
    sum.constant = 0;
    locatedAt(where, () => {
      const builder = this.builder.constraint(this.meaning(row, "c"));
      addPolynomial(builder, sum);
      builder.between(lower, upper);
    });
  }

  /** A hint is believed when its constraint says the same. */
  private isOneHot(row: OmmxConstraint, hint: OmmxSet): boolean {
    const sum = this.sum(row);
    const { value, column, quadratic, higher } = finished(sum);
    const columns = this.columnsOf(hint);
    return (
      row.equality === ommxEquality.equalToZero &&
      sum.constant === -1 &&
      quadratic.value.length + higher.value.length === 0 &&
      value.every((each) => each === 1) &&
      column.join() === [...columns].sort((left, right) => left - right).join() &&
      columns.every((each) => this.zeroOne.has(each))
    );
  }

  private exactlyOne(set: OmmxSet, label: OmmxLabel): void {
    // The builder of a choice says it already.
    if (label.parameters.has(ommxKeys.choice)) return;
    const where = this.place("one_hot_constraints", set.id);
    const columns = this.columnsOf(set);
    locatedAt(where, () => this.builder.exactlyOne(this.meaning({ ...set, label }, "one-hot "), columns));
  }

  private atMostOne(set: OmmxSet): void {
    const where = this.place("sos1_constraints", set.id);
    const columns = this.columnsOf(set);
    if (!columns.every((column) => this.zeroOne.has(column)))
      throw modelError(
        "QT_MODEL_UNSUPPORTED_FEATURE",
        "An SOS1 constraint has variables that are not binary.",
        where,
      );
    locatedAt(where, () => this.builder.atMost(this.meaning(set, "sos1 "), 1, columns));
  }

  private indicator(indicator: OmmxInstance["indicators"][number]): void {
    const where = this.place("indicator_constraints", indicator.id);
    const [when] = this.columnsOf({ id: indicator.id, variables: [indicator.when] });
    const isLower = isLowerSide(indicator);
    const sum = isLower ? negative(this.sum(indicator)) : this.sum(indicator);
    const side = 0 - sum.constant;
    sum.constant = 0;
    locatedAt(where, () => {
      const builder = this.builder.implication(this.meaning(indicator, "indicator "), when!, 1);
      addPolynomial(builder, sum);
      if (indicator.equality === ommxEquality.equalToZero) builder.equals(side);
      else if (isLower) builder.atLeast(side);
      else builder.atMost(side);
    });
  }

  /** x = f(others) says what the file's own evaluation would do. */
  private dependency(id: number, body: OmmxConstraint["function"]): void {
    const where = this.place("decision_variable_dependency", id);
    const [column] = this.columnsOf({ id, variables: [id] });
    const sum = this.sum({ function: body });
    sum.linear(column!, -1);
    const name = unique(`dependency ${id}`, this.ids);
    const sentence = `Variable ${id} follows from others.`;
    locatedAt(where, () => {
      const builder = this.builder.constraint({ id: name, rule: "dependency", sentence, unit: "1" });
      addPolynomial(builder, sum);
      builder.equals(0);
    });
  }

  /** The parts we wrote, as long as they add up to the objective; else the objective as one part. */
  private objective(): void {
    const { objective, namedFunctions, variables } = this.instance;
    const whole = this.sum({ function: objective });
    const parts = namedFunctions
      .filter(({ label }) => label.parameters.get(ommxKeys.role) === objectiveRole)
      .map((part) => ({ meaning: objectiveMeaning(part), sum: this.sum(part) }));
    const meaning = { id: "objective", rule: "objective", sentence: "The objective of the file.", unit: "1" };
    const one = [{ meaning, sum: whole }];
    const isEmpty = samePolynomial(whole, new Polynomial()) && whole.constant === 0;
    const sumsUp = sameObjective(objectiveOf(variables.length, parts), objectiveOf(variables.length, one));
    for (const part of sumsUp && (parts.length > 0 || isEmpty) ? parts : one) {
      const id = unique(part.meaning.id, this.ids);
      locatedAt(`${this.fileName}:objective`, () =>
        addPolynomial(this.builder.objective({ ...part.meaning, id }), part.sum),
      );
    }
  }

  private meaning({ id, label }: Pick<OmmxSet, "id" | "label">, prefix: string): ConstraintMeaning {
    return plainMeaning(unique(nameOf(label, `${prefix}${id}`), this.ids), label);
  }

  private sum({ function: body }: Pick<OmmxConstraint, "function">): Polynomial {
    return readOmmxFunction(body?.again() ?? null, this.columns);
  }

  private columnsOf({ id, variables }: Omit<OmmxSet, "label">): readonly number[] {
    return variables.map((variable) => {
      const column = this.columnOf.get(variable);
      if (column !== undefined) return column;
      const message = `Constraint ${id} names the variable ${variable}, which is not there.`;
      throw modelError("QT_MODEL_SYNTAX", message, this.fileName);
    });
  }

  private place(field: string, id: number): string {
    return `${this.fileName}:${field}[${id}]`;
  }
}

const optionOf = ({ parameters }: OmmxLabel): string => parameters.get(ommxKeys.option) ?? "";
const isLowerSide = ({ label }: OmmxConstraint): boolean => label.parameters.has(ommxKeys.lowerSideOf);

function nameOf({ name, subscripts }: OmmxLabel, otherwise: string): string {
  if (!name) return subscripts.length > 0 ? `${otherwise}[${subscripts.join()}]` : otherwise;
  return subscripts.length > 0 ? `${name}[${subscripts.join()}]` : name;
}

function objectiveMeaning({ id, label }: Pick<OmmxSet, "id" | "label">): ObjectiveMeaning {
  const weight = label.parameters.get(ommxKeys.weight);
  const priority = label.parameters.get(ommxKeys.priority);
  return {
    ...plainMeaning(nameOf(label, `f${id}`), label),
    ...(weight === undefined ? {} : { weight: Number(weight) }),
    ...(priority === undefined ? {} : { priority: Number(priority) }),
  };
}

function plainMeaning(id: string, { parameters, description, name }: OmmxLabel): Meaning {
  const origin = parameters.get(ommxKeys.origin);
  return {
    id,
    rule: parameters.get(ommxKeys.rule) ?? (name || id),
    sentence: description ?? `Constraint '${id}' of the file.`,
    unit: parameters.get(ommxKeys.unit) ?? "1",
    ...(origin === undefined ? {} : { origin }),
  };
}

function unknownKind(kind: number, where: string): Error {
  const word = ommxKinds[kind] ?? `${kind}`;
  return modelError(
    "QT_MODEL_UNSUPPORTED_FEATURE",
    `The variable is of the kind ${word}.`,
    where,
    "Make it binary, integer or continuous: a semi-continuous one becomes a continuous and a binary one.",
  );
}
