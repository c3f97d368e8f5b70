import type { Answer, Model } from "@qtwin/model";
import type { CommandSlot, Explanation, ScenarioCosts } from "@qtwin/usecases";
import { diffByAsset } from "./diff.ts";
import { differenceDistribution, differenceTree } from "./difference.ts";
import { type CommandLimits, makeEnvelope } from "./envelope.ts";
import type { Proposal } from "./proposal.ts";

/** What a proposal takes over as it is. */
type Given =
  | "id"
  | "siteId"
  | "useCase"
  | "snapshotId"
  | "createdAtMs"
  | "expiresAtMs"
  | "author"
  | "trigger"
  | "plan"
  | "baseline"
  | "explanation"
  | "preconditions"
  | "commands"
  | "worstConfidence";

/** Everything a proposal is made from; the same input gives the same proposal. */
export interface ProposalInput extends Pick<Proposal, Given> {
  readonly model: Model;
  readonly answer: Answer;
  readonly scenarios: ScenarioCosts;
  /** Commands of the plan now in force; empty under native control. */
  readonly inForce: readonly CommandSlot[];
  readonly limits: CommandLimits;
  readonly titleOf: (pointId: string) => string;
}

/** One line per rule of the model: broken by the solution, binding and paid for, or kept. */
export function constraintReport(
  model: Model,
  answer: Answer,
  explanation: Explanation,
): Proposal["constraintReport"] {
  const violations = answer.feasibility?.violations ?? [];
  const isSoft = (item: (typeof violations)[number]): boolean => item.pricePerUnit !== undefined;
  const violated = new Set(violations.filter((item) => !isSoft(item)).map((item) => item.constraintId));
  const paidFor = new Set(violations.filter(isSoft).map((item) => item.constraintId));
  const binding = new Set(explanation.binding.map((item) => item.rule));
  const byRule = Map.groupBy(model.constraints.meaning, (meaning) => meaning.rule);
  return [...byRule].map(([rule, rows]) => ({
    rule,
    sentence: rows[0]!.sentence,
    state: rows.some((row) => violated.has(row.id))
      ? "violated"
      : binding.has(rule) || rows.some((row) => paidFor.has(row.id))
        ? "binding"
        : "kept",
  }));
}

/** Makes the proposal a person decides on: plain JSON, envelope, diff and distribution included. */
export function makeProposal(input: ProposalInput): Proposal {
  const { plan, baseline, answer } = input;
  const predictedSavingEur = baseline.cost.totalEur - plan.cost.totalEur;
  const scenarioTree = differenceTree(input.scenarios, -predictedSavingEur);
  const baseEur = Math.abs(baseline.cost.totalEur);
  return {
    id: input.id,
    siteId: input.siteId,
    useCase: input.useCase,
    snapshotId: input.snapshotId,
    createdAtMs: input.createdAtMs,
    expiresAtMs: input.expiresAtMs,
    author: input.author,
    trigger: input.trigger,
    plan,
    baseline,
    predictedSavingEur,
    predictedSavingPct: baseEur === 0 ? 0 : (100 * predictedSavingEur) / baseEur,
    difference: differenceDistribution(input.scenarios, -predictedSavingEur),
    ...(scenarioTree ? { scenarioTree } : {}),
    ...(input.scenarios.dayCost ? { dayCost: input.scenarios.dayCost } : {}),
    diff: diffByAsset(input.commands, input.inForce, input.titleOf),
    explanation: input.explanation,
    solve: {
      solver: answer.solver,
      status: answer.status,
      objective: answer.objective,
      bound: answer.bound,
      gap: answer.gap,
      seconds: answer.seconds,
      seed: answer.seed,
      feasible: answer.feasibility?.feasible ?? false,
    },
    worstConfidence: input.worstConfidence,
    constraintReport: constraintReport(input.model, answer, input.explanation),
    envelope: makeEnvelope(plan, input.commands, input.limits),
    preconditions: input.preconditions,
    commands: input.commands,
  };
}
