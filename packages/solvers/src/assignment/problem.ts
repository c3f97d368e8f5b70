import type { AssignmentCost } from "@qtwin/kernel";
import { hasPriorities, type Model, productFactors, type QuadraticEntries } from "@qtwin/model";
import { addPenalty, type Barred, barredOf } from "./barred.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { type PairCosts, pairCosts } from "./pair-costs.ts";

/**
 * A model as an assignment of as many facilities as places, to be minimised: facilities beyond those of the layout cost
 * nothing anywhere.
 */
export interface AssignmentProblem {
  readonly layout: Layout;
  /** By flow and distance, or pair by pair where there are none. */
  readonly cost: AssignmentCost | PairCosts;
  /** The model's objective is constant + factor · cost. */
  readonly constant: number;
  readonly factor: number;
  /** Null: every facility may take every place. */
  readonly barred: Barred | null;
}

export const hasFactors = (cost: AssignmentCost | PairCosts): cost is AssignmentCost => "flow" in cost;

/** Without flow and distance, the costs of all pairs of facilities at all pairs of places: 20 MB. */
const mostPlacesInPairs = 40;
/** Of each product: rounding when decimals are divided by one another. */
const rounding = 1e-12;

/** Reads an assignment out of a model, or says why it is none. */
export function readAssignment(model: Model): AssignmentProblem | { readonly reasons: readonly string[] } {
  const surplus = surplusOf(model);
  if (surplus.length > 0) return { reasons: surplus };
  const { layout, reasons } = layoutOf(model);
  if (!layout) return { reasons };
  const sign = model.sense === "minimize" ? 1 : -1;
  const size = layout.places;
  const linear = new Float64Array(size * size);
  layout.column.forEach((column, at) => {
    linear[at] = sign * model.objective.linear[column]!;
  });
  const products = ordered(layout, model.objective.quadratic);
  const barred = barredOf(model, layout);
  if (barred) addPenalty(linear, barred, products);
  const factors = productFactors(size, products, toleranceOf(products));
  const rest = { layout, constant: model.objective.constant, barred } as const;
  if (factors) {
    const scale = wholeScale(factors.flow);
    const times = (factor: number, numbers: Float64Array): Float64Array =>
      factor === 1 ? numbers : numbers.map((value) => (value === 0 ? 0 : factor * value));
    const flow = times(sign * scale, factors.flow);
    const cost = { size, flow, distance: factors.distance, linear: times(scale, linear) };
    return { ...rest, cost, factor: sign / scale };
  }
  if (size > mostPlacesInPairs)
    return {
      reasons: [
        `The cost is no flow times distance, and with ${size} places, more than ${mostPlacesInPairs}, pairs are too many.`,
      ],
    };
  return { ...rest, cost: pairCosts(size, linear, products, sign), factor: sign };
}

/** The factor that makes flows whole: with whole numbers searches are faster, and bounds can be rounded. */
const wholeScale = (flow: Float64Array): number =>
  [1, 2, 4].find((scale) => flow.every((each) => Number.isInteger(scale * each))) ?? 1;

function surplusOf({ uncertainty, objective }: Model): string[] {
  const reasons: string[] = [];
  if (uncertainty) reasons.push("Some numbers are uncertain.");
  if (hasPriorities(objective)) reasons.push("The objective has priorities.");
  if (objective.higher.value.length > 0) reasons.push("The objective has products of three or more.");
  return reasons;
}

const toleranceOf = ({ value }: QuadraticEntries): number => (value.every(Number.isInteger) ? 0 : rounding);

/**
 * The products with column facility·places + place, in order, without those that never count: of one facility at two
 * places, or of two at one. As they are where nothing changes, since there may be hundreds of millions.
 */
function ordered({ places, column }: Layout, quadratic: QuadraticEntries): QuadraticEntries {
  const { left, right, value } = quadratic;
  const position = new Int32Array(column.length);
  column.forEach((each, at) => {
    position[each] = at;
  });
  const facility = position.map((at) => Math.floor(at / places));
  const place = position.map((at) => at % places);
  const counts = (entry: number): boolean =>
    facility[left[entry]!] !== facility[right[entry]!] && place[left[entry]!] !== place[right[entry]!];
  let kept = 0;
  for (let entry = 0; entry < value.length; entry++) if (counts(entry)) kept++;
  if (kept === value.length && column.every((each, at) => each === at)) return quadratic;
  const entries = new Int32Array(kept);
  for (let entry = 0, at = 0; entry < value.length; entry++) if (counts(entry)) entries[at++] = entry;
  const first = (entry: number): number => Math.min(position[left[entry]!]!, position[right[entry]!]!);
  const second = (entry: number): number => Math.max(position[left[entry]!]!, position[right[entry]!]!);
  entries.sort((a, b) => first(a) - first(b) || second(a) - second(b));
  return {
    start: Int32Array.of(0, kept),
    left: entries.map(first),
    right: entries.map(second),
    value: Float64Array.from(entries, (entry) => value[entry]!),
  };
}

/** One value a variable of the model. @param place the place of each facility */
export function valuesOf({ layout }: AssignmentProblem, place: ArrayLike<number>): Float64Array {
  const values = new Float64Array(layout.column.length);
  for (let i = 0; i < layout.facilities; i++) values[layout.column[i * layout.places + place[i]!]!] = 1;
  return values;
}

/** The places that values choose; facilities without one, or with a taken one, get what is left in order. */
export function placesOf({ layout }: AssignmentProblem, values: ArrayLike<number>): Int32Array {
  const { facilities, places, column } = layout;
  const place = new Int32Array(places).fill(-1);
  const isTaken = new Uint8Array(places);
  for (let i = 0; i < facilities; i++)
    for (let k = 0; k < places && place[i] === -1; k++) {
      if (isTaken[k] || !(values[column[i * places + k]!]! > 0.5)) continue;
      place[i] = k;
      isTaken[k] = 1;
    }
  let next = 0;
  return place.map((each) => {
    if (each !== -1) return each;
    while (isTaken[next]) next++;
    return next++;
  });
}
