import type { Proposal } from "@qtwin/decide";
import type { Plan } from "@qtwin/usecases";

const quarterMs = 900_000;

const planOf = (startMs: number, costEur: number): Plan => ({
  grid: { startMs, stepMin: 15, count: 96 },
  lanes: [],
  series: [],
  kpis: [],
  cost: { totalEur: costEur, parts: [{ id: "energy", title: "Energy", costEur }] },
});

/** A proposal for the foundry's battery, made at an instant, that saves 400 of 5,000 EUR. */
export function proposalAt(nowMs: number, parts: Partial<Proposal> = {}): Proposal {
  const slot = {
    pointId: "battery.power",
    asset: "battery",
    slot: 0,
    value: 100,
    validFromMs: nowMs,
    validUntilMs: nowMs + quarterMs,
    restore: 0,
  };
  return {
    id: "p-1",
    siteId: "foundry",
    useCase: "energy",
    snapshotId: "s-1",
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 3_600_000,
    author: "loop",
    trigger: "schedule",
    plan: planOf(nowMs, 4_600),
    baseline: planOf(nowMs, 5_000),
    predictedSavingEur: 400,
    predictedSavingPct: 8,
    difference: {
      scenarioCount: 10,
      p10Eur: -500,
      p50Eur: -400,
      p90Eur: -300,
      meanEur: -400,
      probabilityWorse: 0,
    },
    diff: [],
    explanation: { binding: [], levers: [], sentences: ["The battery discharges when it is dear."] },
    solve: {
      solver: "highs",
      status: "optimal",
      objective: 4_600,
      bound: 4_595,
      gap: 0.001,
      seconds: 2,
      seed: 1,
      feasible: true,
    },
    worstConfidence: null,
    constraintReport: [],
    envelope: {
      fromMs: nowMs,
      untilMs: nowMs + 96 * quarterMs,
      bands: [{ pointId: "battery.power", asset: "battery", min: -250, max: 250 }],
      pourBy: [],
      costLimitEur: 4_700,
      peakLimitKw: 3_000,
    },
    preconditions: [],
    commands: [slot],
    ...parts,
  };
}
