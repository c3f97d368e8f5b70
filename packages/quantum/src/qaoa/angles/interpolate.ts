import type { Angles } from "./angles.ts";

function oneMore(values: Float64Array): Float64Array {
  const p = values.length;
  return Float64Array.from(
    { length: p + 1 },
    (_, i) => (i / p) * (values[i - 1] ?? 0) + ((p - i) / p) * (values[i] ?? 0),
  );
}

/** The schedule over one layer more, by linear interpolation. Source: Zhou et al., arXiv 1812.01041, INTERP. */
export function interpolate({ gammas, betas }: Angles): Angles {
  return { gammas: oneMore(gammas), betas: oneMore(betas) };
}
