import type { Measurement } from "@qtwin/twin";
import type { LoopContext } from "../context.ts";

interface AssetMode {
  readonly asset: string;
  readonly mode: string;
  readonly sinceMs: number;
}

function modesAtPlant(context: LoopContext, latest: ReadonlyMap<string, Measurement>): readonly AssetMode[] {
  const modePoints = new Map(context.site.writePoints.map((point) => [point.asset, point.modePoint]));
  return [...modePoints].flatMap(([asset, modePoint]) => {
    const value = latest.get(modePoint);
    if (typeof value?.value !== "string" || value.quality === "bad") return [];
    return [{ asset, mode: value.value, sinceMs: value.sourceTimeMs }];
  });
}

async function tell(
  context: LoopContext,
  kind: "operator-override" | "asset-trip" | "handed-over",
  { asset, mode }: AssetMode,
): Promise<void> {
  const { site, store, clock } = context;
  const atMs = clock.nowMs();
  const base = { siteId: site.id, atMs };
  await store.audit.append({
    ...base,
    actor: "plant",
    action: `asset.${kind}`,
    subject: asset,
    details: { mode },
  });
  await store.events.notify({ ...base, topic: "trigger", payload: { kind, asset, mode } });
}

/**
 * Compares the modes at the plant with what is known. An asset that left `remote` leaves the plan until an operator
 * hands it over again: an event, never fought.
 */
export async function syncOverrides(
  context: LoopContext,
  latest: ReadonlyMap<string, Measurement>,
): Promise<void> {
  const { site, store, clock } = context;
  const open = await store.overrides.open(site.id);
  for (const found of modesAtPlant(context, latest)) {
    const known = open.filter((item) => item.asset === found.asset);
    if (found.mode === "remote") {
      for (const item of known) await store.overrides.end(item.id, clock.nowMs());
      if (known.length > 0) await tell(context, "handed-over", found);
    } else if (known.length === 0) {
      await store.overrides.start({
        id: `${found.asset}@${found.sinceMs}`,
        siteId: site.id,
        asset: found.asset,
        startedAtMs: found.sinceMs,
        by: "plant",
        reason: `mode ${found.mode}`,
      });
      await tell(context, found.mode === "fault" ? "asset-trip" : "operator-override", found);
    }
  }
}
