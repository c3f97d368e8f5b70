import { hourMs, instantOfLocal, localTime } from "@qtwin/core";
import { type ModeHealth, stepDown } from "@qtwin/decide";
import type { AssetEvidence } from "@qtwin/store";
import type { Measurement } from "@qtwin/twin";
import type { LoopContext } from "../context.ts";
import { lastDay } from "../report/period.ts";

/** An asset whose mode or followed value has said nothing good for this long has poor data. */
const poorAfterMs = hourMs;

function dataGood(context: LoopContext, asset: string, latest: ReadonlyMap<string, Measurement>): boolean {
  const ids = context.site.writePoints
    .filter((point) => point.asset === asset)
    .flatMap((point) => [point.modePoint, point.verify.pointId]);
  return ids.every((id) => {
    const value = latest.get(id);
    if (!value || value.quality === "bad") return false;
    return context.clock.nowMs() - Math.max(value.sourceTimeMs, value.serverTimeMs) <= poorAfterMs;
  });
}

/** The error of the last whole day: one step for one day, and none for a day in which the asset had another mode. */
function modelErrorOf(evidence: AssetEvidence | undefined): ModeHealth["modelError"] {
  const [errorPct, limitPct] = [evidence?.predictionErrorPct ?? null, evidence?.predictionLimitPct ?? null];
  return errorPct === null || limitPct === null ? null : { errorPct, limitPct };
}

/** More than all points together are commanded in a day. */
const commandsOfDay = 10_000;

/** Takes freedom from assets whose data, refusals or predictions speak against them, and says so. */
export async function stepDownAssets(
  context: LoopContext,
  latest: ReadonlyMap<string, Measurement>,
): Promise<void> {
  const { site, store, clock } = context;
  const nowMs = clock.nowMs();
  const { year, month, day } = localTime(nowMs, site.timeZone);
  const dayStartMs = instantOfLocal(site.timeZone, year, month, day);
  const yesterday = lastDay(nowMs, site.timeZone).name;
  const recent = await store.commands.list(site.id, commandsOfDay);
  for (const [asset, record] of await store.assetModes.current(site.id)) {
    const refusalsToday = recent.filter(
      (item) => item.asset === asset && item.state === "refused" && item.preparedAtMs >= dayStartMs,
    ).length;
    const evidence = (await store.assetModes.evidence(site.id, asset, yesterday)).at(-1);
    const down = stepDown(record.mode, {
      refusalsToday,
      dataGood: dataGood(context, asset, latest),
      modelError: record.sinceMs < dayStartMs ? modelErrorOf(evidence) : null,
    });
    if (!down) continue;
    const change = {
      siteId: site.id,
      asset,
      mode: down.mode,
      sinceMs: nowMs,
      by: "loop",
      reason: down.reason,
    };
    await store.assetModes.set(change);
    await store.audit.append({
      siteId: site.id,
      atMs: nowMs,
      actor: "loop",
      action: "asset.step-down",
      subject: asset,
      details: { from: record.mode, to: down.mode, reason: down.reason },
    });
    await store.events.notify({ siteId: site.id, topic: "asset", atMs: nowMs, payload: { ...change } });
  }
}

/** Gives the assets of a simulated site the modes its file grants; what was set before is left as it is. */
export async function grantSiteModes(context: Pick<LoopContext, "site" | "store" | "clock">): Promise<void> {
  const { site, store, clock } = context;
  if (!site.simulated) return;
  const known = await store.assetModes.current(site.id);
  for (const asset of new Set(site.writePoints.map((point) => point.asset))) {
    const mode = site.assetMode(asset);
    if (known.has(asset) || mode === "shadow") continue;
    const reason = "The file of the simulated site grants it.";
    await store.assetModes.set({
      siteId: site.id,
      asset,
      mode,
      sinceMs: clock.nowMs(),
      by: "site file",
      reason,
    });
    await store.audit.append({
      siteId: site.id,
      atMs: clock.nowMs(),
      actor: "loop",
      action: "asset.step-up",
      subject: asset,
      details: { from: "shadow", to: mode, reason },
    });
  }
}
