import { quantumError } from "../../errors.ts";
import type { Angles } from "./angles.ts";
import { linearRamp } from "./linear-ramp.ts";
import { regularGraphAngles } from "./regular-graph-angles.ts";
import { skAngles } from "./sk-angles.ts";

/** Where the search for angles begins. */
export type AngleStart =
  /** Angles of the infinite Sherrington-Kirkpatrick model, rescaled: for dense problems, and the default. */
  | { readonly kind: "sk" }
  /** Fixed angles for MaxCut on d-regular graphs, rescaled when weighted. */
  | { readonly kind: "regular-graph"; readonly degree: number }
  /** Ends of the ramps: gamma in units of one over the energy scale (1 if absent), beta in rad (0.8 if absent). */
  | { readonly kind: "ramp"; readonly gamma?: number; readonly beta?: number }
  /** Your own: gammas in rad per energy, betas in rad, negative betas for positive gammas. */
  | {
      readonly kind: "given";
      readonly gammas: ArrayLike<number>;
      readonly betas: ArrayLike<number>;
    }
  /** One layer optimised, then one more at a time, each begun by interpolation. */
  | { readonly kind: "interp" }
  /** One layer optimised, then twice as many at a time, each begun by stretching sine and cosine waves. */
  | { readonly kind: "fourier" };

function givenAngles(
  { gammas, betas }: { readonly gammas: ArrayLike<number>; readonly betas: ArrayLike<number> },
  layers: number,
  scale: number,
): Angles {
  if (gammas.length !== layers || betas.length !== layers)
    throw quantumError(
      "QT_QUANTUM_BAD_START",
      `${gammas.length} gammas and ${betas.length} betas stand against ${layers} layers.`,
      "start",
    );
  return { gammas: Float64Array.from(gammas, (gamma) => gamma * scale), betas: Float64Array.from(betas) };
}

/**
 * The first angles to try with so many layers, of a cost with this energy scale.
 * @throws QT_QUANTUM_BAD_START
 */
export function startAngles(start: AngleStart, layers: number, scale: number): Angles {
  switch (start.kind) {
    case "regular-graph":
      return regularGraphAngles(start.degree, layers);
    case "ramp":
      return linearRamp(layers, start.gamma ?? 1, start.beta ?? 0.8);
    case "given":
      return givenAngles(start, layers, scale);
    default:
      return skAngles(layers);
  }
}
