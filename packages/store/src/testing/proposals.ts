import type { Decision, Proposal } from "@qtwin/decide";

const plan: Proposal["plan"] = {
  grid: { startMs: 0, stepMin: 15, count: 4 },
  lanes: [],
  series: [],
  kpis: [],
  cost: { totalEur: 100, parts: [] },
};

/** A small proposal for tests. */
export const testProposal = (change: Partial<Proposal> = {}): Proposal => ({
  id: "p1",
  siteId: "foundry",
  useCase: "energy",
  snapshotId: "s1",
  createdAtMs: 1_000,
  expiresAtMs: 2_000,
  author: "loop",
  trigger: "schedule",
  plan,
  baseline: plan,
  predictedSavingEur: 12.34,
  predictedSavingPct: 1.2,
  difference: { scenarioCount: 1, p10Eur: -1, p50Eur: -1, p90Eur: 0, meanEur: -1, probabilityWorse: 0 },
  diff: [],
  explanation: { binding: [], levers: [], sentences: [] },
  solve: {
    solver: "highs",
    status: "optimal",
    objective: 1,
    bound: 1,
    gap: 0,
    seconds: 1,
    seed: 1,
    feasible: true,
  },
  worstConfidence: null,
  constraintReport: [],
  envelope: { fromMs: 0, untilMs: 1, bands: [], pourBy: [], costLimitEur: 1, peakLimitKw: 1 },
  preconditions: [],
  commands: [],
  ...change,
});

export const testDecision = (change: Partial<Decision> = {}): Decision => ({
  id: "d1",
  proposalId: "p1",
  proposalHash: "00",
  verdict: "approve",
  by: ["ada"],
  note: "",
  decidedAtMs: 1_500,
  deferUntilMs: null,
  envelope: testProposal().envelope,
  signature: "00",
  ...change,
});
