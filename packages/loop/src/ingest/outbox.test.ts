import { QtwinError } from "@qtwin/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createOutbox } from "./outbox.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const error = (kind: "unavailable" | "internal") =>
  new QtwinError({ kind, code: "QT_X", message: kind, fix: "…" });

function outboxOver(behave: (what: string) => void) {
  const stored: string[] = [];
  const logged: string[] = [];
  const stopping = new AbortController();
  const take = async (what: string): Promise<never> => {
    behave(what);
    stored.push(what);
    return undefined as never;
  };
  const outbox = createOutbox({
    siteId: "s",
    store: {
      events: { notify: (event: { topic: string; atMs: number }) => take(`${event.topic}@${event.atMs}`) },
      audit: {
        append: (event: { action: string; subject: string }) => take(`${event.action} ${event.subject}`),
      },
    } as never,
    clock: { nowMs: () => 7, speed: 1 },
    signal: stopping.signal,
    log: (_level, message, details) => logged.push(`${message} ${JSON.stringify(details)}`),
  });
  return { outbox, stored, logged, stopping };
}

test("events and audit entries arrive in order, also when the store was away in between", async () => {
  let away = true;
  const { outbox, stored } = outboxOver(() => {
    if (away) throw error("unavailable");
  });
  outbox.event("health", {});
  outbox.audit("mqtt.refused", "broker", {});
  await vi.advanceTimersByTimeAsync(300);
  expect(stored).toEqual([]);
  away = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stored).toEqual(["health@7", "mqtt.refused broker"]);
});

test("an entry the store refuses is logged and does not stop the next", async () => {
  const { outbox, stored, logged } = outboxOver((what) => {
    if (what.startsWith("bad")) throw error("internal");
  });
  outbox.event("bad", {});
  outbox.event("good", {});
  await vi.advanceTimersByTimeAsync(0);
  expect(stored).toEqual(["good@7"]);
  expect(logged[0]).toContain('"event":"bad"');
});

test("while the store is away for long the oldest go, each into the log", async () => {
  const { outbox, logged } = outboxOver(() => {
    throw error("unavailable");
  });
  for (let index = 0; index < 1_003; index += 1) outbox.event(`e${index}`, {});
  expect(logged).toHaveLength(2);
  expect(logged[0]).toContain('"event":"e1"');
});

test("flushing waits for what is under way, but not longer than it may", async () => {
  const { outbox } = outboxOver(() => {
    throw error("unavailable");
  });
  outbox.event("health", {});
  let flushed = false;
  void outbox.flush(2_000).then(() => {
    flushed = true;
  });
  await vi.advanceTimersByTimeAsync(1_999);
  expect(flushed).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(flushed).toBe(true);
});
