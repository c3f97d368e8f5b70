import type { Peer } from "../python-environment.ts";
import { nameOf, type QuantumCase } from "./cases.ts";
import { fastest, type Measured, variantsToTry } from "./peer-series.ts";
import { type PeerVariant, runPeer } from "./peers.ts";
import type { QuantumRow } from "./rows.ts";

/** Our row of the case, and the energy that everybody must end at; null for states that take long. */
export interface Own {
  readonly row: QuantumRow;
  readonly energy: number | null;
}

export interface PeerSeriesOptions {
  /** An engine whose layer takes longer is not measured. */
  readonly limitS: number;
  /** After this no further case is started. */
  readonly peersMin: number;
  readonly onProgress: (text: string) => void;
}

/** Measures engine after engine and case after case, sizes ascending: what was slow is not tried again at more qubits. */
export function peerSeries({ limitS, peersMin, onProgress }: PeerSeriesOptions) {
  const before = new Map<string, Measured>();
  const endMs = performance.now() + 60_000 * peersMin;
  return async (peer: Peer, one: QuantumCase, own: Own): Promise<QuantumRow> => {
    const leftOut = (note: string): QuantumRow => ({ ...peerRow(peer, own, []), note });
    if (peer.missing !== null) return leftOut(peer.missing);
    if (performance.now() > endMs) return leftOut(`left out: ${peersMin} minutes were over`);
    const key = `${peer.name} ${one.graph} ${one.threads} ${one.precision}`;
    const next = variantsToTry(before.get(key), one.n, limitS);
    if ("note" in next) return leftOut(next.note);
    onProgress(`${nameOf(one)}: ${peer.name} …`);
    const said = await runPeer(peer, one, next.variants, { budgetS: 1, limitS, processS: 5 * limitS });
    const tried = said.map((each) => checked(each, own));
    before.set(key, { n: one.n, variants: tried });
    return peerRow(peer, own, tried);
  };
}

function peerRow(peer: Peer, { row }: Own, tried: readonly PeerVariant[]): QuantumRow {
  const best = fastest(tried);
  const layerMs = best?.layerMs ?? null;
  return {
    ...row,
    engine: peer.name,
    layerMs,
    layerPasses: layerMs === null ? null : layerMs / row.passMs,
    heldQubits: null,
    peakShare: null,
    variant: best?.variant ?? null,
    tried,
    note: best ? "" : tried.map(({ note }) => note).join("; "),
  };
}

/** Relative to 1 + |energy|: rounding of states in each precision, with room for some hundred gates. */
const energyTolerance = { f32: 1e-4, f64: 1e-9 } as const;

/** A variant that ends at another energy has run another circuit: its time does not count. */
export function checked(tried: PeerVariant, { row, energy }: Own): PeerVariant {
  if (energy === null || tried.energy === null) return tried;
  const allowed = energyTolerance[row.precision] * (1 + Math.abs(energy));
  if (Math.abs(tried.energy - energy) <= allowed) return tried;
  return { ...tried, layerMs: null, note: `ends at the energy ${tried.energy} instead of ${energy}` };
}
