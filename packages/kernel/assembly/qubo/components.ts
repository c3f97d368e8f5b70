// Two assignments differ in parts that do not touch each other: each part is as good or bad on its own, so the better of
// both can be taken part by part (compressed rows only).
// Source: Tinós, Zhao, Chicano, Whitley, "NK hybrid genetic algorithm for clustering", IEEE TEC 2018 (partition crossover).
import { SHIFT, signed } from "./lanes";
import { nextRandom } from "./random";
import { columns, count, couplings, flip, gainOf, signOf, starts } from "./state";
import { mask, weight } from "./weight";

/** Variables of the part at hand, i32; and one byte a variable: whether it has been met. */
let members: usize = 0;
let met: usize = 0;

export function setComponents(members_: usize, met_: usize): void {
  members = members_;
  met = met_;
}

// @ts-ignore: decorator
@inline
function member(at: i32): i32 {
  return load<i32>(members + (<usize>at << 2));
}

// @ts-ignore: decorator
@inline
function differs(i: i32, other: usize): bool {
  return signOf(i) != load<mask>(other + (<usize>i << SHIFT));
}

let size: i32 = 0;

// @ts-ignore: decorator
@inline
function meet(i: i32): void {
  store<u8>(met + i, 1);
  store<i32>(members + (<usize>size << 2), i);
  size++;
}

/** Collects the part that `first` belongs to; what the energy changes by when all of it is flipped. */
function collect(first: i32, other: usize): f64 {
  let change: f64 = 0;
  size = 0;
  meet(first);
  for (let at = 0; at < size; at++) {
    const i = member(at);
    change += <f64>gainOf(i);
    const row = starts + (<usize>i << 2);
    for (let entry = load<i32>(row), end = load<i32>(row, 4); entry < end; entry++) {
      const j = load<i32>(columns + (<usize>entry << 2));
      if (!differs(j, other)) continue;
      if (load<u8>(met + j) == 0) meet(j);
      if (j > i)
        change += <f64>signed(load<weight>(couplings + (<usize>entry << SHIFT)), signOf(i) ^ signOf(j));
    }
  }
  return change;
}

/** Takes every part of `other` that is better than ours, and of equal ones each with probability one half. */
export function takeBetterParts(other: usize): i32 {
  memory.fill(met, 0, count);
  let parts = 0;
  for (let i = 0; i < count; i++) {
    if (load<u8>(met + i) != 0 || !differs(i, other)) continue;
    parts++;
    const change = collect(i, other);
    if (change > 0 || (change == 0 && nextRandom() >> 31 != 0)) continue;
    for (let at = 0; at < size; at++) flip(member(at));
  }
  return parts;
}
