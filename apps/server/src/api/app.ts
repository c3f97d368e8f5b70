import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Backlog } from "../release.ts";
import type { ApiDeps, Handlers } from "./context.ts";
import { assetHandlers } from "./handlers/assets.ts";
import { decideHandlers } from "./handlers/decide.ts";
import { evidenceHandlers } from "./handlers/evidence.ts";
import { learningHandlers } from "./handlers/learning.ts";
import { nominationHandlers } from "./handlers/nominations.ts";
import { recordHandlers } from "./handlers/record.ts";
import { releaseHandlers } from "./handlers/release.ts";
import { reportHandlers } from "./handlers/report.ts";
import { sessionHandlers } from "./handlers/session.ts";
import { siteHandlers } from "./handlers/site.ts";
import { twinHandlers } from "./handlers/twin.ts";
import { userHandlers } from "./handlers/users.ts";
import { whatIfHandlers } from "./handlers/what-if.ts";
import { addDashboard } from "./plugins/dashboard.ts";
import { addErrors } from "./plugins/errors.ts";
import { addEvents, type EventHub } from "./plugins/events.ts";
import { addHeaders } from "./plugins/headers.ts";
import { addMetrics } from "./plugins/metrics.ts";
import { addOriginCheck } from "./plugins/origin.ts";
import { addRoutes } from "./plugins/routes.ts";
import { addService } from "./plugins/service.ts";

export interface AppOptions {
  readonly dashboardDir: string;
  /** Names besides the loopback ones under which browsers may reach it. */
  readonly allowedHosts: readonly string[];
  readonly backlog: Backlog;
  readonly logger: FastifyBaseLogger;
}

export interface App {
  readonly http: FastifyInstance;
  readonly events: EventHub;
}

const allHandlers = (deps: ApiDeps, backlog: Backlog): Handlers => ({
  ...sessionHandlers(deps),
  ...siteHandlers(deps),
  ...assetHandlers(deps),
  ...releaseHandlers(deps, backlog),
  ...twinHandlers(deps),
  ...learningHandlers(deps),
  ...nominationHandlers(deps),
  ...decideHandlers(deps),
  ...whatIfHandlers(deps),
  ...recordHandlers(deps),
  ...reportHandlers(deps),
  ...evidenceHandlers(deps),
  ...userHandlers(deps),
});

/** The HTTP application: REST, events, dashboard. Nothing in it listens until `listen` is called. */
export async function buildApp(deps: ApiDeps, options: AppOptions): Promise<App> {
  const http = fastify({
    loggerInstance: options.logger,
    // Requests are counted and timed in the metrics; a screen asks too often to log each.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  });
  addErrors(http);
  addHeaders(http);
  await http.register(cookie);
  await http.register(rateLimit, { global: false });
  addOriginCheck(http, options.allowedHosts);
  const metrics = addMetrics(http);
  addRoutes(http, deps, allHandlers(deps, options.backlog));
  const events = addEvents(http, deps);
  addService(http, deps, metrics);
  await addDashboard(http, options.dashboardDir);
  return { http, events };
}
