import {
  type AssetMode,
  asksIn,
  type Envelope,
  type Proposal,
  planOutside,
  type ThresholdPolicy,
  worthAsking,
} from "@qtwin/decide";

/** What becomes of a new proposal. */
export type Raising =
  /** It lies inside the envelope that is in force: it applies itself and is logged. */
  | { readonly kind: "apply"; readonly reason: string }
  /** The policy approves it. */
  | { readonly kind: "auto"; readonly reason: string }
  /** A person is asked. */
  | { readonly kind: "ask"; readonly reason: string }
  /** Shown only. */
  | { readonly kind: "draft"; readonly reason: string };

export interface RaisingInput {
  readonly proposal: Proposal;
  /** What an approval in force allows; null under native control. */
  readonly envelope: Envelope | null;
  /** What the plan in force still saves over the proposal's horizon, EUR; 0 under native control. */
  readonly inForceSavingEur: number;
  readonly inForceBroken: boolean;
  /** What is left of the plant's day costs with what is in force. */
  readonly remainingCostEur: number;
  readonly modes: readonly AssetMode[];
  readonly auto: boolean;
  readonly asksThisShift: number;
  readonly threshold: ThresholdPolicy;
}

/** Decides what becomes of a proposal (foundry rules, section 8); pure. */
export function raising(input: RaisingInput): Raising {
  const { proposal, envelope } = input;
  if (!proposal.solve.feasible) return { kind: "draft", reason: "Its solution breaks a hard constraint." };
  if (proposal.commands.length === 0) return { kind: "draft", reason: "It asks for no write." };
  if (!input.modes.some(asksIn)) return { kind: "draft", reason: "Every asset of it is in shadow mode." };
  const extraEur = proposal.predictedSavingEur - input.inForceSavingEur;
  if (envelope) {
    const outside = planOutside(proposal.plan, proposal.commands, envelope);
    if (outside.length === 0) return { kind: "apply", reason: "It lies inside the approved envelope." };
  }
  if (proposal.predictedSavingEur <= 0 && !input.inForceBroken) {
    return { kind: "draft", reason: "It saves nothing." };
  }
  if (input.auto) return { kind: "auto", reason: "The policy lets the loop approve on this site." };
  const verdict = worthAsking(
    {
      savingEur: extraEur,
      remainingCostEur: input.remainingCostEur,
      currentInfeasible: input.inForceBroken,
      asksThisShift: input.asksThisShift,
    },
    input.threshold,
  );
  return { kind: verdict.ask ? "ask" : "draft", reason: verdict.reasons.join(" ") };
}
