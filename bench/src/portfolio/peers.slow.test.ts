import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseModel } from "@qtwin/model";
import { afterAll, expect, test } from "vitest";
import { preparePeers } from "../python-environment.ts";
import { type FamilyId, families } from "./families.ts";
import { peersOf, runPeer } from "./peers.ts";
import {
  knapsack,
  pair,
  parts,
  sameStart,
  triangle,
  twoJobs,
  withDetour,
  withSetups,
} from "./testing/tiny-data.ts";

// From PyPI into a folder that is removed afterwards; QTWIN_BENCH_PYTHON names a folder to keep or that has them.
const kept = process.env.QTWIN_BENCH_PYTHON;
const folder = kept ?? mkdtempSync(join(tmpdir(), "qtwin-bench-python-"));
afterAll(() => {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
});

const conditions = { timeS: 0.5, threads: 2, seed: 1, gapLimit: 0 };

/** Optima by hand: see the tiny instances. */
const cases: readonly (readonly [FamilyId, string, number])[] = [
  ["jsp", twoJobs, 5],
  ["jsp", sameStart, 7],
  ["fjsp-sdst", withSetups, 6],
  ["fjsp-sdst", withDetour, 7],
  ["mmkp", parts, 17],
  ["mkp", knapsack, 7],
  ["maxcut", triangle, 6],
  ["qubo", pair, -3],
];

test.each(cases)(
  "every peer finds the optimum: %s, %j",
  async (family, text, optimum) => {
    const peers = await preparePeers(folder, peersOf(family).installs, () => undefined);
    expect(peers.map(({ missing }) => missing)).toEqual(peers.map(() => null));
    const model = parseModel(text, family, families[family].format);
    for (const peer of peers) {
      const outcome = await runPeer(peer, model, conditions);
      const provesIt = !peer.name.startsWith("dwave");
      expect(outcome, peer.name).toMatchObject({ objective: optimum, note: "", solver: peer.name });
      expect(outcome, peer.name).toMatchObject({ proven: provesIt, bound: provesIt ? optimum : null });
    }
  },
  300_000,
);

test("what fails says why", async () => {
  const [peer] = await preparePeers(folder, peersOf("jsp").installs, () => undefined);
  const model = parseModel(triangle, "triangle", "maxcut");
  const broken = { ...model, objective: { ...model.objective, linear: Float64Array.of(0.5, 0.5, 0.5) } };
  const outcome = await runPeer(peer!, broken, conditions);
  expect(outcome).toMatchObject({ status: "failed", objective: null });
  expect(outcome.note).toMatch(/0\.5 is not whole/);
  expect(await runPeer({ ...peer!, missing: "does not install here" }, model, conditions)).toMatchObject({
    status: "failed",
    note: "does not install here",
  });
}, 300_000);
