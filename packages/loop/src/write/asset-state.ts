import type { AssetMode, Reading } from "@qtwin/decide";
import type { Measurement } from "@qtwin/twin";
import type { LoopContext } from "../context.ts";

/** The newest values of the twin with their ages, as preconditions read them. */
export function readingsOf(
  latest: ReadonlyMap<string, Measurement>,
  nowMs: number,
): ReadonlyMap<string, Reading> {
  return new Map(
    [...latest].map(([id, value]) => [id, { value: value.value, ageMs: nowMs - value.sourceTimeMs }]),
  );
}

/** The mode in force of an asset: what was granted, never more than the site file lets it be. */
export async function assetModeOf(
  context: Pick<LoopContext, "site" | "store">,
  asset: string,
): Promise<AssetMode> {
  const granted = (await context.store.assetModes.current(context.site.id)).get(asset);
  return granted?.mode ?? "shadow";
}

/** The mode an asset has at the plant, read there; null when the plant does not answer. */
export async function plantModeOf(
  context: Pick<LoopContext, "site" | "link">,
  modePoint: string,
): Promise<string | null> {
  const point = context.site.pointById.get(modePoint);
  if (!point) return null;
  try {
    const reading = await context.link().readPoint(point);
    return typeof reading.value === "string" && reading.quality !== "bad" ? reading.value : null;
  } catch {
    return null;
  }
}
