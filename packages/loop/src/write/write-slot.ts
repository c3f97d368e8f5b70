import { hourMs } from "@qtwin/core";
import { commandId, type Proposal } from "@qtwin/decide";
import type { CommandRecord } from "@qtwin/store";
import type { CommandSlot } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { assetModeOf, plantModeOf, readingsOf } from "./asset-state.ts";
import { authorityOf } from "./authority.ts";
import { type Refusal, refusalsToWrite, type WriteFacts } from "./may-write.ts";
import { authorityRules } from "./plan-in-force.ts";
import { sendCommand, verifyCommand, type WritePorts } from "./write-command.ts";

export type SlotOutcome =
  /** Nothing left for the plant: one of the checks said no. */
  | { readonly kind: "withheld"; readonly reasons: readonly { code: string; sentence: string }[] }
  | { readonly kind: "written"; readonly state: CommandRecord["state"]; readonly reason: string };

const withheld = (code: string, sentence: string): SlotOutcome => ({
  kind: "withheld",
  reasons: [{ code, sentence }],
});

/** Everything the check needs, read now: from the store, and the asset's mode from the plant itself. */
async function factsFor(
  context: LoopContext,
  slot: CommandSlot,
  base: Pick<WriteFacts, "proposal" | "decision">,
): Promise<WriteFacts> {
  const { site, store, clock } = context;
  const writePoint = site.writePointById.get(slot.pointId) ?? null;
  const nowMs = clock.nowMs();
  const [assetMode, overrides, latest, sentLastHour, plantMode] = await Promise.all([
    assetModeOf(context, slot.asset),
    store.overrides.open(site.id),
    store.history.latest(site.id),
    store.commands.countSent(site.id, slot.pointId, nowMs - hourMs),
    writePoint ? plantModeOf(context, writePoint.modePoint) : null,
  ]);
  return {
    ...base,
    nowMs,
    writePoint,
    assetMode,
    overridden: overrides.some((item) => item.asset === slot.asset),
    plantMode,
    readings: readingsOf(latest, nowMs),
    sentLastHour,
  };
}

/** A command that may have left already counts as its own send: it must not be refused for itself. */
const withoutOwnSends = (refusals: readonly Refusal[], known: CommandRecord | null): readonly Refusal[] =>
  known && known.sends > 0 ? refusals.filter((item) => item.code !== "rate") : refusals;

const portsOf = ({ link, store, clock, wait }: LoopContext): WritePorts => ({
  link,
  commands: store.commands,
  clock,
  wait,
});

const outcomeOf = ({ state, reason }: CommandRecord): SlotOutcome => ({ kind: "written", state, reason });

/** Proves that a command that was sent has its effect. */
export async function verifySlot(
  context: LoopContext,
  proposalId: string,
  pointId: string,
  slot: number,
): Promise<SlotOutcome> {
  const point = context.site.writePointById.get(pointId);
  const followed = point && context.site.pointById.get(point.verify.pointId);
  if (!followed) return withheld("writing-off", `The site does not write ${pointId}.`);
  const id = commandId({ proposalId, pointId, slot });
  return outcomeOf(await verifyCommand(portsOf(context), point, followed, id));
}

/**
 * Sends one command of a proposal, or says why not. Reads the proposal and its decision from the store itself and
 * checks everything anew; what the caller knows counts for nothing.
 */
export const sendSlot = (
  context: LoopContext,
  proposalId: string,
  pointId: string,
  slotNumber: number,
): Promise<SlotOutcome> =>
  sendOf(context, proposalId, ({ commands }) =>
    commands.find((item) => item.pointId === pointId && item.slot === slotNumber),
  );

/** Sends a correction of what a proposal commands: it stands under the same approval and passes the same checks. */
export const sendCorrection = (
  context: LoopContext,
  proposalId: string,
  correction: CommandSlot,
): Promise<SlotOutcome> => sendOf(context, proposalId, () => correction);

async function sendOf(
  context: LoopContext,
  proposalId: string,
  slotOf: (proposal: Proposal) => CommandSlot | undefined,
): Promise<SlotOutcome> {
  const { site, store } = context;
  const record = await store.proposals.get(proposalId);
  const command = record && slotOf(record.proposal);
  if (!record || !command) return withheld("unknown", `Proposal ${proposalId} has no such command.`);
  const authority = await authorityOf(record, authorityRules(context), store.decisions);
  if (!authority.ok) return withheld(authority.code, authority.sentence);
  const { proposal } = record;
  const { decision } = authority;
  const { pointId, slot } = command;
  const id = commandId({ proposalId, pointId, slot });
  const facts = await factsFor(context, command, { proposal, decision });
  const refusals = withoutOwnSends(refusalsToWrite(command, facts), await store.commands.get(id));
  const point = facts.writePoint;
  if (refusals.length > 0 || !point) return { kind: "withheld", reasons: refusals };
  await context.link().heartbeat();
  const { asset, value, restore, validFromMs, validUntilMs } = command;
  const written = await sendCommand(portsOf(context), point, {
    id,
    siteId: site.id,
    proposalId,
    decisionId: decision.id,
    pointId,
    asset,
    slot,
    value,
    restore,
    validFromMs,
    validUntilMs,
  });
  return outcomeOf(written);
}
