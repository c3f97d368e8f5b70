import type { Json } from "@qtwin/core";

export interface StoreEvent {
  /** Grows in order of commit; what an SSE client sends back as `Last-Event-ID`. */
  readonly number: number;
  readonly siteId: string;
  /** For example `proposal`, `command`, `trigger`, `health`. */
  readonly topic: string;
  readonly atMs: number;
  readonly payload: Json;
}

export interface ListenOptions {
  /** Starts after this number; default: only what comes from now on. */
  readonly afterNumber?: number;
  readonly topics?: readonly string[];
  readonly siteId?: string;
  /** Told when the connection is lost and when it is back; nothing is missed in between. */
  readonly onStatus?: (state: "connected" | "lost", detail: string) => void;
}

/** What happened, in order, for screens and triggers of any process. */
export interface EventStore {
  readonly notify: (event: Omit<StoreEvent, "number">) => Promise<StoreEvent>;
  /** Calls in order, one at a time; a call that throws is told to `onStatus` and not repeated. */
  readonly listen: (
    handler: (event: StoreEvent) => void | Promise<void>,
    options?: ListenOptions,
  ) => Promise<{ readonly close: () => Promise<void> }>;
  /** Oldest first. */
  readonly list: (afterNumber: number, limit?: number) => Promise<readonly StoreEvent[]>;
  /** Removes what happened before an instant; returns how many. */
  readonly prune: (beforeMs: number) => Promise<number>;
}
