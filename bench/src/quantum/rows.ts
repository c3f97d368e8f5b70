import type { QuantumCase } from "./cases.ts";
import type { OwnEnumeration, OwnGradient, OwnMemory } from "./measure-own.ts";
import type { PeerVariant } from "./peers.ts";

export interface QuantumRow extends QuantumCase {
  readonly engine: string;
  /** Of one QAOA layer; null when it was not measured, and `note` says why. */
  readonly layerMs: number | null;
  /** One in-place pass on one thread over the state that `qtwin` holds: v128 load, multiply, store over re and im. */
  readonly passMs: number;
  /** layerMs over passMs. */
  readonly layerPasses: number | null;
  /** Of `qtwin`: qubits of the state held, one fewer where a cost equals that of the complement. */
  readonly heldQubits: number | null;
  /** Of `qtwin`: multiply-adds of a layer a second over what registers alone reach, as often as there are threads. */
  readonly peakShare: number | null;
  /** Of the others: the fastest way of writing the layer; all that were tried stand in `tried`. */
  readonly variant: string | null;
  readonly tried: readonly PeerVariant[];
  readonly note: string;
}

export interface GradientRow extends QuantumCase, OwnGradient {
  /** gradientMs over evaluationMs. */
  readonly evaluations: number;
}

/** Ours beside the fastest other engine that ran the case; those that only have f64 count for f32 too. */
export interface Comparison extends QuantumCase {
  readonly fastestPeer: string;
  readonly timesFaster: number;
}

export interface QuantumBench {
  readonly rows: readonly QuantumRow[];
  readonly comparisons: readonly Comparison[];
  readonly gradients: readonly GradientRow[];
  readonly enumeration: OwnEnumeration;
  /** Null when the cases were filtered. */
  readonly memory: OwnMemory | null;
}

const sameCase = (left: QuantumCase, right: QuantumCase): boolean =>
  left.n === right.n && left.graph === right.graph && left.threads === right.threads;

/** One comparison for each row of ours that another engine has run too. */
export function comparisonsOf(rows: readonly QuantumRow[]): readonly Comparison[] {
  return rows.flatMap((ours) => {
    if (ours.engine !== "qtwin" || ours.layerMs === null) return [];
    const { n, graph, threads, precision, layerMs } = ours;
    const [peer] = rows
      .filter((row) => row.engine !== "qtwin" && row.layerMs !== null && sameCase(row, ours))
      .filter((row) => row.precision === precision || precision === "f32")
      .sort((left, right) => left.layerMs! - right.layerMs!);
    if (peer === undefined) return [];
    const timesFaster = peer.layerMs! / layerMs;
    return [{ n, graph, threads, precision, fastestPeer: peer.engine, timesFaster }];
  });
}
