import { preparePeers } from "./python-environment.ts";
import { type CaseFilter, casesOf, nameOf, type QuantumCase } from "./quantum/cases.ts";
import type { OwnLayers, OwnMemory } from "./quantum/measure-own.ts";
import { type Own, peerSeries } from "./quantum/measure-peer.ts";
import { runOwn } from "./quantum/own.ts";
import { hasPrecision, quantumPeers } from "./quantum/peers.ts";
import { comparisonsOf, type GradientRow, type QuantumBench, type QuantumRow } from "./quantum/rows.ts";

export { type CaseFilter, casesOf, graphs, nameOf, type QuantumCase } from "./quantum/cases.ts";
export { markdownOf, sentencesOf } from "./quantum/markdown.ts";
export type { QuantumBench } from "./quantum/rows.ts";

export interface QuantumBenchOptions {
  readonly filter: CaseFilter;
  readonly peers: boolean;
  /** Folder of the Python environment; made when it is not there. */
  readonly pythonDir: string;
  /** An engine whose layer takes longer is not measured. */
  readonly limitS: number;
  /** After this no further case of another engine is started. */
  readonly peersMin: number;
  readonly onProgress: (text: string) => void;
}

const isFiltered = ({ filter }: QuantumBenchOptions): boolean =>
  Object.values(filter).some((value) => value !== undefined);

/**
 * Times one layer of QAOA by Qtwin and by other simulators on the same problems, one process after the other, and of Qtwin
 * also gradients, exact enumeration and the greatest state.
 */
export async function benchQuantum(options: QuantumBenchOptions): Promise<QuantumBench> {
  const cases = casesOf(options.filter);
  const peers = options.peers ? await preparePeers(options.pythonDir, quantumPeers, options.onProgress) : [];
  // Few cases get a second each; many share less, so that a filtered run stays under 50 s.
  const budgetMs = Math.min(1000, 12_000 / cases.length);
  const rows: QuantumRow[] = [];
  const measurePeer = peerSeries(options);
  for (const one of cases) {
    const own = await measureOwn(one, budgetMs, options);
    rows.push(own.row);
    for (const peer of peers.filter(({ name }) => hasPrecision(name, one.precision)))
      rows.push(await measurePeer(peer, one, own));
  }
  const gradients = await measureGradients(cases, budgetMs, options);
  options.onProgress(`qtwin: exact minimum of ${enumeratedN} variables …`);
  const enumeration = await runOwn("enumeration", enumeratedN);
  const memory = isFiltered(options) ? null : await measureGreatest(options);
  return { rows, comparisons: comparisonsOf(rows), gradients, enumeration, memory };
}

const enumeratedN = 28;

async function measureOwn(
  one: QuantumCase,
  budgetMs: number,
  { onProgress }: QuantumBenchOptions,
): Promise<Own> {
  onProgress(`${nameOf(one)}: qtwin …`);
  const { layerMs, passMs, heldQubits, peakShare, energy }: OwnLayers = await runOwn("layers", one, budgetMs);
  const row = {
    ...one,
    engine: "qtwin",
    layerMs,
    passMs,
    layerPasses: layerMs / passMs,
    heldQubits,
    peakShare,
  };
  return { row: { ...row, variant: null, tried: [], note: "" }, energy };
}

/** Of one graph and thread count: the ratio hardly depends on them. */
async function measureGradients(
  cases: readonly QuantumCase[],
  budgetMs: number,
  { onProgress }: QuantumBenchOptions,
): Promise<readonly GradientRow[]> {
  const threads = cases[0]?.threads;
  const graph = cases.at(-1)?.graph;
  const chosen = cases.filter((each) => each.graph === graph && each.threads === threads);
  const rows: GradientRow[] = [];
  for (const one of chosen) {
    onProgress(`${nameOf(one)}: gradient …`);
    const measured = await runOwn("gradient", one, budgetMs);
    rows.push({ ...one, ...measured, evaluations: measured.gradientMs / measured.evaluationMs });
  }
  return rows;
}

function measureGreatest({ onProgress }: QuantumBenchOptions): Promise<OwnMemory> {
  const greatest: QuantumCase = { n: 28, graph: "dense", threads: 1, precision: "f32" };
  onProgress(`${nameOf(greatest)}: memory …`);
  return runOwn("memory", greatest);
}
