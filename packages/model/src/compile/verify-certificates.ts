import { objectiveValue } from "../evaluate.ts";
import { checkFeasibility } from "../feasibility.ts";
import type { Model } from "../model.ts";
import type { PenaltyCertificate } from "./penalty-certificate.ts";
import { rowPattern } from "./row-pattern.ts";

export interface CertificateCheck {
  readonly constraintId: string;
  readonly holds: boolean;
  /** What was found, in a sentence. */
  readonly reason: string;
}

/**
 * Checks certificates against the model whose constraints became penalties (`Compiled.certified`), with arithmetic of
 * its own: bounds from the objective's parts, the incumbent evaluated, the smallest violation of each constraint from
 * its numbers. A bound that was given is believed, and the reason says so.
 * @param incumbent the point the certificates mean by `incumbent`, if any
 */
export function verifyCertificates(
  model: Model,
  certificates: readonly PenaltyCertificate[],
  incumbent: Float64Array | null = null,
): readonly CertificateCheck[] {
  const least = leastValue(model);
  const most = mostValue(model);
  const reached =
    incumbent && checkFeasibility(model, incumbent.map(Math.round), 0).feasible
      ? objectiveValue(model, incumbent.map(Math.round))
      : Infinity;
  const violations = smallestViolations(model);
  return certificates.map((certificate): CertificateCheck => {
    const { constraintId, weight, boundMethod, holds: claims } = certificate;
    const isGiven = boundMethod === "given";
    const gap = Math.min(most, reached) - (isGiven ? certificate.lowerBound : least);
    const violation = violations.get(constraintId) ?? 0;
    const holds = weight * violation > gap;
    const words = `${weight} · ${violation} ${holds ? ">" : "≤"} ${gap}`;
    const believed = isGiven ? ", with the bound that was given" : "";
    return { constraintId, holds: holds && claims, reason: `${words}${believed}.` };
  });
}

interface PlainObjective {
  constant: number;
  readonly linear: Float64Array;
  /** Factor by partner, for each variable with partners of a higher column. */
  readonly products: ReadonlyMap<number, Map<number, number>>;
  readonly higher: Iterable<{ readonly first: number; readonly value: number }>;
}

/** The weighted sum of the parts, written out again. */
function plainObjective({ objective, variables }: Model): PlainObjective {
  const linear = new Float64Array(variables.count);
  const products = new Map<number, Map<number, number>>();
  const higher = new Map<string, { first: number; value: number }>();
  let constant = 0;
  for (const { weight = 1, ...term } of objective.terms) {
    constant += weight * term.constant;
    for (const [entry, column] of term.column.entries()) linear[column]! += weight * term.value[entry]!;
    for (const [entry, value] of term.quadratic.value.entries()) {
      const left = term.quadratic.left[entry]!;
      const partners = products.get(left) ?? new Map<number, number>();
      const right = term.quadratic.right[entry]!;
      partners.set(right, (partners.get(right) ?? 0) + weight * value);
      products.set(left, partners);
    }
    for (const [entry, value] of term.higher.value.entries()) {
      const { factor, factorStart } = term.higher;
      const factors = factor.subarray(factorStart[entry]!, factorStart[entry + 1]!);
      const known = higher.get(factors.join()) ?? { first: factors[0]!, value: 0 };
      higher.set(factors.join(), { ...known, value: known.value + weight * value });
    }
  }
  return { constant, linear, products, higher: [...higher.values()] };
}

/** Least value inside the box: each variable takes its negative products along. */
function leastValue(model: Model): number {
  const { constant, linear, products, higher } = plainObjective(model);
  const reach = Array.from(linear, (value, column) => {
    let sum = value;
    for (const factor of products.get(column)?.values() ?? []) sum += Math.min(0, factor);
    return sum;
  });
  for (const { first, value } of higher) reach[first]! += Math.min(0, value);
  return reach.reduce((sum, value, column) => sum + ownShare(model, column, value, Math.min), constant);
}

/** Largest value of a point with exactly one option of each exactly-one constraint. */
function mostValue(model: Model): number {
  const { constant, linear, products, higher } = plainObjective(model);
  const { groups, groupOf } = separateGroups(model);
  const reach = Array.from(linear, (value, column) => {
    const best = new Map<number, number>();
    let sum = value;
    for (const [partner, factor] of products.get(column) ?? []) {
      const group = groupOf.get(partner);
      if (group === undefined) sum += Math.max(0, factor);
      else if (group !== groupOf.get(column)) best.set(group, Math.max(best.get(group) ?? 0, factor));
    }
    for (const value of best.values()) sum += value;
    return sum;
  });
  for (const { first, value } of higher) reach[first]! += Math.max(0, value);
  let sum = constant;
  reach.forEach((value, column) => {
    if (!groupOf.has(column)) sum += ownShare(model, column, value, Math.max);
  });
  for (const columns of groups) sum += Math.max(...Array.from(columns, (column) => reach[column]!));
  return sum;
}

