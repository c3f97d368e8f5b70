import type { Random } from "@qtwin/core";
import { quantumError } from "../errors.ts";

export type WeightedEdge = readonly [i: number, j: number, weight: number];

/** Pairings that repeat an edge become too frequent beyond: of degree d about one in exp((d² - 1)/4) does not. */
const greatestDegree = 6;

function checkGraph(count: number, degree: number): void {
  const exists = Number.isSafeInteger(count) && degree < count && (count * degree) % 2 === 0;
  if (!exists || !Number.isSafeInteger(degree) || degree < 1 || degree > greatestDegree)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `No ${degree}-regular graph of ${count} vertices: the degree is 1 to ${greatestDegree} and below the count, and their product even.`,
      "degree",
    );
}

/** Stubs paired at random; undefined if a pair is a loop or comes twice. */
function pairStubs(count: number, degree: number, random: Random): readonly WeightedEdge[] | undefined {
  const stubs = Array.from({ length: count * degree }, (_, stub) => stub % count);
  const draw = (): number => {
    const at = random.integer(stubs.length);
    const last = stubs.pop()!;
    const drawn = stubs[at] ?? last;
    if (at < stubs.length) stubs[at] = last;
    return drawn;
  };
  const edges = new Map<number, WeightedEdge>();
  while (stubs.length > 0) {
    const [a, b] = [draw(), draw()];
    const [i, j] = [Math.min(a, b), Math.max(a, b)];
    if (i === j || edges.has(i * count + j)) return undefined;
    edges.set(i * count + j, [i, j, 1]);
  }
  return [...edges.values()];
}

/**
 * A graph in which every vertex has `degree` neighbours, uniform among all of them (the pairing model).
 * Edges have i < j and weight 1; degree 1 … 6, below the count, and count · degree even.
 * @throws QT_QUANTUM_BAD_SIZE
 */
export function regularGraph(count: number, degree: number, random: Random): readonly WeightedEdge[] {
  checkGraph(count, degree);
  for (;;) {
    const edges = pairStubs(count, degree, random);
    if (edges !== undefined) return edges;
  }
}
