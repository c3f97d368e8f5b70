import { commandId } from "@qtwin/decide";
import type { LoopContext } from "../context.ts";
import type { SlotOutcome } from "./write-slot.ts";

/** A clamped value is in force and known; people and the next plan see it. */
export const succeeded = (outcome: SlotOutcome): boolean =>
  outcome.kind === "written" && ["acknowledged", "clamped", "verified"].includes(outcome.state);

export const reasonOf = (outcome: SlotOutcome): string =>
  outcome.kind === "written"
    ? `${outcome.state}: ${outcome.reason}`
    : outcome.reasons.map((item) => item.sentence).join(" ");

/** Which command of which proposal, and whether it is the plan's own. */
export interface WrittenCommand {
  readonly kind: "command" | "correction";
  readonly proposalId: string;
  readonly asset: string;
  readonly pointId: string;
  readonly slot: number;
}

/** What became of a command, into the audit log and to the screens. */
export async function recordOutcome(
  { site, store, clock }: LoopContext,
  { kind, proposalId, asset, pointId, slot }: WrittenCommand,
  outcome: SlotOutcome,
): Promise<void> {
  const subject = commandId({ proposalId, pointId, slot });
  const state = outcome.kind === "written" ? outcome.state : "withheld";
  const reason = reasonOf(outcome);
  const base = { siteId: site.id, atMs: clock.nowMs() };
  await store.audit.append({
    ...base,
    actor: "loop",
    action: `${kind}.${state}`,
    subject,
    details: { asset, reason },
  });
  await store.events.notify({
    ...base,
    topic: "command",
    payload: { id: subject, proposalId, asset, pointId, state, reason },
  });
}
