import type { Model, QuadraticEntries } from "@qtwin/model";
import type { Layout } from "./layout.ts";
import { LinearAssignment } from "./linear-assignment.ts";

/** Places that the bounds of variables keep facilities from. */
export interface Barred {
  /** 1: facility i must not take place k; entry i·places + k, zeros for facilities beyond those of the layout. */
  readonly mask: Uint8Array;
  /** A place for each facility that none is kept from; null: there is none. */
  readonly allowed: Int32Array | null;
}

/** What variables fixed at 0 or 1 leave out; null: nothing. A facility fixed at a place may take no other, nor any other it. */
export function barredOf({ variables }: Model, { facilities, places, column }: Layout): Barred | null {
  const { lower, upper } = variables;
  const mask = new Uint8Array(places * places);
  for (let i = 0; i < facilities; i++)
    for (let k = 0; k < places; k++) {
      const at = i * places + k;
      if (upper[column[at]!]! < 1) mask[at] = 1;
      if (lower[column[at]!]! <= 0) continue;
      for (let other = 0; other < places; other++) {
        if (other !== k) mask[i * places + other] = 1;
        if (other !== i) mask[other * places + k] = 1;
      }
    }
  return mask.includes(1) ? { mask, allowed: allowedPlaces(places, mask) } : null;
}

function allowedPlaces(size: number, mask: Uint8Array): Int32Array | null {
  const matching = new LinearAssignment(size);
  if (matching.solve(size, Float64Array.from(mask)) > 0) return null;
  const place = new Int32Array(size);
  for (let k = 0; k < size; k++) place[matching.rowOf[k]!] = k;
  return place;
}

/**
 * Adds to each barred place more than any two assignments can differ by, so that the least cost is that of an allowed one.
 * @param linear facility by place, changed in place
 */
export function addPenalty(linear: Float64Array, { mask }: Barred, products: QuadraticEntries): void {
  const size = Math.sqrt(linear.length);
  const largest = new Float64Array(size * size);
  const { left, right, value } = products;
  for (let entry = 0; entry < value.length; entry++) {
    const pair = Math.floor(left[entry]! / size) * size + Math.floor(right[entry]! / size);
    largest[pair] = Math.max(largest[pair]!, Math.abs(value[entry]!));
  }
  let most = largest.reduce((sum, each) => sum + each, 0);
  for (let i = 0; i < size; i++)
    most += linear.subarray(i * size, (i + 1) * size).reduce((row, each) => Math.max(row, Math.abs(each)), 0);
  const penalty = Math.ceil(2 * most) + 1;
  mask.forEach((isBarred, at) => {
    if (isBarred) linear[at] = penalty;
  });
}

/** Whether no facility takes a place it is kept from. */
export const keepsFree = ({ mask }: Barred, place: Int32Array): boolean =>
  place.every((each, i) => mask[i * place.length + each] === 0);
