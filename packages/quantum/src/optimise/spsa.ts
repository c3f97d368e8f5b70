import { createRandom, type Random } from "@qtwin/core";
import type { Evaluations } from "./evaluations.ts";
import { along } from "./vectors.ts";

export interface SpsaOptions {
  readonly method: "spsa";
  readonly seed: number;
  /** Wanted change of each coordinate in the first step; 0.1 if absent. */
  readonly firstStep?: number;
  /** Distance of the two points whose difference estimates the slope, in each coordinate; 0.1 if absent. */
  readonly perturbation?: number;
}

/** Decay of the steps and of the perturbations that Spall recommends. */
const [stepDecay, perturbationDecay] = [0.602, 0.101];
const calibrations = 5;

function signs(count: number, random: Random): Float64Array {
  return Float64Array.from({ length: count }, () => (random.next() < 0.5 ? -1 : 1));
}

/** The slope along a random ±1 direction, from two values. */
function slopeAlong(known: Evaluations, point: Float64Array, width: number, sign: Float64Array): number {
  return (known.value(along(point, width, sign)) - known.value(along(point, -width, sign))) / (2 * width);
}

/**
 * Simultaneous perturbation: two values a step, whatever the number of coordinates; fit for noisy objectives. Runs
 * until the limit of evaluations and looks at its first and last point. Source: Spall, IEEE Trans. AES 34 (1998) 817.
 */
export function searchBySpsa(
  known: Evaluations,
  start: Float64Array,
  { seed, firstStep = 0.1, perturbation = 0.1 }: SpsaOptions,
): void {
  const random = createRandom(seed);
  known.value(start);
  const steps = Math.floor((known.left - 1) / 2) - calibrations;
  const stability = 0.1 * Math.max(steps, 0);
  let size = 0;
  for (let k = 0; k < calibrations; k += 1)
    size += Math.abs(slopeAlong(known, start, perturbation, signs(start.length, random))) / calibrations;
  if (size === 0) return;
  const gain = (firstStep / size) * (1 + stability) ** stepDecay;
  let point = start;
  for (let k = 0; k < steps; k += 1) {
    const sign = signs(start.length, random);
    const slope = slopeAlong(known, point, perturbation / (k + 1) ** perturbationDecay, sign);
    point = along(point, (-slope * gain) / (k + 1 + stability) ** stepDecay, sign);
  }
  known.value(point);
}
