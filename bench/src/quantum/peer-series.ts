import type { PeerVariant } from "./peers.ts";

/** What was measured last of one engine, graph, thread count and precision, at fewer qubits. */
export interface Measured {
  readonly n: number;
  readonly variants: readonly PeerVariant[];
}

export type NextVariants =
  | { readonly variants: readonly string[] }
  /** None is worth starting, and why. */
  | { readonly note: string };

/** A variant this many times slower than the engine's best is not tried at more qubits: only close calls where it is dear. */
const hopelessAt = (n: number): number => (n < 24 ? 3 : 1.3);

export function fastest(variants: readonly PeerVariant[]): PeerVariant | undefined {
  const measured = variants.filter(({ layerMs }) => layerMs !== null);
  return measured.sort((left, right) => left.layerMs! - right.layerMs!)[0];
}

/** Which variants to run at `n`: all at first, then those near the best, none when a layer would take over the limit. */
export function variantsToTry(before: Measured | undefined, n: number, limitS: number): NextVariants {
  const best = fastest(before?.variants ?? []);
  if (before === undefined) return { variants: [] };
  if (best === undefined) return { note: before.variants.at(-1)?.note ?? "" };
  // A layer's time grows at least like the state.
  const expectedS = (best.layerMs! / 1000) * 2 ** (n - before.n);
  if (expectedS > limitS)
    return {
      note: `about ${expectedS.toFixed(0)} s a layer, by its ${best.layerMs!.toFixed(0)} ms at n = ${before.n}`,
    };
  const near = before.variants.filter(
    ({ layerMs }) => layerMs !== null && layerMs <= hopelessAt(n) * best.layerMs!,
  );
  return { variants: near.map(({ variant }) => variant) };
}
