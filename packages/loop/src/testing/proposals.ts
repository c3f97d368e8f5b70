import { type Decision, type Proposal, proposalHash, signDecision } from "@qtwin/decide";
import type { ProposalRecord } from "@qtwin/store";
import type { CommandSlot, Plan } from "@qtwin/usecases";

export const testKey = new Uint8Array(32).fill(3);
const quarterMs = 900_000;

export const testPlan = (costEur = 100): Plan => ({
  grid: { startMs: 0, stepMin: 15, count: 4 },
  lanes: [],
  series: [],
  kpis: [],
  cost: { totalEur: costEur, parts: [] },
});

export const testSlot = (slot: number, value: number, parts: Partial<CommandSlot> = {}): CommandSlot => ({
  pointId: "battery.power",
  asset: "battery",
  slot,
  value,
  validFromMs: slot * quarterMs,
  validUntilMs: (slot + 1) * quarterMs,
  restore: 0,
  ...parts,
});

export const testProposal = (parts: Partial<Proposal> = {}): Proposal => ({
  id: "p-1",
  siteId: "test",
  useCase: "test",
  snapshotId: "s-1",
  createdAtMs: 0,
  expiresAtMs: 3_600_000,
  author: "loop",
  trigger: "schedule",
  plan: testPlan(),
  baseline: testPlan(200),
  predictedSavingEur: 100,
  predictedSavingPct: 50,
  difference: { scenarioCount: 0, p10Eur: 0, p50Eur: 0, p90Eur: 0, meanEur: 0, probabilityWorse: 0 },
  diff: [],
  explanation: { binding: [], levers: [], sentences: [] },
  solve: {
    solver: "x",
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
  envelope: {
    fromMs: 0,
    untilMs: 4 * quarterMs,
    bands: [{ pointId: "battery.power", asset: "battery", min: -100, max: 100 }],
    pourBy: [],
    costLimitEur: 120,
    peakLimitKw: 1000,
  },
  preconditions: [],
  commands: [testSlot(0, 50), testSlot(1, -50)],
  ...parts,
});

export const testRecord = (
  proposal: Proposal,
  state: ProposalRecord["state"] = "active",
): ProposalRecord => ({
  proposal,
  state,
  version: 1,
  updatedAtMs: 0,
  updatedBy: "test",
  note: "",
});

export const testDecision = (
  proposal: Proposal,
  parts: Partial<Omit<Decision, "signature">> = {},
): Decision =>
  signDecision(
    {
      id: `d-${proposal.id}`,
      proposalId: proposal.id,
      proposalHash: proposalHash(proposal),
      verdict: "approve",
      by: ["ben"],
      note: "",
      decidedAtMs: 0,
      deferUntilMs: null,
      envelope: proposal.envelope,
      ...parts,
    },
    testKey,
  );
