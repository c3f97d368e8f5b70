import { RowList, withParts } from "../../edit.ts";
import { type Choice, type Model, type VariableColumns, variableKinds } from "../../model.ts";
import { substitute, substitutedValues } from "../../substitute.ts";
import { freshIds } from "../fresh-ids.ts";
import { type Affine, Replacement } from "../replacement.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { addWallRows } from "../wall-rows.ts";

/**
 * A choice of k options  →  k − 1 bits b[1] ≥ b[2] ≥ … that say "this option or a later one": option 0 is 1 − b[1],
 * option j is b[j] − b[j+1], the last is b[k−1]. One bit less than one-hot, and chains instead of cliques. Chancellor
 * 2019 (arXiv 1903.05068).
 */
export default defineRewrite({
  id: "choice-domain-wall",
  title: "Choices become bits that say 'this option or a later one'",
  removes: ["choice"],
  adds: ["at-most-one-row"],
  without: ["exactly-one", "at-most", "permutation", "implication", "no-overlap", "cumulative"],
  cost: 3,
  kind: "exact",
  apply,
});

function apply(source: Model): RewriteStep {
  const { choices, kind } = source.variables;
  const replacement = new Replacement(
    source,
    Array.from(kind, (each) => each === choiceKind),
  );
  const walls = choices.map((choice) => addWall(source, replacement, choice));
  const by = replacement.done();
  return {
    model: withWallRows(substitute(source, by), walls),
    encode: (values) => {
      const target = replacement.keptValues(values);
      for (const wall of walls) writeWall(target, wall, values);
      return target;
    },
    decode: (values) => {
      const decoded = substitutedValues(by, values);
      for (const wall of walls) readWall(decoded, wall, values);
      return decoded;
    },
    notes: walls.map(
      ({ name, columns }) => `'${name}': ${columns.length} options in ${columns.length - 1} bits.`,
    ),
  };
}

const choiceKind = variableKinds.indexOf("choice");

/** A choice as bits: `first` … `first + columns.length − 2`, one between each two options. */
interface Wall {
  readonly name: string;
  readonly first: number;
  /** Of the options that can be taken, in the source. */
  readonly columns: readonly number[];
  readonly labels: readonly string[];
}

function addWall({ variables }: Model, replacement: Replacement, choice: Choice): Wall {
  const open = openOptions(variables, choice);
  const first = replacement.variables.names.length;
  const labels = open.map((option) => choice.options[option]!);
  const recourse = variables.recourse[choice.first] === 1;
  for (const label of labels.slice(1))
    replacement.variables.add("binary", `${choice.name}>=${label}`, { recourse });
  choice.options.forEach((_, option) => {
    const place = open.indexOf(option);
    replacement.set(choice.first + option, place < 0 ? never : stepAt(place, first, open.length));
  });
  return { name: choice.name, first, columns: open.map((option) => choice.first + option), labels };
}

const never: Affine = { constant: 0, columns: [], factors: [] };

/** 1 where the bits fall from 1 to 0: before the first bit stands a 1, after the last a 0. */
function stepAt(place: number, first: number, options: number): Affine {
  const isLast = place === options - 1;
  if (place === 0) return { constant: 1, columns: isLast ? [] : [first], factors: isLast ? [] : [-1] };
  const bit = first + place - 1;
  return { constant: 0, columns: isLast ? [bit] : [bit, bit + 1], factors: isLast ? [1] : [1, -1] };
}

/** Options that the bounds of their columns allow; the one that they demand, if any. */
function openOptions({ lower, upper }: VariableColumns, { first, options }: Choice): readonly number[] {
  const all = Array.from(options.keys());
  const demanded = all.filter((option) => lower[first + option]! > 0);
  return demanded.length > 0 ? demanded : all.filter((option) => upper[first + option]! >= 1);
}

function writeWall(target: Float64Array, { first, columns }: Wall, values: Float64Array): void {
  let isLater = false;
  for (let place = columns.length - 1; place > 0; place--) {
    isLater ||= values[columns[place]!]! >= 0.5;
    target[first + place - 1] = isLater ? 1 : 0;
  }
}

/** The option with as many before it as there are ones: a choice even where a sample broke the wall. */
function readWall(decoded: Float64Array, { first, columns }: Wall, values: Float64Array): void {
  let ones = 0;
  for (let bit = first; bit < first + columns.length - 1; bit++) if (values[bit]! >= 0.5) ones++;
  columns.forEach((column, place) => {
    decoded[column] = place === ones ? 1 : 0;
  });
}

function withWallRows(target: Model, walls: readonly Wall[]): Model {
  const rows = new RowList();
  const fresh = freshIds(target);
  for (let row = 0; row < target.constraints.count; row++) rows.copy(target.constraints, row);
  for (const { name, first, labels } of walls)
    addWallRows(rows, first, labels.length - 1, (bit) => ({
      id: fresh(`${name}.wall[${bit}]`),
      sentence: `'${name}' is '${labels[bit + 1]}' or later only when it is '${labels[bit]}' or later.`,
    }));
  return withParts(target, { constraints: rows.done() });
}
