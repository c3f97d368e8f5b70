import { canonicalJson } from "@qtwin/core";
import type { CommandSlot } from "@qtwin/usecases";
import type { AssetDiff } from "./proposal.ts";

type Change = AssetDiff["changes"][number];

/** A value as a person writes it: numbers short, sets as lists, heats by order. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return "native";
  if (typeof value === "number") return String(Math.round(value * 100) / 100);
  if (!Array.isArray(value)) return typeof value === "string" ? value : canonicalJson(value);
  return value.length === 0 ? "none" : value.map(describeEntry).join(", ");
}

function describeEntry(entry: unknown): string {
  if (entry === null || typeof entry !== "object") return String(entry);
  const { orderId, furnace } = entry as { orderId?: unknown; furnace?: unknown };
  if (orderId === undefined) return canonicalJson(entry);
  return furnace === undefined ? String(orderId) : `${orderId} on ${furnace}`;
}

function changesOf(slots: readonly CommandSlot[], before: readonly CommandSlot[], title: string): Change[] {
  const changes: Change[] = [];
  for (const slot of slots.toSorted((left, right) => left.validFromMs - right.validFromMs)) {
    const inForce = before.find(
      (old) => old.validFromMs <= slot.validFromMs && slot.validFromMs < old.validUntilMs,
    );
    const previous = inForce ? inForce.value : slot.restore;
    if (canonicalJson(previous) === canonicalJson(slot.value)) continue;
    const last = changes.at(-1);
    const continues =
      last !== undefined &&
      last.untilMs >= slot.validFromMs &&
      canonicalJson([last.before, last.after]) === canonicalJson([previous, slot.value]);
    if (continues) {
      changes[changes.length - 1] = { ...last, untilMs: Math.max(last.untilMs, slot.validUntilMs) };
      continue;
    }
    changes.push({
      pointId: slot.pointId,
      fromMs: slot.validFromMs,
      untilMs: slot.validUntilMs,
      before: previous ?? null,
      after: slot.value,
      sentence: `${title}: ${describeValue(previous)} → ${describeValue(slot.value)}`,
    });
  }
  return changes;
}

/**
 * What changes per asset against what is in force: the commands of the approved plan, else each point's native value.
 * Equal neighbours are one change.
 * @param titleOf title of a write point, for the sentences
 */
export function diffByAsset(
  commands: readonly CommandSlot[],
  inForce: readonly CommandSlot[],
  titleOf: (pointId: string) => string,
): readonly AssetDiff[] {
  const byAsset = Map.groupBy(commands, (slot) => slot.asset);
  return [...byAsset].flatMap(([asset, ofAsset]) => {
    const byPoint = Map.groupBy(ofAsset, (slot) => slot.pointId);
    const changes = [...byPoint].flatMap(([pointId, slots]) =>
      changesOf(
        slots,
        inForce.filter((old) => old.pointId === pointId),
        titleOf(pointId),
      ),
    );
    return changes.length === 0 ? [] : [{ asset, title: titleOf(ofAsset[0]!.pointId), changes }];
  });
}
