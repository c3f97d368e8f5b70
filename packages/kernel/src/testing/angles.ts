import { uniformFrom } from "../random.ts";

/** `layers` angles in -range … range. */
export function randomAngles(layers: number, seed: number, range: number): number[] {
  const uniform = uniformFrom(seed);
  return Array.from({ length: layers }, () => range * (2 * uniform() - 1));
}
