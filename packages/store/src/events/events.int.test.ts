import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openStore } from "../open-store.ts";
import { type TestStore, withTestStore } from "../testing/index.ts";
import type { StoreEvent } from "./events.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

const event = (payload: number, topic = "proposal", siteId = "foundry") => ({
  siteId,
  topic,
  atMs: payload,
  payload,
});
const soon = { timeout: 20_000, interval: 20 };

test("events of several processes arrive once, in order of their numbers", async () => {
  const second = await openStore({ url: db.url, nowMs: () => 0, maxConnections: 4 });
  const seen: StoreEvent[] = [];
  const listening = await second.events.listen((each) => void seen.push(each));
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      (index % 2 === 0 ? db.store : second).events.notify(event(index)),
    ),
  );
  await vi.waitFor(() => expect(seen).toHaveLength(60), soon);
  const numbers = seen.map((each) => each.number);
  expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
  expect(new Set(seen.map((each) => each.payload)).size).toBe(60);
  await listening.close();
  await second.close();
});

test("listens to what it asked for, and goes on where it left off", async () => {
  const first = await db.store.events.notify(event(1, "command"));
  await db.store.events.notify(event(2, "health"));
  await db.store.events.notify(event(3, "command", "elsewhere"));
  await db.store.events.notify(event(4, "command"));
  const seen: unknown[] = [];
  const listening = await db.store.events.listen((each) => void seen.push(each.payload), {
    afterNumber: first.number - 1,
    topics: ["command"],
    siteId: "foundry",
  });
  await vi.waitFor(() => expect(seen).toEqual([1, 4]), soon);
  await listening.close();
});

test("a lost connection loses no event", async () => {
  const seen: unknown[] = [];
  const states: string[] = [];
  const listening = await db.store.events.listen((each) => void seen.push(each.payload), {
    onStatus: (state) => void states.push(state),
  });
  await db.store.events.notify(event(10));
  await vi.waitFor(() => expect(seen).toEqual([10]), soon);
  await db.sql("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen qtwin_events'");
  await vi.waitFor(() => expect(states).toContain("lost"), soon);
  await vi.waitFor(() => db.store.events.notify(event(11)), soon);
  await vi.waitFor(() => expect(seen).toEqual([10, 11]), soon);
  expect(states.at(-1)).toBe("connected");
  await listening.close();
});

test("a handler that fails is told, and the next event still comes", async () => {
  const seen: unknown[] = [];
  const details: string[] = [];
  const listening = await db.store.events.listen(
    (each) => {
      if (each.payload === 20) throw new Error("broken");
      seen.push(each.payload);
    },
    { onStatus: (_state, detail) => void details.push(detail) },
  );
  await db.store.events.notify(event(20));
  await db.store.events.notify(event(21));
  await vi.waitFor(() => expect(seen).toEqual([21]), soon);
  expect(details.join(" ")).toContain("broken");
  await listening.close();
});

test("old events can go", async () => {
  await db.store.events.notify(event(-500));
  const before = (await db.store.events.list(0)).length;
  expect(await db.store.events.prune(0)).toBe(1);
  expect(await db.store.events.list(0)).toHaveLength(before - 1);
});
