import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Peer, preparePeers } from "../python-environment.ts";
import { graphs, type QuantumCase } from "./cases.ts";
import { measureLayers } from "./measure-own.ts";
import { hasPrecision, quantumPeers, runPeer } from "./peers.ts";

// From PyPI into a folder that is removed afterwards; QTWIN_BENCH_PYTHON names a folder to keep or that has them.
const kept = process.env.QTWIN_BENCH_PYTHON;
const folder = kept ?? mkdtempSync(join(tmpdir(), "qtwin-bench-python-"));
let peers: readonly Peer[] = [];

beforeAll(async () => {
  peers = await preparePeers(folder, quantumPeers, () => undefined);
}, 600_000);

afterAll(() => {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
});

const limits = { budgetS: 0.05, limitS: 60, processS: 120 };
// Absolute, of energies of order one: f32 carries seven digits through some hundred gates.
const tolerance = { f32: 1e-4, f64: 1e-6 } as const;
const cases = (["f32", "f64"] as const).flatMap((precision) =>
  graphs.map((graph): QuantumCase => ({ n: 10, graph, threads: 2, precision })),
);

it("the other simulators install", () => {
  expect(peers.map(({ missing }) => missing)).toEqual([null, null, null, null]);
});

it.each(cases)(
  "every way of writing a layer ends at our energy: $graph, $precision",
  async (one) => {
    const { energy } = await measureLayers({ ...one, threads: 1, precision: "f64" }, 1);
    for (const peer of peers.filter(({ name }) => hasPrecision(name, one.precision))) {
      const tried = await runPeer(peer, one, [], limits);
      const measured = tried.filter(({ layerMs }) => layerMs !== null);
      expect(measured, peer.name).not.toEqual([]);
      for (const { variant, energy: theirs } of measured)
        expect(Math.abs(theirs! - energy!), `${peer.name}, ${variant}`).toBeLessThan(
          tolerance[one.precision],
        );
      const left = tried.filter(({ layerMs }) => layerMs === null).map(({ note }) => note);
      expect(
        left.every((note) => note === "no C compiler is there"),
        left.join("; "),
      ).toBe(true);
    }
  },
  300_000,
);

it("a layer beyond the limit is left out with its reason", async () => {
  const peer = peers.find(({ name }) => name === "qulacs")!;
  const [gates] = await runPeer(peer, { ...cases[0]!, precision: "f64" }, ["gates"], {
    ...limits,
    limitS: 0,
  });
  expect(gates).toMatchObject({ variant: "gates", layerMs: null });
  expect(gates!.note).toMatch(/^one layer takes/);
}, 60_000);
