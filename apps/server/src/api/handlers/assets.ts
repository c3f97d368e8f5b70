import type { AssetModeView } from "@qtwin/api";
import { QtwinError } from "@qtwin/core";
import { type AssetMode, assetModes, decideError, evidenceDays, stepUp, writesIn } from "@qtwin/decide";
import type { AssetModeRecord } from "@qtwin/store";
import type { Measurement } from "@qtwin/twin";
import type { ApiDeps, Handlers } from "../context.ts";
import { actorOf } from "../views/proposals.ts";

/** Assets with at least one write point, in the order of the site file. */
const writableAssets = (deps: ApiDeps): readonly string[] => [
  ...new Set(deps.site.writePoints.map((point) => point.asset)),
];

/** Assets without a record are in shadow. */
const modeOf = (record: AssetModeRecord | undefined): AssetMode => record?.mode ?? "shadow";

async function daysOfEvidence(
  deps: ApiDeps,
  record: AssetModeRecord | undefined,
  asset: string,
): Promise<number> {
  const fromDay = new Date(record?.sinceMs ?? 0).toISOString().slice(0, 10);
  return (await deps.store().assetModes.evidence(deps.site.id, asset, fromDay)).length;
}

function nextStep(deps: ApiDeps, asset: string, mode: AssetMode, days: number): string | null {
  const next = assetModes[assetModes.indexOf(mode) + 1];
  if (next === undefined) return null;
  const granted =
    deps.site.simulated !== null &&
    assetModes.indexOf(next) <= assetModes.indexOf(deps.site.assetMode(asset));
  if (granted || days >= evidenceDays) return `An approver may step it up to ${next}.`;
  return `${days} of ${evidenceDays} days of evidence for ${next}.`;
}

function assetView(
  deps: ApiDeps,
  asset: string,
  record: AssetModeRecord | undefined,
  latest: ReadonlyMap<string, Measurement>,
  days: number,
): AssetModeView {
  const writePoints = deps.site.writePoints.filter((point) => point.asset === asset);
  const plantMode = writePoints
    .map((point) => latest.get(point.modePoint)?.value)
    .find((value) => typeof value === "string");
  const mode = modeOf(record);
  return {
    asset,
    title: deps.topology.nodes.find((node) => node.asset === asset)?.title ?? asset,
    mode,
    plantMode: plantMode ?? null,
    writePoints: writePoints.map((point) => point.id),
    reason: record?.reason ?? "Where every asset starts.",
    changedBy: record?.by ?? "",
    changedAtMs: record?.sinceMs ?? null,
    nextStep: nextStep(deps, asset, mode, days),
  };
}

/** Every asset Qtwin could write to, with its mode. */
export async function assetViews(
  deps: ApiDeps,
  latest?: ReadonlyMap<string, Measurement>,
): Promise<readonly AssetModeView[]> {
  const store = deps.store();
  const values = latest ?? (await store.history.latest(deps.site.id));
  const current = await store.assetModes.current(deps.site.id);
  return Promise.all(
    writableAssets(deps).map(async (asset) => {
      const record = current.get(asset);
      return assetView(deps, asset, record, values, await daysOfEvidence(deps, record, asset));
    }),
  );
}

export function assetHandlers(deps: ApiDeps): Handlers<"assets" | "setAssetMode"> {
  return {
    assets: () => assetViews(deps),

    setAssetMode: async ({ params: { asset }, body }, caller) => {
      if (!writableAssets(deps).includes(asset)) throw noAsset(deps, asset);
      const { assetModes: modes, events } = deps.store();
      const record = (await modes.current(deps.site.id)).get(asset);
      const before = modeOf(record);
      const actor = actorOf(caller.identity!);
      const up = assetModes.indexOf(body.mode) > assetModes.indexOf(before);
      const days = await daysOfEvidence(deps, record, asset);
      const simulated = deps.site.simulated !== null;
      const detail = { from: before, to: body.mode, note: body.note };
      const audit = (action: string) =>
        deps.audit({
          siteId: deps.site.id,
          atMs,
          actor: actor.name,
          action,
          subject: asset,
          details: detail,
        });
      const atMs = Math.round(deps.clock.nowMs());
      try {
        if (up && !actor.roles.includes("approver"))
          throw decideError("QT_DECIDE_NOT_ALLOWED", `'${actor.name}' may step modes down only.`);
        if (up) stepUp(before, body.mode, actor, { days, simulated, granted: deps.site.assetMode(asset) });
      } catch (refused) {
        await audit("asset.mode.refused");
        throw refused;
      }
      await modes.set({
        siteId: deps.site.id,
        asset,
        mode: body.mode,
        sinceMs: atMs,
        by: actor.name,
        reason: body.note,
      });
      await audit("asset.mode");
      await events.notify({ siteId: deps.site.id, topic: "asset", atMs, payload: { asset, ...detail } });
      if (writesIn(before) && !writesIn(body.mode)) await deps.release([asset]);
      return (await assetViews(deps)).find((view) => view.asset === asset)!;
    },
  };
}

const noAsset = (deps: ApiDeps, asset: string): QtwinError =>
  new QtwinError({
    kind: "not-found",
    code: "QT_SERVER_NO_ASSET",
    message: `Site '${deps.site.id}' has no asset '${asset}' that Qtwin may write to.`,
    fix: `Name one of: ${writableAssets(deps).join(", ")}.`,
    where: "asset",
  });
