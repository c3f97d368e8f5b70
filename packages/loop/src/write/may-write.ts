import {
  type AssetMode,
  brokenPreconditions,
  commandOutside,
  type Decision,
  type Proposal,
  type Reading,
  writesIn,
} from "@qtwin/decide";
import type { WritePoint } from "@qtwin/twin";
import type { CommandSlot } from "@qtwin/usecases";
import { isOvertaken, leadMs } from "./due-commands.ts";

/** What is known at the moment of a write. */
export interface WriteFacts {
  readonly nowMs: number;
  readonly proposal: Proposal;
  /** Verified by `authorityOf` just before. */
  readonly decision: Decision;
  /** Null when the site does not write this point. */
  readonly writePoint: WritePoint | null;
  readonly assetMode: AssetMode;
  /** Whether an operator has taken the asset. */
  readonly overridden: boolean;
  /** `remote`, `local`, `off` or `fault`, read from the plant just before; null when it could not be read. */
  readonly plantMode: string | null;
  readonly readings: ReadonlyMap<string, Reading>;
  /** Commands of this point sent in the last hour. */
  readonly sentLastHour: number;
}

export interface Refusal {
  readonly code:
    | "writing-off"
    | "not-yet"
    | "expired"
    | "overtaken"
    | "envelope"
    | "limits"
    | "asset-mode"
    | "override"
    | "plant-mode"
    | "precondition"
    | "rate";
  readonly sentence: string;
}

function limitRefusal(value: unknown, point: WritePoint): string | null {
  if (point.type !== "number") return Array.isArray(value) ? null : `${point.id} takes a list.`;
  if (typeof value !== "number" || !Number.isFinite(value)) return `${point.id} takes a number.`;
  const { range } = point;
  if (!range || (value >= range.min && value <= range.max)) return null;
  return `${value} ${point.unit} is outside ${range.min} … ${range.max} ${point.unit} for ${point.id}.`;
}

/** Every reason against writing a command now; empty: it may be written. Checked again at each write. */
export function refusalsToWrite(slot: CommandSlot, facts: WriteFacts): readonly Refusal[] {
  const { writePoint: point, nowMs } = facts;
  if (!point) return [{ code: "writing-off", sentence: `The site does not write ${slot.pointId}.` }];
  const refusals: Refusal[] = [];
  const refuse = (code: Refusal["code"], sentence: string): void => void refusals.push({ code, sentence });
  if (nowMs < slot.validFromMs - leadMs) refuse("not-yet", "Its time has not come.");
  if (nowMs >= slot.validUntilMs) refuse("expired", "Its time is over.");
  if (isOvertaken(slot, facts.proposal, nowMs)) refuse("overtaken", "A later command counts already.");
  for (const reason of commandOutside(slot, facts.decision.envelope)) refuse("envelope", reason);
  const limit = limitRefusal(slot.value, point);
  if (limit) refuse("limits", limit);
  if (!writesIn(facts.assetMode)) refuse("asset-mode", `${slot.asset} is in mode ${facts.assetMode}.`);
  if (facts.overridden) refuse("override", `An operator has taken ${slot.asset}.`);
  if (facts.plantMode !== "remote") {
    refuse("plant-mode", `${slot.asset} is in mode ${facts.plantMode ?? "unknown"} at the plant.`);
  }
  for (const item of brokenPreconditions(facts.proposal.preconditions, facts.readings, slot.asset)) {
    refuse("precondition", `${item.precondition.sentence} Found: ${item.found}.`);
  }
  if (facts.sentLastHour >= point.maxPerHour) {
    refuse("rate", `${point.id} was commanded ${facts.sentLastHour} times in the last hour.`);
  }
  return refusals;
}
