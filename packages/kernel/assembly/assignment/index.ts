// Robust tabu search (Taillard 1991, Parallel Computing 17) for the quadratic assignment problem: the best exchange that is
// not tabu, or that leads to a new best cost.
import { deltaAt, exchange, prepare } from "./exchange";
import {
  bestPlace, cell, delta, place, placeOf, rowOf, size, stride, tabuUntil,
} from "./memory";
import { num } from "./number";

export { deltaAt };
export { bestPlace, distance, flow, flowBack, linear, place, setRooms } from "./memory";

const LANES: i32 = <i32>(16 / sizeof<num>());

let cost: f64 = 0;
let bestCost: f64 = 0;
let iteration: i32 = 0;
let randomState: u32 = 1;
let chosen: i32 = -1;
let chosenWith: i32 = -1;

/** Begins at the places in memory, whose cost the caller knows; nothing is tabu. */
export function start(cost_: f64, seed: u32): void {
  prepare();
  memory.fill(tabuUntil, 0, <usize>(size * stride) << 2);
  cost = bestCost = cost_;
  iteration = 0;
  randomState = seed | 1;
  memory.copy(bestPlace, place, <usize>size << 2);
}

export function costOfBest(): f64 { return bestCost; }

/** Facilities u and v change places, whatever is tabu. */
export function move(u: i32, v: i32): void {
  apply(min(u, v), max(u, v));
}

/** @returns the cost of the best places since the start */
export function run(iterations: i32): f64 {
  for (let end = iteration + iterations; iteration < end;) {
    iteration++;
    choose();
    if (chosen < 0) chooseAny();
    forbid(chosen, placeOf(chosen));
    forbid(chosenWith, placeOf(chosenWith));
    apply(chosen, chosenWith);
  }
  return bestCost;
}

function apply(u: i32, v: i32): void {
  cost += deltaAt(u, v);
  exchange(u, v);
  if (cost >= bestCost) return;
  bestCost = cost;
  memory.copy(bestPlace, place, <usize>size << 2);
}

/** Tenures spread widely (mean 2 n, most of them short) break cycles of any length. */
function forbid(facility: i32, place: i32): void {
  const share = random();
  const tenure = max<i32>(2, <i32>(share * share * share * <f64>(8 * size)));
  store<i32>(tabuUntil + (<usize>(facility * stride + place) << 2), iteration + tenure);
}

// @ts-ignore: decorator
@inline
function isTabu(facility: i32, place: i32): bool {
  return load<i32>(tabuUntil + (<usize>(facility * stride + place) << 2)) >= iteration;
}

/** The best exchange that is allowed; rows are tried from a random one on, so that ties fall differently each time. */
function choose(): void {
  chosen = -1;
  let least: num = sizeof<num>() == 8 ? <num>Infinity : <num>i32.MAX_VALUE;
  const first = <i32>(random() * <f64>(size - 1));
  for (let row = first; row < size - 1; row++) least = chooseInRow(row, least);
  for (let row = 0; row < first; row++) least = chooseInRow(row, least);
}

/** Few exchanges are below the least so far: only those are looked at one by one. */
function chooseInRow(i: i32, below: num): num {
  let least = below;
  let limit = v128.splat<num>(least);
  let at = rowOf(delta, i);
  for (let j = (i + 1) & ~(LANES - 1); j < size; j += LANES) {
    if (!v128.any_true(v128.lt<num>(v128.load(at + (<usize>j * sizeof<num>())), limit))) continue;
    for (let k = max(i + 1, j); k < min(j + LANES, size); k++) {
      const change = cell(delta, i, k);
      if (change >= least) continue;
      const isForbidden = isTabu(i, placeOf(k)) && isTabu(k, placeOf(i));
      if (isForbidden && cost + <f64>change >= bestCost) continue;
      least = change;
      chosen = i;
      chosenWith = k;
    }
    limit = v128.splat<num>(least);
  }
  return least;
}

function chooseAny(): void {
  const i = <i32>(random() * <f64>size);
  const j = (i + 1 + <i32>(random() * <f64>(size - 1))) % size;
  chosen = min(i, j);
  chosenWith = max(i, j);
}

/** Uniform in [0, 1): xorshift (Marsaglia 2003). */
function random(): f64 {
  randomState ^= randomState << 13;
  randomState ^= randomState >> 17;
  randomState ^= randomState << 5;
  return <f64>randomState * (1.0 / 4294967296.0);
}
