import type { Random } from "@qtwin/core";

type Edge = readonly [i: number, j: number, weight: number];

/** Stubs paired at random; undefined if a pair is a loop or comes twice. */
function pairStubs(count: number, degree: number, random: Random): readonly Edge[] | undefined {
  const stubs = Array.from({ length: count * degree }, (_, k) => k % count);
  const edges = new Map<string, Edge>();
  while (stubs.length > 0) {
    const [i, j] = [0, 0].map(() => stubs.splice(random.integer(stubs.length), 1)[0]!) as [number, number];
    const key = `${Math.min(i, j)} ${Math.max(i, j)}`;
    if (i === j || edges.has(key)) return undefined;
    edges.set(key, [i, j, 1]);
  }
  return [...edges.values()];
}

/** A d-regular graph, uniform among all of them; count · degree must be even. */
export function regularGraph(count: number, degree: number, random: Random): readonly Edge[] {
  for (;;) {
    const edges = pairStubs(count, degree, random);
    if (edges !== undefined) return edges;
  }
}

/** Every pair of spins coupled with a normal weight of variance 1/n, as the Sherrington-Kirkpatrick model has it. */
export function skEdges(count: number, random: Random): readonly Edge[] {
  const edges: Edge[] = [];
  for (let i = 0; i < count; i += 1)
    for (let j = i + 1; j < count; j += 1) edges.push([i, j, random.normal() / Math.sqrt(count)]);
  return edges;
}
