import type { Evaluations } from "./evaluations.ts";
import { Simplex } from "./simplex.ts";
import { along, dot, length } from "./vectors.ts";

export interface CobylaOptions {
  readonly method: "cobyla";
  /** Size of the first simplex, in units of the coordinates; 0.3 if absent. */
  readonly firstRadius?: number;
  /** The search ends when steps of this size do not improve; 1e-4 if absent. */
  readonly lastRadius?: number;
}

/** In units of the radius: least height and greatest edge of a good simplex, size of a step that mends it. */
const [leastHeight, greatestEdge, mendingStep] = [0.25, 2.1, 0.5];
/** An edge worth shortening when a vertex must go, in units of the radius. */
const longEdge = 1.1;

/** Of the promised gain: what a step must give, and how near to it the plane deserves a larger radius. */
const [leastGain, greatTrust] = [0.1, 0.1];

function firstSimplex(known: Evaluations, start: Float64Array, radius: number): Simplex {
  const simplex = new Simplex(start, known.value(start), radius);
  for (let j = 0; j < start.length; j += 1) {
    // The pole may have moved: the vertex is a step along its axis from where the pole is now.
    const offset = start.map((_, k) => (k === j ? radius : 0));
    simplex.replace(j, offset, known.value(along(simplex.pole, 1, offset)));
  }
  return simplex;
}

/** The vertex that spoils the simplex most: too far away, else too close to the face of the others. */
function badVertex(simplex: Simplex, radius: number): number | undefined {
  let [far, distance] = [-1, greatestEdge * radius];
  let [flat, height] = [-1, leastHeight * radius];
  simplex.edges.forEach((edge, j) => {
    if (length(edge) > distance) [far, distance] = [j, length(edge)];
    if (simplex.height(j) < height) [flat, height] = [j, simplex.height(j)];
  });
  if (far >= 0) return far;
  return flat >= 0 ? flat : undefined;
}

/** Puts a vertex on the normal of its face, on the side where the plane falls. */
function mend(known: Evaluations, simplex: Simplex, j: number, radius: number): void {
  const outward = simplex.outward(j);
  const side = dot(simplex.slope(), outward) > 0 ? -1 : 1;
  const offset = outward.map((entry) => entry * side * mendingStep * radius);
  simplex.replace(j, offset, known.value(along(simplex.pole, 1, offset)));
}

/** The vertex that gives way to pole + offset: a long edge that the simplex can lose, else where the volume grows. */
function vertexToDrop(
  simplex: Simplex,
  offset: Float64Array,
  improved: boolean,
  radius: number,
): number | undefined {
  let [drop, ratio] = [-1, improved ? 0 : 1];
  let [long, edge] = [-1, longEdge * radius];
  for (let j = 0; j < offset.length; j += 1) {
    const grown = simplex.heightRatio(j, offset);
    if (grown > ratio) [drop, ratio] = [j, grown];
    if (grown < 1 && grown * simplex.height(j) < leastHeight * radius) continue;
    const size = length(improved ? along(simplex.edges[j]!, -1, offset) : simplex.edges[j]!);
    if (size > edge) [long, edge] = [j, size];
  }
  if (long >= 0) return long;
  return drop >= 0 ? drop : undefined;
}

/** A step of the radius down the plane; how much of what the plane promised it gave. */
function stepDown(known: Evaluations, simplex: Simplex, radius: number): number {
  const slope = simplex.slope();
  const steepness = length(slope);
  if (steepness === 0) return 0;
  const offset = slope.map((entry) => (-entry / steepness) * radius);
  const value = known.value(along(simplex.pole, 1, offset));
  const gain = simplex.poleValue - value;
  const drop = vertexToDrop(simplex, offset, gain > 0, radius);
  if (drop !== undefined) simplex.replace(drop, offset, value);
  return gain / (steepness * radius);
}

/**
 * Linear approximation in a shrinking trust region, Powell's COBYLA without its constraints; the radius grows
 * where the plane is right, as in NLopt. Source: Powell, in
 * Advances in Optimization and Numerical Analysis (1994) 51.
 */
export function searchByCobyla(
  known: Evaluations,
  start: Float64Array,
  { firstRadius = 0.3, lastRadius = 1e-4 }: CobylaOptions,
): void {
  const simplex = firstSimplex(known, start, firstRadius);
  let radius = firstRadius;
  for (;;) {
    const kept = stepDown(known, simplex, radius);
    if (Math.abs(kept - 1) < greatTrust) radius *= 2;
    if (kept >= leastGain) continue;
    const bad = badVertex(simplex, radius);
    if (bad !== undefined) mend(known, simplex, bad, radius);
    else if (radius <= lastRadius) return;
    else radius = radius <= 3 * lastRadius ? lastRadius : radius / 2;
  }
}
