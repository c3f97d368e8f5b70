// QAOA on one-hot groups as plainly as it can be written: f64, one amplitude after the other, pair after pair.
import { type Cost, termsOf } from "../../cost.ts";
import { type Amplitudes, referencePhase } from "../../reference/qaoa.ts";
import { feasibleCount, type OneHotGroups, optionsAt } from "../one-hot-groups.ts";
import type { SubspaceMixer } from "../subspace-state.ts";

/** The cost of every feasible assignment, by basis index. */
export function referenceFeasibleCosts(groups: OneHotGroups, cost: Cost): Float64Array {
  const terms = [...termsOf(cost)];
  const ones = new Uint8Array(Math.max(...groups.flat()) + 1);
  return Float64Array.from({ length: feasibleCount(groups) }, (_, basis) => {
    ones.fill(0);
    optionsAt(groups, basis).forEach((option, group) => {
      ones[groups[group]![option]!] = 1;
    });
    let sum = 0;
    for (const [variables, weight] of terms) if (variables.every((i) => ones[i] === 1)) sum += weight;
    return sum;
  });
}

/** Pairs of neighbouring options in the order in which they mix. */
export function referenceRingPairs(options: number): (readonly [number, number])[] {
  if (options < 2) return [];
  if (options === 2) return [[0, 1]];
  const pairs = Array.from({ length: options }, (_, place) => [place, (place + 1) % options] as const);
  const closing = options % 2 === 1 ? pairs.splice(-1) : [];
  const even = pairs.filter((_, place) => place % 2 === 0);
  const odd = pairs.filter((_, place) => place % 2 === 1);
  return [...even, ...odd, ...closing];
}

/** The mixer of one group of `options`, as the steps to take on its amplitudes. */
function mixOptions(state: Amplitudes, places: readonly number[], mixer: SubspaceMixer, beta: number): void {
  const { re, im } = state;
  if (mixer === "ring") {
    const [c, s] = [Math.cos(beta), Math.sin(beta)];
    for (const [j, k] of referenceRingPairs(places.length)) {
      const [a, b] = [places[j]!, places[k]!];
      const [ar, ai, br, bi] = [re[a]!, im[a]!, re[b]!, im[b]!];
      [re[a], im[a]] = [c * ar + s * bi, c * ai - s * br];
      [re[b], im[b]] = [c * br + s * ai, c * bi - s * ar];
    }
    return;
  }
  // exp(-iβ J) = I + (e^(-iβm) - 1)/m J, times e^(iβ).
  const m = places.length;
  const [kr, ki] = [(Math.cos(beta * m) - 1) / m, -Math.sin(beta * m) / m];
  const sr = places.reduce((sum, place) => sum + re[place]!, 0);
  const si = places.reduce((sum, place) => sum + im[place]!, 0);
  const [c, s] = [Math.cos(beta), Math.sin(beta)];
  for (const place of places) {
    const [a, b] = [re[place]! + kr * sr - ki * si, im[place]! + kr * si + ki * sr];
    [re[place], im[place]] = [a * c - b * s, a * s + b * c];
  }
}

export function referenceMix(
  state: Amplitudes,
  groups: OneHotGroups,
  mixer: SubspaceMixer,
  beta: number,
): void {
  if (mixer === "grover") {
    referenceGrover(state, beta);
    return;
  }
  let stride = 1;
  for (const { length } of groups) {
    for (let x = 0; x < state.re.length; x += 1) {
      if (Math.floor(x / stride) % length !== 0) continue;
      const places = Array.from({ length }, (_, option) => x + option * stride);
      mixOptions(state, places, mixer, beta);
    }
    stride *= length;
  }
}

/** ψ ← ψ + (e^(-iβ) - 1) |F⟩⟨F|ψ⟩ */
export function referenceGrover({ re, im }: Amplitudes, beta: number): void {
  const [kr, ki] = [(Math.cos(beta) - 1) / re.length, -Math.sin(beta) / re.length];
  const sr = re.reduce((sum, value) => sum + value, 0);
  const si = im.reduce((sum, value) => sum + value, 0);
  re.forEach((value, x) => {
    re[x] = value + kr * sr - ki * si;
    im[x]! += kr * si + ki * sr;
  });
}

/** The state after the layers (gammas[k], betas[k]) from the uniform feasible one. */
export function referenceSubspace(
  groups: OneHotGroups,
  costs: Float64Array,
  mixer: SubspaceMixer,
  gammas: readonly number[],
  betas: readonly number[],
): Amplitudes {
  const size = feasibleCount(groups);
  const state = { re: new Float64Array(size).fill(1 / Math.sqrt(size)), im: new Float64Array(size) };
  gammas.forEach((gamma, k) => {
    referencePhase(state, costs, gamma);
    referenceMix(state, groups, mixer, betas[k]!);
  });
  return state;
}
