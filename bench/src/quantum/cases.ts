import { createRandom, type Random } from "@qtwin/core";
import type { Precision, QuadraticCost } from "@qtwin/kernel";

export const graphs = ["3-regular", "dense"] as const;
export type Graph = (typeof graphs)[number];
const precisions: readonly Precision[] = ["f32", "f64"];

export interface QuantumCase {
  readonly n: number;
  readonly graph: Graph;
  /** Worker threads, the calling one included. */
  readonly threads: number;
  readonly precision: Precision;
}

export const nameOf = ({ n, graph, threads, precision }: QuantumCase): string =>
  `n = ${n}, ${graph}, ${threads} ${threads === 1 ? "thread" : "threads"}, ${precision}`;

/** What is left of the full set; a field left out takes all. */
export type CaseFilter = { readonly [Key in keyof QuantumCase]?: QuantumCase[Key] | undefined };

const sizes = [16, 20, 24, 26];
const threadCounts = [1, 2];
/** A state of 28 qubits in f64 outgrows the 4 GiB of WebAssembly. */
const greatestN = { f32: 28, f64: 27 } as const;

/** The chosen cases, sizes ascending; there is no 3-regular graph of an odd number of nodes. */
export function casesOf(filter: CaseFilter): readonly QuantumCase[] {
  const all = <Value>(chosen: Value | undefined, values: readonly Value[]): readonly Value[] =>
    chosen === undefined ? values : [chosen];
  const cases: QuantumCase[] = [];
  for (const n of all(filter.n, sizes))
    for (const precision of all(filter.precision, precisions))
      for (const graph of all(filter.graph, graphs))
        for (const threads of all(filter.threads, threadCounts))
          if (n <= greatestN[precision] && (graph === "dense" || n % 2 === 0))
            cases.push({ n, graph, threads, precision });
  return cases;
}

/** The problem of a case, seeded: unweighted MaxCut as minus the cut, or all products, linear terms and an offset in -1 … 1. */
export function costOfCase({ n, graph }: Pick<QuantumCase, "n" | "graph">): QuadraticCost {
  const random = createRandom(n);
  return graph === "dense" ? denseCost(n, random) : maxCut(n, regularGraph(n, random));
}

function denseCost(n: number, random: Random): QuadraticCost {
  const weight = (): number => 2 * random.next() - 1;
  const couplings: [number, number, number][] = [];
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) couplings.push([i, j, weight()]);
  return { kind: "quadratic", offset: weight(), linear: Array.from({ length: n }, weight), couplings };
}

type Edge = readonly [number, number];

/** Each edge costs -1 when its ends differ: 2 x_i x_j - x_i - x_j. In spins no linear term is left. */
function maxCut(n: number, edges: readonly Edge[]): QuadraticCost {
  const linear = new Array<number>(n).fill(0);
  for (const end of edges.flat()) linear[end]! -= 1;
  return { kind: "quadratic", offset: 0, linear, couplings: edges.map(([i, j]) => [i, j, 2]) };
}

/** Pairs the 3n half-edges at random until no pair is a loop or comes twice (the pairing model). */
function regularGraph(n: number, random: Random): readonly Edge[] {
  for (;;) {
    const edges = pairedAtRandom(3 * n, random).map(([a, b]): Edge => {
      const ends = [Math.floor(a / 3), Math.floor(b / 3)] as const;
      return [Math.min(...ends), Math.max(...ends)];
    });
    const simple = edges.every(([i, j]) => i !== j) && new Set(edges.map(String)).size === edges.length;
    if (simple) return edges;
  }
}

function pairedAtRandom(count: number, random: Random): readonly Edge[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return Array.from({ length: count / 2 }, (_, pair): Edge => [order[2 * pair]!, order[2 * pair + 1]!]);
}

/** Angles (gamma, beta) of the layers that every engine runs; no two layers alike. */
export const benchLayers: readonly Edge[] = Array.from({ length: 6 }, (_, layer) => [
  0.3 + 0.02 * layer,
  0.4 - 0.03 * layer,
]);