/** What a variable outside of groups adds: nothing at 0. */
function ownShare(
  { variables: { lower, upper } }: Model,
  column: number,
  value: number,
  pick: (a: number, b: number) => number,
): number {
  if (lower[column]! > 0) return value;
  return upper[column]! < 1 ? 0 : pick(0, value);
}

/** Exactly-one constraints that share no variable with an earlier one. */
function separateGroups({ structures }: Model): {
  readonly groups: readonly Int32Array[];
  readonly groupOf: ReadonlyMap<number, number>;
} {
  const groups: Int32Array[] = [];
  const groupOf = new Map<number, number>();
  for (const structure of structures) {
    if (structure.kind !== "exactly-one" || structure.columns.some((column) => groupOf.has(column))) continue;
    for (const column of structure.columns) groupOf.set(column, groups.length);
    groups.push(structure.columns);
  }
  return { groups, groupOf };
}

/** By constraint id: no point that breaks it has a smaller penalty. */
function smallestViolations(model: Model): ReadonlyMap<string, number> {
  const { constraints, structures } = model;
  const violations = new Map<string, number>();
  constraints.meaning.forEach(({ id }, row) => {
    violations.set(id, rowViolation(model, row));
  });
  for (const { kind, meaning } of structures) if (kind === "exactly-one") violations.set(meaning.id, 1);
  return violations;
}

function rowViolation(model: Model, row: number): number {
  const { feature } = rowPattern(model, row);
  const { start, value, lower, quadratic } = model.constraints;
  if (feature === "linear-equality")
    return equationViolation(Array.from(value.subarray(start[row], start[row + 1])), lower[row]!);
  if (feature !== "forbidden-pairs") return 1;
  const products = quadratic.value.subarray(quadratic.start[row], quadratic.start[row + 1]);
  return products.reduce((least, each) => Math.min(least, each), Infinity);
}

/** Sums beyond this number are not listed. */
const mostSums = 1 << 16;

/**
 * Least square of a residual that is not 0, in the whole numbers that the penalty counts in: the texts of the numbers,
 * freed of the point and of common divisors; half steps are doubled.
 */
function equationViolation(values: readonly number[], side: number): number {
  const digits = Math.max(...[...values, side].map(digitsBehind));
  const whole = values.map((value) => wholeOf(value, digits));
  const divisor = whole.reduce(divisorOf, 0n) || 10n ** BigInt(digits);
  const target = wholeOf(side, digits);
  const isReached = target % divisor === 0n;
  const below = target / divisor - (target % divisor < 0n ? 1n : 0n);
  const scaled = whole.map((value) => (value / divisor) * (isReached ? 1n : 2n));
  const goal = isReached ? target / divisor : 2n * below + 1n;
  const residuals = listedResiduals(scaled, goal);
  return residuals === null ? outOfReach(scaled, goal) : residuals;
}

/** Without a list: 1 for whole numbers, or the square of the distance to the range. */
function outOfReach(values: readonly bigint[], goal: bigint): number {
  const least = values.reduce((sum, value) => (value < 0n ? sum + value : sum), 0n);
  const most = values.reduce((sum, value) => (value > 0n ? sum + value : sum), 0n);
  const distance = goal < least ? least - goal : goal > most ? goal - most : 1n;
  return Number(distance) ** 2;
}

/** All sums are listed in a set; null when there are too many. */
function listedResiduals(values: readonly bigint[], goal: bigint): number | null {
  let sums = new Set([-goal]);
  for (const value of values) {
    sums = new Set([...sums].flatMap((sum) => [sum, sum + value]));
    if (sums.size > mostSums) return null;
  }
  let least = Infinity;
  for (const sum of sums) if (sum !== 0n) least = Math.min(least, Number(sum < 0n ? -sum : sum));
  return least ** 2;
}

const digitsBehind = (value: number): number => {
  const [digits = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (digits.split(".")[1] ?? "").length - Number(exponent));
};

function wholeOf(value: number, digits: number): bigint {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return BigInt(whole + fraction) * 10n ** BigInt(digits - fraction.length + Number(exponent));
}

function divisorOf(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
