import type { Angles } from "./angles.ts";

/** Σ_k values_k f(π (k - ½)(i - ½) / layers) for i = 1 … count. */
function waves(
  values: Float64Array,
  layers: number,
  count: number,
  f: (phase: number) => number,
): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    values.reduce((sum, value, k) => sum + value * f((Math.PI * (k + 0.5) * (i + 0.5)) / layers), 0),
  );
}

/**
 * The same schedule over more layers: gammas as sine waves and betas as cosine waves, sampled more densely. The waves
 * are their own inverse up to 2/p. Source: Zhou et al., arXiv 1812.01041, the FOURIER heuristic.
 */
export function stretchByFourier({ gammas, betas }: Angles, layers: number): Angles {
  const stretch = (values: Float64Array, f: (phase: number) => number): Float64Array => {
    const p = values.length;
    return waves(waves(values, p, p, f), layers, layers, f).map((value) => (2 / p) * value);
  };
  return { gammas: stretch(gammas, Math.sin), betas: stretch(betas, Math.cos) };
}
