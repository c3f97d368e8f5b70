import { freshIds } from "../compile/fresh-ids.ts";
import type { RewriteStep } from "../compile/rewrite.ts";
import { RowList, withParts } from "../edit.ts";
import { type Model, variableKinds } from "../model.ts";
import { Polynomial } from "../polynomial.ts";
import { canSwap, columnHash, columnPlaces } from "./column-places.ts";

/** Columns ascending; any permutation of their values keeps each row, each structure and each part of the objective. */
export type SymmetryGroup = Int32Array;

/** Columns of one hash are compared with this many groups at most; beyond it some symmetry may stay unseen. */
const mostGroupsPerHash = 64;
const binary = variableKinds.indexOf("binary");

/**
 * Groups of two or more interchangeable free binary variables: swapping two of a group leaves every row, product,
 * structure and part of the objective as it is. Candidates are found by a hash of where they stand, and each swap is
 * then verified exactly. Switches, presences and columns with uncertain coefficients are left out.
 * Source: Margot 2010, Symmetry in Integer Linear Programming (50 Years of Integer Programming), on orbits of columns.
 */
export function symmetricVariables(model: Model): readonly SymmetryGroup[] {
  const { kind, lower, upper, count } = model.variables;
  const places = columnPlaces(model);
  const byHash = new Map<number, number[][]>();
  for (let column = 0; column < count; column++) {
    if (kind[column] !== binary || lower[column] !== 0 || upper[column] !== 1 || places.barred[column])
      continue;
    const hash = columnHash(places, column);
    const groups = byHash.get(hash) ?? [];
    if (groups.length === 0) byHash.set(hash, groups);
    const same = groups.find(([first]) => canSwap(model, places, first!, column));
    if (same) same.push(column);
    else if (groups.length < mostGroupsPerHash) groups.push([column]);
  }
  const groups = [...byHash.values()].flat().filter((group) => group.length > 1);
  return groups.sort((left, right) => left[0]! - right[0]!).map((group) => Int32Array.from(group));
}

/**
 * Adds x₁ ≥ x₂ ≥ … for each group: of the solutions that differ by swaps only one stays. Variables are the same, so
 * decoding changes nothing; encoding sorts the values of each group.
 */
export function breakSymmetry(model: Model, groups = symmetricVariables(model)): RewriteStep {
  const { constraints, variables } = model;
  const rows = new RowList();
  for (let row = 0; row < constraints.count; row++) rows.copy(constraints, row);
  const fresh = freshIds(model);
  for (const group of groups)
    for (let at = 1; at < group.length; at++) {
      const [first, second] = [group[at - 1]!, group[at]!];
      const [left, right] = [variables.names[first]!, variables.names[second]!];
      const sentence = `'${left}' and '${right}' are interchangeable; '${left}' comes first.`;
      const meaning = { id: fresh(`symmetry[${left},${right}]`), rule: "symmetry", sentence, unit: "1" };
      const sum = new Polynomial();
      sum.linear(first, 1);
      sum.linear(second, -1);
      rows.add(meaning, sum, 0, Infinity);
    }
  return {
    model: withParts(model, { constraints: rows.done() }),
    encode: (values) => sorted(values, groups),
    decode: (values) => values.slice(),
    notes: [
      `${groups.length} groups of interchangeable variables: of solutions that differ by a swap one stays.`,
    ],
  };
}

function sorted(values: Float64Array, groups: readonly SymmetryGroup[]): Float64Array {
  const result = values.slice();
  for (const group of groups) {
    const descending = Float64Array.from(group, (column) => values[column]!)
      .sort()
      .reverse();
    group.forEach((column, at) => {
      result[column] = descending[at]!;
    });
  }
  return result;
}
