import type { Store } from "@qtwin/store";
import type { SiteClock } from "@qtwin/twin";
import type { Log } from "./context.ts";

export const statusParts = ["solver", "store", "plant", "broker", "data"] as const;
export type StatusPart = (typeof statusParts)[number];

export interface PartStatus {
  readonly part: StatusPart;
  readonly state: "ok" | "degraded" | "away";
  /** What the loop does about it, in one sentence. */
  readonly detail: string;
  /** Plant time. */
  readonly sinceMs: number;
}

/** How well each thing the loop depends on works, and how the loop degrades. */
export interface StatusBoard {
  readonly set: (part: StatusPart, state: PartStatus["state"], detail: string) => void;
  readonly all: () => readonly PartStatus[];
}

/** A board that logs each change and tells it as event `health` (lost when the store itself is away). */
export function createStatusBoard(
  siteId: string,
  store: Pick<Store, "events">,
  clock: SiteClock,
  log: Log,
): StatusBoard {
  const parts = new Map<StatusPart, PartStatus>();
  return {
    set: (part, state, detail) => {
      const known = parts.get(part);
      if (known?.state === state && known.detail === detail) return;
      const status = { part, state, detail, sinceMs: clock.nowMs() };
      parts.set(part, status);
      if (!known && state === "ok") return;
      log(state === "ok" ? "info" : "warn", `${part}: ${detail}`, { state });
      if (part === "store" && state !== "ok") return; // it could not take the event
      const event = { siteId, topic: "health", atMs: status.sinceMs, payload: { ...status, role: "worker" } };
      store.events
        .notify(event)
        .catch((error: unknown) => log("warn", "health event not stored", { error: String(error) }));
    },
    all: () => [...parts.values()],
  };
}
