import { createModel } from "../builder.ts";
import { featuresOf, featureWords, type ModelFeature } from "../compile/features.ts";
import { modelError } from "../errors.ts";
import type { Meaning, Model } from "../model.ts";
import { meaningOf } from "../objective.ts";
import { ownEntry, spokenMeaning } from "./bqm-notes.ts";
import { unique } from "./names.ts";
import { locatedAt } from "./source.ts";

/** A binary quadratic model as dimod has it: always minimised, each pair once. */
export interface BqmData {
  /** SPIN: values −1 and 1. */
  readonly vartype: "BINARY" | "SPIN";
  readonly labels: readonly unknown[];
  readonly linear: ArrayLike<number>;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly quadratic: ArrayLike<number>;
  readonly offset: number;
}

/** What a file of ours says besides. */
export interface BqmNotes {
  readonly model?: string;
  /** A maximised objective stands in the file with the opposite sign. */
  readonly sense?: Model["sense"];
  readonly objective?: Meaning;
  readonly units?: Readonly<Record<string, string>>;
}

/** Labels of dimod are texts, numbers or lists of them; those that are no text are named as JSON writes them. */
export const nameOfLabel = (label: unknown): string =>
  typeof label === "string" && label !== "" ? label : JSON.stringify(label);

/** A spin becomes the binary variable of the same name with s = 2x − 1, as dimod's own `BQM.change_vartype` has it. */
export function modelOfBqm(data: BqmData, fileName: string, notes: BqmNotes = {}): Model {
  const { sense = "minimize", units = {} } = notes;
  const model = createModel({ name: notes.model ?? fileName, sense });
  const taken = new Set<string>();
  for (const label of data.labels) {
    const name = unique(nameOfLabel(label), taken);
    model.binary(name, { unit: ownEntry(units, name) ?? "1" });
  }
  const meaning = { id: "energy", rule: "energy", sentence: "The energy of the file.", unit: "1" };
  locatedAt(fileName, () => {
    const sum = model.objective(notes.objective ?? meaning);
    const { linear, left, right, quadratic, offset } = data.vartype === "SPIN" ? binaryOf(data) : data;
    const sign = sense === "maximize" ? -1 : 1;
    sum.constant(signed(sign, offset));
    for (let column = 0; column < linear.length; column++) sum.plus(signed(sign, linear[column]!), column);
    for (let at = 0; at < quadratic.length; at++)
      sum.product(signed(sign, quadratic[at]!), left[at]!, right[at]!);
  });
  return model.build();
}

/** Without negative zeros. */
const signed = (sign: 1 | -1, value: number): number => (sign > 0 ? value : 0 - value);

function binaryOf(spins: BqmData): BqmData {
  const linear = Float64Array.from(spins.linear, (value) => 2 * value);
  let offset = spins.offset;
  for (let column = 0; column < spins.linear.length; column++) offset -= spins.linear[column]!;
  for (let at = 0; at < spins.quadratic.length; at++) {
    const value = spins.quadratic[at]!;
    linear[spins.left[at]!]! -= 2 * value;
    linear[spins.right[at]!]! -= 2 * value;
    offset += value;
  }
  return { ...spins, linear, quadratic: Float64Array.from(spins.quadratic, (value) => 4 * value), offset };
}

const sayable: ReadonlySet<ModelFeature> = new Set(["quadratic-objective", "maximize"]);

/** @throws QT_MODEL_NOT_WRITABLE for anything but binary variables and a quadratic objective */
export function bqmOfModel(model: Model): { readonly data: BqmData; readonly notes: BqmNotes } {
  const unsayable = [...featuresOf(model)].filter((feature) => !sayable.has(feature));
  if (unsayable.length > 0) throw notWritable(model, unsayable);
  const { linear, quadratic, constant, terms } = model.objective;
  const sign = model.sense === "maximize" ? -1 : 1;
  const [only] = terms;
  const units = Object.fromEntries(
    model.variables.names.map((name, column) => [name, model.variables.units[column]!]),
  );
  return {
    data: {
      vartype: "BINARY",
      labels: model.variables.names,
      linear: linear.map((value) => signed(sign, value)),
      left: quadratic.left,
      right: quadratic.right,
      quadratic: quadratic.value.map((value) => signed(sign, value)),
      offset: signed(sign, constant),
    },
    notes: {
      model: model.name,
      sense: model.sense,
      ...(only && terms.length === 1 ? { objective: spokenMeaning(meaningOf(only)) } : {}),
      units: Object.fromEntries(Object.entries(units).filter(([, unit]) => unit !== "1")),
    },
  };
}

function notWritable({ name }: Model, features: readonly ModelFeature[]): Error {
  const words = features.map((feature) => featureWords[feature]).join(", ");
  return modelError(
    "QT_MODEL_NOT_WRITABLE",
    `A BQM has binary variables and one quadratic objective only, not ${words}.`,
    name,
    "Use --to qubo: it compiles the model and shows the penalties.",
  );
}
