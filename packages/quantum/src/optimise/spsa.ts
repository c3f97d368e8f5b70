import { createRandom, type Random } from "@qtwin/core";
import type { Evaluated, Evaluations } from "./evaluations.ts";
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

interface Probe {
  /** Derivative and second derivative along a random ±1 direction, from values on both sides. */
  readonly slope: number;
  readonly curvature: number;
}

function probe(known: Evaluations, { point, value }: Evaluated, width: number, sign: Float64Array): Probe {
  const [ahead, behind] = [width, -width].map((at) => known.value(along(point, at, sign))) as [
    number,
    number,
  ];
  return { slope: (ahead - behind) / (2 * width), curvature: (ahead + behind - 2 * value) / width ** 2 };
}

/** The first gain: a step of the wanted size where the slope is as at the start, but none that overshoots the valley. */
function firstGain(
  known: Evaluations,
  start: Evaluated,
  options: Required<SpsaOptions>,
  random: Random,
): number {
  let [slope, curvature] = [0, 0];
  for (let k = 0; k < calibrations; k += 1) {
    const found = probe(known, start, options.perturbation, signs(start.point.length, random));
    slope += Math.abs(found.slope) / calibrations;
    curvature += Math.abs(found.curvature) / calibrations;
  }
  return Math.min(
    slope === 0 ? 0 : options.firstStep / slope,
    curvature === 0 ? Number.POSITIVE_INFINITY : 0.5 / curvature,
  );
}

/**
 * Simultaneous perturbation: two values a step, whatever the number of coordinates; fit for noisy objectives. Runs
 * until the limit of evaluations and looks at its first and last point. Source: Spall, IEEE Trans. AES 34 (1998) 817;
 * the bound of the gain by the curvature is our own.
 */
export function searchBySpsa(
  known: Evaluations,
  start: Float64Array,
  { method, seed, firstStep = 0.1, perturbation = 0.1 }: SpsaOptions,
): void {
  const random = createRandom(seed);
  const first = { point: start, value: known.value(start) };
  const steps = Math.floor((known.left - 1) / 2) - calibrations;
  const stability = 0.1 * Math.max(steps, 0);
  const gain = firstGain(known, first, { method, seed, firstStep, perturbation }, random);
  let point = start;
  for (let k = 0; k < steps; k += 1) {
    const sign = signs(start.length, random);
    const width = perturbation / (k + 1) ** perturbationDecay;
    const { slope } = probe(known, { point, value: 0 }, width, sign);
    point = along(point, -slope * gain * ((1 + stability) / (k + 1 + stability)) ** stepDecay, sign);
  }
  known.value(point);
}
