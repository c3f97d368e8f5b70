import type { AnswerStatus } from "@qtwin/model";
import type { CommandSlot, CostBand, Explanation, Plan, Precondition, ScenarioTree } from "@qtwin/usecases";

/** Mode of an asset under Qtwin; each step up needs an approver and evidence, a step down is automatic. */
export const assetModes = ["shadow", "advise", "supervised", "automatic"] as const;
export type AssetMode = (typeof assetModes)[number];

/** The limits within which re-plans apply themselves (foundry rules, section 8). */
export interface Envelope {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Per write point: numbers inside [min, max]; for lists and sets the values allowed. */
  readonly bands: readonly EnvelopeBand[];
  /** Latest pour per order. */
  readonly pourBy: readonly { readonly orderId: string; readonly latestMs: number }[];
  readonly costLimitEur: number;
  readonly peakLimitKw: number;
}

export interface EnvelopeBand {
  readonly pointId: string;
  readonly asset: string;
  readonly min?: number;
  readonly max?: number;
  readonly allowed?: readonly unknown[];
}

/** Distribution of plan cost minus the cost of doing nothing, on the same scenarios (negative: the plan saves). */
export interface DifferenceDistribution {
  readonly scenarioCount: number;
  readonly p10Eur: number;
  readonly p50Eur: number;
  readonly p90Eur: number;
  readonly meanEur: number;
  /** Share of scenarios in which the plan costs more. */
  readonly probabilityWorse: number;
}

/** How the scenarios of the difference may part, stage by stage. */
export interface DifferenceTree extends Omit<ScenarioTree, "nodes"> {
  readonly nodes: readonly (Omit<ScenarioTree["nodes"][number], "draws"> & {
    /** Share of all scenarios. */
    readonly probability: number;
    /** Mean cost of the plan in them. */
    readonly planMeanEur: number;
    readonly difference: DifferenceDistribution;
  })[];
}

/** What changes for one asset. */
export interface AssetDiff {
  readonly asset: string;
  readonly title: string;
  readonly changes: readonly {
    readonly pointId: string;
    readonly fromMs: number;
    readonly untilMs: number;
    readonly before: unknown;
    readonly after: unknown;
    readonly sentence: string;
  }[];
}

export const proposalStates = [
  "draft", // computed, below the threshold or in shadow mode: shown, never asked for
  "open", // waits for a person
  "approved",
  "rejected",
  "deferred",
  "expired",
  "superseded",
  "active", // being written
  "finished",
  "handed-back",
] as const;
export type ProposalState = (typeof proposalStates)[number];

/** Everything a person needs to decide, and everything the loop needs to write. Plain JSON. */
export interface Proposal {
  readonly id: string;
  readonly siteId: string;
  readonly useCase: string;
  readonly snapshotId: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** Who or what made it, for example `loop` or a user's name: the author cannot be its approver under the two-person rule. */
  readonly author: string;
  readonly trigger: string;
  readonly plan: Plan;
  readonly baseline: Plan;
  readonly predictedSavingEur: number;
  readonly predictedSavingPct: number;
  readonly difference: DifferenceDistribution;
  /** Absent where the use case does not part its scenarios. */
  readonly scenarioTree?: DifferenceTree;
  /** What the rest of the day costs under the plan; absent where the use case does not predict it. */
  readonly dayCost?: CostBand;
  readonly diff: readonly AssetDiff[];
  readonly explanation: Explanation;
  readonly solve: {
    readonly solver: string;
    readonly status: AnswerStatus;
    readonly objective: number | null;
    readonly bound: number | null;
    readonly gap: number | null;
    readonly seconds: number;
    readonly seed: number;
    readonly feasible: boolean;
  };
  /** The worst reason of confidence in the data under it; null when all is well. */
  readonly worstConfidence: {
    readonly pointId: string;
    readonly sentence: string;
    readonly confidence: number;
  } | null;
  readonly constraintReport: readonly {
    readonly rule: string;
    readonly sentence: string;
    readonly state: "kept" | "binding" | "violated";
  }[];
  readonly envelope: Envelope;
  readonly preconditions: readonly Precondition[];
  readonly commands: readonly CommandSlot[];
}

/** What a person (or the policy, for simulated plants) decided. The signature covers everything else in it. */
export interface Decision {
  readonly id: string;
  readonly proposalId: string;
  /** SHA-256 of the canonical JSON of the proposal. */
  readonly proposalHash: string;
  readonly verdict: "approve" | "reject" | "defer";
  readonly by: readonly string[];
  readonly note: string;
  readonly decidedAtMs: number;
  readonly deferUntilMs: number | null;
  readonly envelope: Envelope;
  /** HMAC-SHA-256, hex. */
  readonly signature: string;
}
