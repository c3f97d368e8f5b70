import type { LinkView } from "@qtwin/api";
import type { Site } from "@qtwin/loop";
import type { Store } from "@qtwin/store";
import type { LinkStatus } from "@qtwin/twin";
import type { Logger } from "pino";
import { type RoleBeat, roleBeatMs, roleTopic } from "../api/health-board.ts";
import type { Home } from "../home.ts";

export interface RoleContext {
  readonly site: Site;
  readonly home: Home;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** To be called when the role works. */
  readonly onReady: () => void;
}

/** Tells the other processes every few seconds that this role lives, and how; what is lost is told again. */
export function beat(
  store: Store,
  context: RoleContext,
  role: RoleBeat["role"],
  say: () => {
    readonly state: RoleBeat["state"];
    readonly detail: string;
    readonly links: readonly LinkView[];
  },
): void {
  const tell = (): void => {
    const { state, detail, links } = say();
    const payload = { role, state, detail, links: links.map((link) => ({ ...link })) };
    store.events
      .notify({ siteId: context.site.id, topic: roleTopic, atMs: Date.now(), payload })
      .catch((error: unknown) => context.logger.warn({ err: error }, "sign of life not stored"));
  };
  tell();
  const timer = setInterval(tell, roleBeatMs);
  context.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}

export const linkView = (connector: string, status: LinkStatus): LinkView => ({
  connector,
  state: status.state,
  sinceMs: Math.round(status.sinceMs),
  clockOffsetMs: status.clockOffsetMs,
  detail: status.detail,
});
