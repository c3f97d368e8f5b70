import { type Changeable, eventsPath, type ServerEvent } from "@qtwin/api";
import type { StoreEvent } from "@qtwin/store";
import type { Measurement } from "@qtwin/twin";
import type { FastifyInstance, FastifyReply } from "fastify";
import { authError } from "../../auth/errors.ts";
import { storeIsAway } from "../../release.ts";
import type { ApiDeps } from "../context.ts";
import { roleTopic } from "../health-board.ts";
import { valueView } from "../views/points.ts";
import { identifyRequest } from "./routes.ts";
import { databaseHealth } from "./service.ts";

/** Which parts of the screens a topic of the store touches. */
const partsOfTopic: Readonly<Record<string, readonly Changeable[]>> = {
  proposal: ["proposals", "plan", "audit", "alerts"],
  command: ["plan", "audit", "alerts"],
  asset: ["assets", "audit"],
  learning: ["learning", "audit"],
  nomination: ["nominations", "audit"],
  trigger: ["runs", "plan", "alerts", "audit", "assets"],
  run: ["runs", "proposals"],
  health: ["alerts"],
};

const pollMs = 1_000;
const clockEveryPolls = 10;
const linksEveryPolls = 5;

/** Feeds every open stream: one reader of the store for all of them. */
export interface EventHub {
  /** What the store's listener calls. */
  readonly onStoreEvent: (event: StoreEvent) => void;
  readonly close: () => void;
}

interface Stream {
  readonly send: (event: ServerEvent) => void;
  readonly end: () => void;
  readonly expiresAtMs: number | null;
}

function writeTo(reply: FastifyReply): (event: ServerEvent) => void {
  let number = 0;
  return (event) => {
    number += 1;
    reply.raw.write(`id: ${number}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  };
}

function clockEvent(deps: ApiDeps): ServerEvent {
  return {
    type: "clock",
    plantMs: Math.round(deps.clock.nowMs()),
    wallMs: deps.wallNowMs(),
    speed: deps.clock.speed,
  };
}

/** Values that are newer than those sent last. */
function fresh(latest: ReadonlyMap<string, Measurement>, sent: Map<string, string>): readonly Measurement[] {
  return [...latest.values()].filter((value) => {
    const mark = `${value.sourceTimeMs} ${value.confidence}`;
    if (sent.get(value.pointId) === mark) return false;
    sent.set(value.pointId, mark);
    return true;
  });
}

async function readValues(deps: ApiDeps, sent: Map<string, string>): Promise<ServerEvent> {
  try {
    const latest = await deps.store().history.latest(deps.site.id);
    return { type: "values", values: fresh(latest, sent).map((value) => valueView(value)) };
  } catch (thrown) {
    if (!storeIsAway(thrown)) throw thrown;
    const { detail } = await databaseHealth(deps);
    return {
      type: "degraded",
      code: "QT_SERVER_DATABASE_AWAY",
      detail: `The database is away: ${detail}`,
      fix: "Values on the screen are old. 'Release all' works meanwhile.",
    };
  }
}

/** Adds the stream of live values and changes. */
export function addEvents(app: FastifyInstance, deps: ApiDeps): EventHub {
  const streams = new Set<Stream>();
  const sent = new Map<string, string>();
  const broadcast = (event: ServerEvent): void => {
    for (const stream of streams) stream.send(event);
  };
  let polls = 0;
  let busy = false;

  const poll = async (): Promise<void> => {
    if (streams.size === 0 || busy) return;
    busy = true;
    try {
      for (const stream of streams)
        if (stream.expiresAtMs !== null && stream.expiresAtMs <= deps.wallNowMs()) stream.end();
      const values = await readValues(deps, sent);
      if (values.type !== "values" || values.values.length > 0) broadcast(values);
      polls += 1;
      if (polls % clockEveryPolls === 0) broadcast(clockEvent(deps));
      if (polls % linksEveryPolls === 0) broadcast({ type: "links", links: deps.health.links() });
    } catch (error) {
      app.log.error({ err: error }, "live values could not be read");
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void poll(), pollMs);
  timer.unref();

  app.get(eventsPath, async (request, reply) => {
    const found = await identifyRequest(request, deps);
    if (found === null) throw authError.signInFirst();
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    reply.raw.write("retry: 2000\n\n");
    const stream: Stream = {
      send: writeTo(reply),
      end: () => reply.raw.end(),
      expiresAtMs: found.identity.expiresAtMs,
    };
    streams.add(stream);
    request.raw.on("close", () => streams.delete(stream));
    stream.send(clockEvent(deps));
    const all = new Map<string, string>();
    stream.send(await readValues(deps, all));
    stream.send({ type: "links", links: deps.health.links() });
  });

  const close = (): void => {
    clearInterval(timer);
    for (const stream of streams) stream.end();
    streams.clear();
  };
  app.addHook("preClose", async () => close());
  return {
    close,
    onStoreEvent: (event) => {
      if (event.topic === roleTopic) return deps.health.take(event.payload);
      const parts = partsOfTopic[event.topic];
      if (parts !== undefined) broadcast({ type: "changed", parts });
    },
  };
}
