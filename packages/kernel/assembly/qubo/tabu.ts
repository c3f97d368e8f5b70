// One-flip tabu search: the best free move, or a banned one that leads below all that was seen (aspiration).
// Source: Glover, Lü, Hao, "Diversification-driven tabu search for unconstrained binary quadratic problems", 4OR 2010.
import { energyOfBest, keepBest } from "./best";
import {
  BIAS, bannedFloor, flipAndBan, lowest, lowestBanned, pickBanned, pickFree, refreshBlocks, shiftGain, shiftGains,
} from "./blocks";
import { SHIFT } from "./lanes";
import { below, nextRandom } from "./random";
import { count, energy, gainOf, setGain, signOf } from "./state";
import { mask, weight } from "./weight";

/** Bans end after fewer steps than this, a power of two. */
const RING: i32 = 4096;
/** First variable whose ban ends at a step (modulo RING), or -1; the next of the same step; the step of each. i32. */
let heads: usize = 0;
let following: usize = 0;
let ends: usize = 0;

let step: i32 = 0;
let improvedAt: i32 = 0;

export function setTabu(heads_: usize, following_: usize, ends_: usize): void {
  heads = heads_;
  following = following_;
  ends = ends_;
}

/** Every variable is free. */
export function beginTabu(): void {
  shiftGains(-BIAS);
  refreshBlocks();
  memory.fill(heads, 0xff, <usize>RING << 2);
  step = 0;
  improvedAt = 0;
}

/** Only variables that differ from `target` may move, each once. */
export function beginRelink(target: usize): void {
  for (let i = 0; i < count; i++)
    setGain(i, gainOf(i) + (load<mask>(target + (<usize>i << SHIFT)) == signOf(i) ? BIAS : -BIAS));
  refreshBlocks();
}

/** Back to plain gains. */
export function endBans(): void {
  for (let i = 0; i < count; i++) {
    const gain = gainOf(i);
    setGain(i, gain < 0 ? gain + BIAS : gain - BIAS);
  }
}

// @ts-ignore: decorator
@inline
function head(end: i32): usize {
  return heads + (<usize>(end & (RING - 1)) << 2);
}

// @ts-ignore: decorator
@inline
function nextOf(i: i32): usize {
  return following + (<usize>i << 2);
}

// @ts-ignore: decorator
@inline
function endOf(i: i32): usize {
  return ends + (<usize>i << 2);
}

function release(): void {
  const slot = head(step);
  for (let i = load<i32>(slot); i >= 0; i = load<i32>(nextOf(i))) shiftGain(i, -2 * BIAS);
  store<i32>(slot, -1);
}

function enqueue(i: i32, end: i32): void {
  store<i32>(endOf(i), end);
  store<i32>(nextOf(i), load<i32>(head(end)));
  store<i32>(head(end), i);
}

function dequeue(i: i32): void {
  let link = head(load<i32>(endOf(i)));
  while (load<i32>(link) != i) link = nextOf(load<i32>(link));
  store<i32>(link, load<i32>(nextOf(i)));
}

/** A banned variable to flip all the same, or -1: it leads below all seen and is better than any free one. */
function aspirant(low: weight, random: u32): i32 {
  const nothingFree = low >= 0;
  const goal = min(energyOfBest(), energy);
  if (!nothingFree && energy + <f64>(bannedFloor - BIAS) >= goal) return -1;
  const banned = lowestBanned();
  const gain = <f64>(banned - BIAS);
  if (!nothingFree && (energy + gain >= goal || gain >= <f64>(low + BIAS))) return -1;
  const i = pickBanned(banned, random);
  dequeue(i);
  return i;
}

/**
 * At most `steps` steps, fewer when the best has not improved for `patience` of them. A move is banned for
 * `base` … base + span − 1 steps.
 * @returns how many steps were done
 */
export function tabu(steps: i32, patience: i32, base: i32, span: i32): i32 {
  let done = 0;
  for (; done < steps && step - improvedAt < patience; done++) {
    step++;
    release();
    const low = lowest();
    const random = nextRandom();
    let move = aspirant(low, random);
    let gain = low + BIAS;
    if (move < 0) move = pickFree(low, random);
    else gain = gainOf(move) - BIAS;
    if (gain >= 0 && keepBest()) improvedAt = step;
    flipAndBan(move, gain);
    enqueue(move, step + base + below(span));
  }
  if (keepBest()) improvedAt = step;
  return done;
}

/** Follows the best gains towards the target of `beginRelink`, for so many steps; the best on the way is kept if wanted. */
export function relink(steps: i32, keep: bool): void {
  for (let done = 0; done < steps; done++) {
    const low = lowest();
    if (low >= 0) return;
    const gain = low + BIAS;
    if (keep && gain >= 0) keepBest();
    flipAndBan(pickFree(low, nextRandom()), gain);
  }
  if (keep) keepBest();
}
