import { describe, expect, it } from "vitest";
import type { RunProgress } from "./run.ts";
import { RunLog } from "./run-log.ts";

describe("RunLog", () => {
  it("keeps the least expectation, the best sample and what was spent", () => {
    const log = new RunLog({ seed: 0 });
    log.evaluated(3);
    log.differentiated(5);
    const samples = {
      basis: Uint32Array.of(1, 6),
      occurrences: Uint32Array.of(2, 3),
      energies: Float64Array.of(4, -1),
    };
    log.sampled(samples, 3);
    log.offer({ bits: Uint8Array.of(1, 1, 1), energy: 0 });
    expect(log.expectation).toBe(3);
    expect(log.best).toEqual({ bits: Uint8Array.of(0, 1, 1), energy: -1 });
    expect(log.effort).toEqual({ evaluations: 1, gradients: 1, shots: 5 });
  });

  it("tells every early evaluation, later ever fewer, and puts improvements on the timeline", () => {
    const told: RunProgress[] = [];
    const log = new RunLog({ seed: 0, onProgress: (progress) => told.push(progress) });
    log.stage("search");
    for (let k = 0; k < 10_000; k += 1) log.evaluated(k === 50 ? -1 : 1);
    log.close();
    expect(told.slice(0, 100).map(({ effort }) => effort.evaluations)).toEqual(
      Array.from({ length: 100 }, (_, k) => k + 1),
    );
    // 100 singly, then one for each hundredth part: about 100 ln(10 000 / 100) more.
    expect(told.length).toBeGreaterThan(400);
    expect(told.length).toBeLessThan(700);
    expect(log.timeline.map(({ effort, expectation }) => [effort.evaluations, expectation])).toEqual([
      [1, 1],
      [51, -1],
      [10_000, -1],
    ]);
    expect(log.timeline[0]!.stage).toBe("search");
  });

  it("remembers that it was stopped", () => {
    const signal = { aborted: false };
    const log = new RunLog({ seed: 0, signal });
    expect([log.poll(), log.stopped]).toEqual([false, false]);
    signal.aborted = true;
    expect(log.stopped).toBe(false);
    expect([log.poll(), log.stopped]).toEqual([true, true]);
  });
});
