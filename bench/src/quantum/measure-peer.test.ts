import { expect, it } from "vitest";
import { checked, type Own, peerSeries } from "./measure-peer.ts";

const own: Own = {
  row: {
    ...{ engine: "qtwin", n: 10, graph: "dense", threads: 1, precision: "f64", layerMs: 1, passMs: 0.5 },
    ...{ layerPasses: 2, heldQubits: 10, peakShare: 0.5, variant: null, tried: [], note: "" },
  },
  energy: -2,
};
const tried = { variant: "gates", layerMs: 5, energy: -2, note: "" };

it("a variant that ends at another energy does not count", () => {
  expect(checked(tried, own)).toEqual(tried);
  expect(checked({ ...tried, energy: -2.001 }, own)).toMatchObject({
    layerMs: null,
    note: "ends at the energy -2.001 instead of -2",
  });
});

it("what is not there or comes too late has a row that says so", async () => {
  const peer = { name: "qulacs", python: "python3", missing: null };
  const late = peerSeries({ limitS: 60, peersMin: -1, onProgress: () => undefined });
  expect(await late(peer, own.row, own)).toMatchObject({ engine: "qulacs", layerMs: null, passMs: 0.5 });
  const missing = { ...peer, missing: "does not install here" };
  expect(await late(missing, own.row, own)).toMatchObject({ note: "does not install here" });
});
