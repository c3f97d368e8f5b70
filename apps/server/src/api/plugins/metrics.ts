import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ApiDeps } from "../context.ts";
import { dataHealth } from "../views/data-health.ts";

/** What Prometheus scrapes. */
export interface Metrics {
  readonly contentType: string;
  readonly text: (deps: ApiDeps) => Promise<string>;
}

interface Gauges {
  readonly database: Gauge;
  readonly databaseLatency: Gauge;
  readonly databaseBytes: Gauge;
  readonly role: Gauge;
  readonly link: Gauge;
  readonly points: Gauge;
  readonly proposals: Gauge;
  readonly commands: Gauge;
  readonly speed: Gauge;
}

function gauges(registry: Registry): Gauges {
  const gauge = (name: string, help: string, ...labelNames: string[]): Gauge =>
    new Gauge({ name: `qtwin_${name}`, help, labelNames, registers: [registry] });
  return {
    database: gauge("database_up", "1 when the store answers"),
    databaseLatency: gauge("database_latency_seconds", "Round trip of the health query"),
    databaseBytes: gauge("database_size_bytes", "Size of the store"),
    role: gauge("role_up", "1 when the role gave a sign of life", "role"),
    link: gauge("link_up", "1 when the connector is connected", "connector"),
    points: gauge("points", "Points of the twin by state", "state"),
    proposals: gauge("proposals_open", "Proposals that wait for a decision"),
    commands: gauge("commands_under_way", "Commands without a final state"),
    speed: gauge("plant_clock_speed", "Plant seconds per second"),
  };
}

async function measureStore(deps: ApiDeps, gauge: Gauges): Promise<void> {
  const store = deps.store();
  const [health, latest, open, underWay] = await Promise.all([
    store.health(),
    store.history.latest(deps.site.id),
    store.proposals.list(deps.site.id, { states: ["open"], limit: 100 }),
    store.commands.underWay(deps.site.id),
  ]);
  const data = dataHealth(deps.site.points, latest, deps.clock);
  gauge.database.set(health.ok ? 1 : 0);
  gauge.databaseLatency.set(health.latencyMs / 1000);
  gauge.databaseBytes.set(health.sizeBytes ?? 0);
  for (const state of ["good", "uncertain", "bad", "stale", "missing"] as const)
    gauge.points.set({ state }, data[state]);
  gauge.proposals.set(open.length);
  gauge.commands.set(underWay.length);
}

/** Counts requests and reads the state of the site when asked. */
export function addMetrics(app: FastifyInstance): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = gauges(registry);
  const seconds = new Histogram({
    name: "qtwin_http_request_seconds",
    help: "Time to answer",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    seconds.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  return {
    contentType: registry.contentType,
    text: async (deps) => {
      for (const { role, state } of deps.health.roles()) gauge.role.set({ role }, state === "away" ? 0 : 1);
      for (const { connector, state } of deps.health.links())
        gauge.link.set({ connector }, state === "connected" ? 1 : 0);
      gauge.speed.set(deps.clock.speed);
      await measureStore(deps, gauge).catch(() => gauge.database.set(0));
      return registry.metrics();
    },
  };
}
