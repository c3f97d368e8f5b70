import type { Envelope } from "@qtwin/decide";
import { commandId } from "@qtwin/decide";
import type { CommandRecord } from "@qtwin/store";
import { type CommandSlot, countsAt, isCorrection, type PlanInProgress } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { parametersAt } from "../learning/values-in-force.ts";
import { assetsOut, leadMs } from "./due-commands.ts";
import { handBack } from "./hand-back.ts";
import { inTurnOfPoint } from "./in-turn.ts";
import { reasonOf, recordOutcome, succeeded } from "./outcome.ts";
import type { PlanInForce } from "./plan-in-force.ts";
import { sendCorrection, verifySlot } from "./write-slot.ts";

/** For the way to the plant: by then no command of the plan may have left that a correction would replace. */
const onTheWayMs = 30_000;
const inEffect: ReadonlySet<CommandRecord["state"]> = new Set(["acknowledged", "clamped", "verified"]);

/** A plan as far as the plant has taken its commands. */
export function progressOf(
  { plan, commands }: PlanInForce["record"]["proposal"],
  records: readonly CommandRecord[],
  nowMs: number,
): PlanInProgress {
  const taken = records
    .filter((record) => inEffect.has(record.state) && countsAt(record, nowMs))
    .sort((left, right) => left.validFromMs - right.validFromMs);
  return {
    plan,
    planned: (pointId) => {
      const record = taken.findLast((each) => each.pointId === pointId && !isCorrection(plan, each));
      return (
        (record && commands.find((slot) => slot.pointId === pointId && slot.slot === record.slot)) ?? null
      );
    },
    inForce: (pointId) => taken.findLast((record) => record.pointId === pointId)?.ack?.value ?? null,
  };
}

/** A number outside of what was approved is cut to its band. */
function insideBand(correction: CommandSlot, { bands }: Envelope): CommandSlot {
  const band = bands.find(({ pointId }) => pointId === correction.pointId);
  if (!band || typeof correction.value !== "number") return correction;
  const value = Math.min(band.max ?? Infinity, Math.max(band.min ?? -Infinity, correction.value));
  return { ...correction, value };
}

/**
 * Asks the use case for corrections of the plan in force and writes them, checked and verified like any command of the plan. One
 * that fails hands its asset back; one that is lost with this process is not made up for, the next look makes a new one.
 */
export async function trackPlan(context: LoopContext, { record, decision }: PlanInForce): Promise<void> {
  const { site, store, clock, useCase } = context;
  if (!useCase.track) return;
  const { proposal } = record;
  const records = await store.commands.ofProposal(proposal.id);
  const nowMs = clock.nowMs();
  const progress = progressOf(proposal, records, nowMs);
  const history = store.history.reader(site.id, site.points);
  // By the values the plan was made with: what was learnt since is for the next one.
  const parameters = await parametersAt(context, proposal.createdAtMs);
  const corrections = await useCase.track(await context.capture(), history, parameters, progress);
  const out = assetsOut(records);
  const known = new Set(records.map(({ id }) => id));
  const due = corrections.filter(
    ({ pointId, asset, slot }) =>
      !out.has(asset) &&
      !known.has(commandId({ proposalId: proposal.id, pointId, slot })) &&
      !proposal.commands.some(
        (next) =>
          next.pointId === pointId &&
          next.validFromMs > nowMs &&
          next.validFromMs <= nowMs + leadMs + onTheWayMs,
      ),
  );
  await Promise.all(
    due.map((correction) => writeCorrection(context, proposal.id, insideBand(correction, decision.envelope))),
  );
}

async function writeCorrection(
  context: LoopContext,
  proposalId: string,
  correction: CommandSlot,
): Promise<void> {
  const { pointId, asset, slot } = correction;
  const sent = await inTurnOfPoint(pointId, () => sendCorrection(context, proposalId, correction));
  if (sent.kind === "withheld") return;
  const outcome = succeeded(sent) ? await verifySlot(context, proposalId, pointId, slot) : sent;
  await recordOutcome(context, { kind: "correction", proposalId, asset, pointId, slot }, outcome);
  if (outcome.kind === "written" && ["refused", "failed"].includes(outcome.state))
    await handBack(context, proposalId, asset, `${pointId} ${reasonOf(outcome)}`);
}
