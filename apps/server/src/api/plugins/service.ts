import { openApiDocument } from "@qtwin/api";
import type { FastifyInstance } from "fastify";
import type { ApiDeps } from "../context.ts";
import { noSuchRoute } from "./errors.ts";
import type { Metrics } from "./metrics.ts";

/** Liveness, readiness, metrics and the description of the API. */
export function addService(app: FastifyInstance, deps: ApiDeps, metrics: Metrics): void {
  const document = JSON.stringify(openApiDocument(deps.version));
  app.get("/api/openapi.json", (_request, reply) =>
    reply.type("application/json; charset=utf-8").send(document),
  );

  app.get("/healthz", (_request, reply) => reply.send({ status: "alive", version: deps.version }));

  app.get("/readyz", async (_request, reply) => {
    const database = await databaseHealth(deps);
    return reply.status(database.ok ? 200 : 503).send({
      status: database.ok ? "ready" : "degraded",
      database,
      roles: deps.health.roles(),
      links: deps.health.links(),
    });
  });

  app.get("/metrics", async (_request, reply) => {
    const text = await metrics.text(deps);
    return reply.type(metrics.contentType).send(text);
  });

  app.all("/api/*", async (request) => {
    throw noSuchRoute(request.method, request.url.split("?")[0]!);
  });
}

export async function databaseHealth(
  deps: ApiDeps,
): Promise<{ readonly ok: boolean; readonly detail: string }> {
  try {
    const { ok, detail } = await deps.store().health();
    return { ok, detail };
  } catch (thrown) {
    return { ok: false, detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
