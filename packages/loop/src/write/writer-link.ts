import { loadConnector } from "@qtwin/connectors";
import { QtwinError } from "@qtwin/core";
import type { Store } from "@qtwin/store";
import type { SiteClock, WriteLink } from "@qtwin/twin";
import type { Log } from "../context.ts";
import { loopError } from "../errors.ts";
import { connectorConfig, type Site, sitePaths } from "../site/index.ts";
import type { StatusBoard } from "../status.ts";

export interface WriterOptions {
  readonly site: Site;
  readonly homeDir: string;
  readonly clock: SiteClock;
  readonly log: Log;
  readonly store: Pick<Store, "audit">;
}

/** Opens the writer's connection to the plant. @throws QT_LOOP_NO_WRITE_CONNECTOR and what the connector throws */
export async function openWriter(options: WriterOptions): Promise<WriteLink> {
  const { site, clock, log, store } = options;
  const paths = sitePaths(options.homeDir, site.id);
  const connector = await loadConnector("opcua");
  if (!connector?.openWrite) throw loopError("QT_LOOP_NO_WRITE_CONNECTOR", `${site.id} has no writer.`);
  const config = connector.config.parse(connectorConfig(site, "opcua", paths));
  return connector.openWrite(config, {
    siteId: site.id,
    clock,
    points: site.points,
    pkiDir: paths.pki.writer,
    log,
    onSecurityEvent: ({ action, subject, detail }) => {
      const event = {
        siteId: site.id,
        atMs: clock.nowMs(),
        actor: "loop",
        action,
        subject,
        details: { detail },
      };
      store.audit
        .append(event)
        .catch((error: unknown) =>
          log("error", "a security event is not in the audit log", { ...event, error }),
        );
    },
  });
}

export interface WriterKeeper {
  /** @throws QT_LOOP_PLANT_AWAY */
  readonly current: () => WriteLink;
  readonly close: () => Promise<void>;
}

/** Keeps one writing connection; opens it again and again until the plant is there. */
export function keepWriter(
  open: () => Promise<WriteLink>,
  status: StatusBoard,
  waitWall: (wallMs: number) => Promise<void>,
  signal: AbortSignal,
): WriterKeeper {
  let link: WriteLink | null = null;
  const opening = (async () => {
    while (!signal.aborted && !link) {
      try {
        link = await open();
        status.set("plant", "ok", "Takes commands.");
      } catch (error) {
        const { message } = QtwinError.from(error);
        status.set("plant", "away", `Nothing can be written, the plant is on native control: ${message}`);
        await waitWall(1000);
      }
    }
  })();
  return {
    current: () => {
      if (link) return link;
      throw loopError("QT_LOOP_PLANT_AWAY", "There is no writing connection to the plant.");
    },
    close: async () => {
      await opening;
      await link?.close();
    },
  };
}
