import { type Json, QtwinError } from "@qtwin/core";
import type { Store } from "@qtwin/store";
import type { SiteClock } from "@qtwin/twin";
import type { Log } from "../context.ts";
import { growingPauseMs, pause } from "./pause.ts";

/** Tells the store what happened, in order, and goes on trying while the store is away. */
export interface Outbox {
  readonly event: (topic: string, payload: Json) => void;
  readonly audit: (action: string, subject: string, details: Json) => void;
  /** Resolves when everything so far is stored, or at the deadline. */
  readonly flush: (timeoutMs: number) => Promise<void>;
}

export interface OutboxOptions {
  readonly siteId: string;
  readonly store: Pick<Store, "events" | "audit">;
  readonly clock: SiteClock;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** While the store is away no more than this waits; beyond it the oldest goes, and the log keeps it. */
const mostWaiting = 1_000;

type Entry = { readonly what: string; readonly send: () => Promise<unknown> };

export function createOutbox({ siteId, store, clock, signal, log }: OutboxOptions): Outbox {
  const waiting: Entry[] = [];
  let running: Promise<void> | null = null;

  const sendOne = async (entry: Entry): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await entry.send();
        return;
      } catch (thrown) {
        const { kind, code, message } = QtwinError.from(thrown);
        if (kind !== "unavailable" || signal.aborted) {
          log("error", "An event could not be stored.", { event: entry.what, code, message });
          return;
        }
        await pause(growingPauseMs(attempt), signal);
      }
    }
  };
  const drain = async (): Promise<void> => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) await sendOne(entry);
    running = null;
  };
  const add = (entry: Entry): void => {
    waiting.push(entry);
    if (waiting.length > mostWaiting)
      log("error", "An event is dropped: the store has been away too long.", {
        event: waiting.shift()?.what,
      });
    running ??= drain();
  };

  return {
    event(topic, payload) {
      const atMs = clock.nowMs();
      add({ what: topic, send: () => store.events.notify({ siteId, topic, atMs, payload }) });
    },
    audit(action, subject, details) {
      const atMs = clock.nowMs();
      const send = () => store.audit.append({ siteId, atMs, actor: "ingest", action, subject, details });
      add({ what: action, send });
    },
    async flush(timeoutMs) {
      if (running === null) return;
      await Promise.race([running, pause(timeoutMs, new AbortController().signal)]);
    },
  };
}
