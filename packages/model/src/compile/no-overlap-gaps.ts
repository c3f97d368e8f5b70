import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import type { NoOverlap } from "../structures.ts";
import { possibleActivities, roundedUp, startWhole } from "./activities.ts";

const tolerance = 1e-9;

/**
 * Entry i·n + j: the least time from the start of i to the start of j when i comes directly before j; rounded up
 * between whole starts.
 */
export function leastGaps(model: Model, structure: NoOverlap): Float64Array {
  const { duration, setup } = structure;
  const count = duration.length;
  const gaps = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) {
      const gap = duration[i]! + (setup ? setup[i * count + j]! : 0);
      gaps[i * count + j] = startWhole(model, structure, i, j) ? roundedUp(gap) : gap;
    }
  return gaps;
}

/** gap(i,k) ≤ gap(i,j) + gap(j,k) for all that may happen: then what holds between neighbours holds between all. */
export function setupsAddUp(model: Model, structure: NoOverlap, gaps: Float64Array): boolean {
  if (!structure.setup) return true;
  const count = structure.duration.length;
  const possible = possibleActivities(model, structure);
  for (const i of possible)
    for (const j of possible)
      for (const k of i === j ? [] : possible) {
        const detour = gaps[i * count + j]! + gaps[j * count + k]!;
        if (k !== i && k !== j && gaps[i * count + k]! > detour + tolerance) return false;
      }
  return true;
}

/**
 * Two activities of duration 0 at one moment count in the order of their positions. Where the later one may come
 * first only at another moment, the gap between whole starts is 1; between others it would have to be "more than 0".
 * @param matters whether it makes a difference for this pair, given as (later position, earlier position)
 * @throws QT_MODEL_UNSUPPORTED_FEATURE
 */
export function separateTies(
  model: Model,
  structure: NoOverlap,
  gaps: Float64Array,
  matters: (later: number, earlier: number) => boolean,
): Float64Array {
  const { duration, meaning } = structure;
  const count = duration.length;
  const separated = gaps.slice();
  const moments = possibleActivities(model, structure).filter((activity) => duration[activity] === 0);
  for (const later of moments)
    for (const earlier of moments.filter((each) => each < later)) {
      if (gaps[later * count + earlier]! > 0 || !matters(later, earlier)) continue;
      if (!startWhole(model, structure, later, earlier)) throw noTies(meaning.id, earlier, later);
      separated[later * count + earlier] = 1;
    }
  return separated;
}

function noTies(id: string, earlier: number, later: number): Error {
  const what = `'${id}' has setup times between activities ${earlier} and ${later}, which last no time and start at any moment.`;
  const fix =
    "Give these activities a duration, whole starts, or setup times that satisfy the triangle inequality.";
  return modelError("QT_MODEL_UNSUPPORTED_FEATURE", what, id, fix);
}
