import type { Proposal } from "@qtwin/decide";
import { commandId } from "@qtwin/decide";
import type { CommandRecord } from "@qtwin/store";
import type { CommandSlot } from "@qtwin/usecases";

/** Commands of one asset that start together: they succeed together or the asset is handed back. */
export interface CommandGroup {
  readonly proposalId: string;
  readonly asset: string;
  readonly validFromMs: number;
  readonly slots: readonly CommandSlot[];
}

/** Commands leave this long before they count, so that the plant does not fall back to native control in between. */
export const leadMs = 60_000;

const ended: ReadonlySet<CommandRecord["state"]> = new Set([
  "verified",
  "refused",
  "expired",
  "failed",
  "handed-back",
]);
/** How a command ends when the plant did not do what it was told. */
const broken: ReadonlySet<CommandRecord["state"]> = new Set(["refused", "failed", "handed-back"]);

export const isEnded = (record: Pick<CommandRecord, "state">): boolean => ended.has(record.state);

/** Assets the plant or an operator took out of this plan; they stay native until another plan takes them in. */
export function assetsOut(records: readonly CommandRecord[]): ReadonlySet<string> {
  return new Set(records.filter((record) => broken.has(record.state)).map((record) => record.asset));
}

/** Whether a later command of the same point counts already: this one must not arrive after it. */
export const isOvertaken = (slot: CommandSlot, proposal: Proposal, nowMs: number): boolean =>
  proposal.commands.some(
    (other) =>
      other.pointId === slot.pointId && other.validFromMs > slot.validFromMs && other.validFromMs <= nowMs,
  );

/**
 * The groups whose time has come and which have not ended, in the order of the plan. A command that lies in the past
 * is never due: it is not made up for.
 */
export function dueGroups(
  proposal: Proposal,
  records: readonly CommandRecord[],
  nowMs: number,
): readonly CommandGroup[] {
  const endedIds = new Set(records.filter(isEnded).map((record) => record.id));
  const out = assetsOut(records);
  const due = proposal.commands.filter(
    (slot) =>
      slot.validFromMs - leadMs <= nowMs &&
      nowMs < slot.validUntilMs &&
      !isOvertaken(slot, proposal, nowMs) &&
      !out.has(slot.asset) &&
      !endedIds.has(commandId({ proposalId: proposal.id, pointId: slot.pointId, slot: slot.slot })),
  );
  const groups = Map.groupBy(due, (slot) => `${slot.asset}@${slot.validFromMs}`);
  return [...groups.values()].map((slots) => ({
    proposalId: proposal.id,
    asset: slots[0]!.asset,
    validFromMs: slots[0]!.validFromMs,
    slots,
  }));
}
