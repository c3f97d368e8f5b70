import { QtwinError } from "@qtwin/core";
import type { Backlog, ReleaseRecord } from "../../release.ts";
import { recordRelease, storeIsAway } from "../../release.ts";
import type { ApiDeps, Handlers } from "../context.ts";
import { actorOf } from "../views/proposals.ts";

function unknownAssets(deps: ApiDeps, assets: readonly string[]): void {
  const known = new Set(deps.site.writePoints.map((point) => point.asset));
  const unknown = assets.find((asset) => !known.has(asset));
  if (unknown === undefined) return;
  throw new QtwinError({
    kind: "not-found",
    code: "QT_SERVER_NO_ASSET",
    message: `Qtwin writes to no asset '${unknown}'.`,
    fix: `Name one of: ${[...known].join(", ")}; or none, to release all.`,
    where: "body.assets",
  });
}

/** The plant first, the record after: what people see happen does not wait for a database. */
export function releaseHandlers(deps: ApiDeps, backlog: Backlog): Handlers<"release"> {
  const record = async (release: ReleaseRecord): Promise<boolean> => {
    try {
      await recordRelease(deps.store(), release);
      return true;
    } catch (thrown) {
      if (!storeIsAway(thrown)) throw thrown;
      backlog.keep({ kind: "release", release });
      return false;
    }
  };
  return {
    release: async ({ body }, caller) => {
      const assets = body.assets ?? [];
      unknownAssets(deps, assets);
      await deps.release(assets);
      const recorded = await record({
        siteId: deps.site.id,
        assets,
        actor: actorOf(caller.identity!),
        atMs: Math.round(deps.clock.nowMs()),
      });
      return {
        assets:
          assets.length === 0 ? [...new Set(deps.site.writePoints.map((point) => point.asset))] : assets,
        recorded,
        detail: recorded
          ? "The plant is on native control."
          : "The plant is on native control; the record follows when the database is back.",
      };
    },
  };
}
