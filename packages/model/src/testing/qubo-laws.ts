import { compileQubo } from "../compile/compile-qubo.ts";
import type { CompileOptions } from "../compile/options.ts";
import { type Qubo, quboEnergy } from "../compile/qubo.ts";
import { verifyCertificates } from "../compile/verify-certificates.ts";
import { objectiveValue } from "../evaluate.ts";
import type { Model } from "../model.ts";
import { allPoints, isFeasiblePoint } from "./exhaustive.ts";

/** Of objectives and energies: sums of few numbers below a million. */
const tolerance = 1e-6;

/** All bit strings of least energy, by Gray code: one bit changes at a time. */
export function groundStates(qubo: Qubo): {
  readonly energy: number;
  readonly states: readonly Float64Array[];
} {
  const { count } = qubo;
  const dense = new Float64Array(count * count);
  for (let row = 0; row < count; row++)
    for (let entry = qubo.start[row]!; entry < qubo.start[row + 1]!; entry++) {
      dense[row * count + qubo.column[entry]!] = qubo.value[entry]!;
      dense[qubo.column[entry]! * count + row] = qubo.value[entry]!;
    }
  const field = qubo.linear.slice();
  const bits = new Float64Array(count);
  let [energy, least] = [qubo.offset, qubo.offset];
  let states = [bits.slice()];
  for (let step = 1; step < 2 ** count; step++) {
    const flip = 31 - Math.clz32(step & -step);
    const sign = bits[flip] === 0 ? 1 : -1;
    energy += sign * field[flip]!;
    bits[flip] = bits[flip] === 0 ? 1 : 0;
    for (let other = 0; other < count; other++) field[other]! += sign * dense[flip * count + other]!;
    if (energy < least - tolerance) [least, states] = [energy, []];
    if (energy < least + tolerance) states.push(bits.slice());
  }
  return { energy: least, states };
}

/** Every optimal point of an all-discrete, bounded model; none when it is infeasible. */
export function minimisers(
  model: Model,
  exact = model,
): {
  readonly cost: number;
  readonly points: readonly Float64Array[];
} {
  const sign = model.sense === "minimize" ? 1 : -1;
  let least = Infinity;
  let points: Float64Array[] = [];
  for (const point of allPoints(model)) {
    if (!isFeasiblePoint(exact, point)) continue;
    const cost = sign * objectiveValue(model, point);
    if (cost < least - tolerance) [least, points] = [cost, []];
    if (cost < least + tolerance) points.push(point);
  }
  return { cost: least, points };
}

const isInside = ({ variables: { lower, upper } }: Model, point: Float64Array): boolean =>
  point.every((value, column) => value >= lower[column]! && value <= upper[column]!);

const textOf = (points: Iterable<Float64Array>): string =>
  [...new Set(Array.from(points, (point) => point.map((value) => value + 0).join()))].sort().join("; ");

export type QuboVerdict = "holds" | "infeasible, and told so" | "too large" | { readonly flaw: string };

/**
 * Whether the bit strings of least energy decode exactly to the optimal solutions, and what is wrong if not.
 * @param exact a model with the same feasible points in numbers that add up without rounding; default the model
 */
export function quboLaw(
  model: Model,
  options: CompileOptions = {},
  mostBits = 16,
  exact = model,
): QuboVerdict {
  const { qubo, encode, decode, certificates, certified } = compileQubo(model, options);
  if (qubo.count > mostBits) return "too large";
  if (certified)
    for (const { constraintId, holds, reason } of verifyCertificates(
      certified.model,
      certificates,
      certified.incumbent,
    ))
      if (!holds) return { flaw: `the certificate of '${constraintId}' does not hold: ${reason}` };
  const { cost, points } = minimisers(model, exact);
  const { energy, states } = groundStates(qubo);
  const decoded = states.map(decode);
  if (points.length === 0) {
    const wrong = decoded.find((point) => isInside(exact, point) && isFeasiblePoint(exact, point));
    return wrong ? { flaw: `infeasible, but ${wrong} is decoded as feasible` } : "infeasible, and told so";
  }
  if (Math.abs(energy - cost) > tolerance) return { flaw: `least energy ${energy}, optimum ${cost}` };
  if (textOf(decoded) !== textOf(points))
    return { flaw: `decoded ${textOf(decoded)}, optimal ${textOf(points)}` };
  for (const point of points) {
    const encoded = encode(point);
    if (Math.abs(quboEnergy(qubo, encoded) - cost) > tolerance)
      return { flaw: `${point} has another energy` };
    if (textOf([decode(encoded)]) !== textOf([point])) return { flaw: `${point} decodes to something else` };
  }
  return "holds";
}
