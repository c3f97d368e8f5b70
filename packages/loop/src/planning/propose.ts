import { gridEndMs, hourMs, localTime, minuteMs } from "@qtwin/core";
import {
  brokenPreconditions,
  type CommandLimits,
  makeProposal,
  type Proposal,
  type ProposalInput,
} from "@qtwin/decide";
import type { BandLearner } from "@qtwin/forecast";
import { banded, learntBands } from "../bands/learn-bands.ts";
import type { LoopContext } from "../context.ts";
import { assetModeOf, readingsOf } from "../write/asset-state.ts";
import { type PlanInForce, planInForce } from "../write/plan-in-force.ts";
import { type Raising, type RaisingInput, raising } from "./raise.ts";
import { restoredAnswer, type StoredAnswer } from "./solve-facts.ts";

export interface ProposeInput {
  readonly proposalId: string;
  readonly snapshotId: string;
  readonly trigger: string;
  readonly facts: unknown;
  readonly answer: StoredAnswer;
  readonly worst: Proposal["worstConfidence"];
}

export interface Proposed {
  readonly proposal: Proposal;
  readonly raising: Raising;
  readonly inForce: PlanInForce | null;
}

const scenarioCount = 50;
/** People are asked at most so often in this stretch of plant time. */
export const shiftMs = 8 * hourMs;

const limitsOf = (context: LoopContext): CommandLimits =>
  new Map(
    context.site.writePoints.flatMap((point) => (point.range ? [[point.id, point.range] as const] : [])),
  );

function proposalFrom(
  context: LoopContext,
  input: ProposeInput,
  inForce: PlanInForce | null,
  learner: BandLearner,
): Proposal {
  const { site, useCase, clock } = context;
  const { facts } = input;
  const answer = restoredAnswer(input.answer);
  const model = useCase.build(facts);
  const plan = banded(context, learner, useCase.read(facts, model, answer));
  const baseline = banded(context, learner, useCase.baseline(facts));
  const createdAtMs = clock.nowMs();
  const writable = useCase.commands(facts, plan).filter((slot) => site.writePointById.has(slot.pointId));
  const parts: ProposalInput = {
    id: input.proposalId,
    siteId: site.id,
    useCase: useCase.id,
    snapshotId: input.snapshotId,
    createdAtMs,
    expiresAtMs: createdAtMs + site.approval.expiryMin * minuteMs,
    author: "loop",
    trigger: input.trigger,
    plan,
    baseline,
    model,
    answer,
    explanation: useCase.explain(facts, model, answer, plan, baseline),
    scenarios: useCase.scenarios(facts, plan, baseline, scenarioCount, input.answer.seed, learner),
    preconditions: useCase.preconditions(facts, plan),
    commands: writable,
    inForce: inForce?.record.proposal.commands ?? [],
    limits: limitsOf(context),
    titleOf: (pointId) => site.writePointById.get(pointId)?.title ?? pointId,
    worstConfidence: input.worst,
  };
  return makeProposal(parts);
}

/** What the plan in force still saves over the part of the new horizon it covers, by its own prediction. */
function inForceSavingEur(inForce: PlanInForce | null, nowMs: number): number {
  if (!inForce) return 0;
  const { plan, predictedSavingEur } = inForce.record.proposal;
  const lengthMs = gridEndMs(plan.grid) - plan.grid.startMs;
  const leftMs = Math.max(0, gridEndMs(plan.grid) - nowMs);
  return lengthMs === 0 ? 0 : (predictedSavingEur * Math.min(leftMs, lengthMs)) / lengthMs;
}

/** Cost of what is left of the plant's day, from the cost of the whole horizon. */
function remainingCostEur(context: LoopContext, proposal: Proposal): number {
  const { grid } = proposal.baseline;
  const local = localTime(context.clock.nowMs(), context.site.timeZone);
  const leftH = 24 - local.hour - local.minute / 60;
  const planH = (gridEndMs(grid) - grid.startMs) / hourMs;
  return proposal.baseline.cost.totalEur * Math.min(1, leftH / planH);
}

/** An approval that ends soon is renewed by a new one, not stretched. */
const endsSoon = (inForce: PlanInForce, nowMs: number): boolean =>
  inForce.decision.envelope.untilMs - nowMs < 2 * hourMs;

async function asksThisShift(context: LoopContext): Promise<number> {
  const since = context.clock.nowMs() - shiftMs;
  const records = await context.store.proposals.list(context.site.id, {
    states: ["open", "approved", "rejected", "deferred", "expired", "active", "finished", "handed-back"],
    limit: 50,
  });
  return records.filter((item) => item.proposal.createdAtMs >= since && item.updatedBy !== "policy").length;
}

async function inForceBroken(context: LoopContext, inForce: PlanInForce | null): Promise<boolean> {
  if (!inForce) return false;
  const latest = await context.store.history.latest(context.site.id);
  const readings = readingsOf(latest, context.clock.nowMs());
  const overridden = new Set((await context.store.overrides.open(context.site.id)).map((item) => item.asset));
  return brokenPreconditions(inForce.record.proposal.preconditions, readings).some(
    (item) => !overridden.has(item.precondition.asset),
  );
}

/** Turns an answer into a proposal and decides whether it applies itself, is approved by policy, asks or is only shown. */
export async function propose(context: LoopContext, input: ProposeInput): Promise<Proposed> {
  const { site, clock } = context;
  const inForce = await planInForce(context);
  const proposal = proposalFrom(context, input, inForce, await learntBands(context));
  const assets = [...new Set(proposal.commands.map((slot) => slot.asset))];
  const modes = await Promise.all(assets.map((asset) => assetModeOf(context, asset)));
  const automatic = modes.length > 0 && modes.every((mode) => mode === "automatic");
  const broken = await inForceBroken(context, inForce);
  const grant = context.approve === "auto" || (site.approval.autoApprove && automatic);
  const facts: RaisingInput = {
    proposal,
    envelope: inForce && !endsSoon(inForce, clock.nowMs()) ? inForce.decision.envelope : null,
    inForceSavingEur: inForceSavingEur(inForce, clock.nowMs()),
    inForceBroken: broken || (inForce !== null && endsSoon(inForce, clock.nowMs())),
    remainingCostEur: remainingCostEur(context, proposal),
    modes,
    auto: grant,
    asksThisShift: await asksThisShift(context),
    threshold: site.approval,
  };
  return { proposal, raising: raising(facts), inForce };
}
