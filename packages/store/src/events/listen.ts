import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import type { Database } from "../database.ts";
import type { EventStore, ListenOptions, StoreEvent } from "./events.ts";

type Handler = (event: StoreEvent) => void | Promise<void>;

const retryMs = { first: 100, most: 5_000 };
/** A connection that died without a word is found by this. */
const aliveEveryMs = 10_000;

/**
 * Follows the events on a connection of its own. What a notification says is only "look": the rows are read in order
 * after the last number handled, so a lost connection loses nothing.
 */
export async function listenFor(
  database: Database,
  list: EventStore["list"],
  handler: Handler,
  options: ListenOptions & { readonly afterNumber: number },
): Promise<{ readonly close: () => Promise<void> }> {
  const closing = new AbortController();
  const tell = options.onStatus ?? (() => undefined);
  const handle = async (event: StoreEvent): Promise<void> => {
    if (options.siteId !== undefined && event.siteId !== options.siteId) return;
    if (options.topics && !options.topics.includes(event.topic)) return;
    try {
      await handler(event);
    } catch (thrown) {
      tell("connected", `the handler of event ${event.number} failed: ${String(thrown)}`);
    }
  };
  const follow = createFollower(list, handle, options.afterNumber, closing.signal);
  let client = await connect(database, follow);
  tell("connected", "");
  void follow().catch(() => undefined);

  const keepUp = (async () => {
    while (!closing.signal.aborted) {
      const lost = await connectionLost(client, closing.signal);
      if (closing.signal.aborted) return;
      tell("lost", lost);
      client = await reconnect(database, follow, closing.signal);
      if (closing.signal.aborted) return;
      tell("connected", "");
      void follow().catch(() => undefined);
    }
  })().catch(() => undefined);

  return {
    close: async () => {
      closing.abort();
      await client.end().catch(() => undefined);
      await keepUp;
      await follow.settled();
    },
  };
}

interface Follower {
  (): Promise<void>;
  readonly settled: () => Promise<void>;
}

/** Reads and handles what is new, one run at a time; a call during a run makes it look once more. */
function createFollower(
  list: EventStore["list"],
  handle: Handler,
  afterNumber: number,
  signal: AbortSignal,
): Follower {
  let last = afterNumber;
  let again = false;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    do {
      again = false;
      for (;;) {
        const page = await list(last);
        for (const event of page) {
          if (signal.aborted) return;
          last = event.number;
          await handle(event);
        }
        if (page.length === 0) break;
      }
    } while (again && !signal.aborted);
  };
  const follow = (): Promise<void> => {
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
  return Object.assign(follow, { settled: async () => running?.catch(() => undefined) });
}

async function connect(database: Database, follow: Follower): Promise<pg.Client> {
  const client = database.newClient();
  // A connection that ends is noticed by `connectionLost`; without a listener it would end the process.
  client.on("error", () => undefined);
  client.on("notification", () => void follow().catch(() => undefined));
  await client.connect();
  await client.query("listen qtwin_events");
  return client;
}

async function reconnect(database: Database, follow: Follower, signal: AbortSignal): Promise<pg.Client> {
  for (let pauseMs = retryMs.first; ; pauseMs = Math.min(2 * pauseMs, retryMs.most)) {
    await wait(pauseMs, undefined, { signal }).catch(() => undefined);
    const client = await connect(database, follow).catch(() => null);
    if (client && signal.aborted) await client.end().catch(() => undefined);
    if (client || signal.aborted) return client ?? database.newClient();
  }
}

/** Resolves with the reason when the connection is gone, or with nothing when listening was closed. */
function connectionLost(client: pg.Client, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const probe = setInterval(
      () => client.query("select 1").catch((thrown) => end(String(thrown))),
      aliveEveryMs,
    );
    const end = (detail: string): void => {
      clearInterval(probe);
      resolve(detail);
    };
    client.once("error", (thrown) => end(thrown.message));
    client.once("end", () => end("the connection ended"));
    if (signal.aborted) end("");
    else signal.addEventListener("abort", () => end(""), { once: true });
  });
}
