import { eventSchema, eventsPath, type PointView, type ServerEvent } from "@qtwin/api";
import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys, queryClient } from "./client.ts";

interface PlantClock {
  readonly plantMs: number;
  readonly wallMs: number;
  readonly speed: number;
}

export interface Live {
  /** Whether the event stream is open: without it values are only as fresh as the last poll. */
  readonly connected: boolean;
  readonly clock: PlantClock | null;
  /** What the server says it cannot do now; null when all works. */
  readonly degraded: string | null;
}

const pollMs = 15_000;

function takeValues(client: QueryClient, event: Extract<ServerEvent, { type: "values" }>): void {
  const newest = new Map(event.values.map((value) => [value.pointId, value]));
  client.setQueryData<readonly PointView[]>(keys.points, (points) =>
    points?.map((point) => {
      const latest = newest.get(point.id);
      return latest === undefined ? point : { ...point, latest, stale: false, ageMs: 0 };
    }),
  );
}

function takeEvent(event: ServerEvent, setLive: (change: (live: Live) => Live) => void): void {
  if (event.type === "clock") {
    setLive((live) => ({ ...live, degraded: null, clock: { ...event, wallMs: Date.now() } }));
  } else if (event.type === "values") {
    takeValues(queryClient, event);
  } else if (event.type === "degraded") {
    setLive((live) => ({ ...live, degraded: `${event.detail} ${event.fix}` }));
  } else {
    void queryClient.invalidateQueries({ queryKey: keys.overview });
    if (event.type === "changed") {
      for (const part of event.parts) void queryClient.invalidateQueries({ queryKey: [part] });
    }
  }
}

/** Follows the server's event stream; the browser reconnects by itself. */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ connected: false, clock: null, degraded: null });
  useEffect(() => {
    const source = new EventSource(eventsPath);
    const onMessage = (message: MessageEvent<string>) => {
      const event = eventSchema.safeParse(JSON.parse(message.data));
      if (event.success) takeEvent(event.data, setLive);
    };
    for (const type of ["clock", "values", "links", "changed", "degraded"])
      source.addEventListener(type, onMessage);
    source.onopen = () => setLive((now) => ({ ...now, connected: true }));
    source.onerror = () => setLive((now) => ({ ...now, connected: false }));
    const poll = setInterval(() => void queryClient.invalidateQueries({ queryKey: keys.overview }), pollMs);
    return () => {
      source.close();
      clearInterval(poll);
    };
  }, []);
  return live;
}

/** Plant time now, once a second. */
export function usePlantNow(clock: PlantClock | null): number | null {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return clock === null ? null : clock.plantMs + (Date.now() - clock.wallMs) * clock.speed;
}
