import type { RouteShape } from "./route.ts";
import { base } from "./routes/parts.ts";
import { peopleRoutes } from "./routes/people.ts";
import { plansRoutes } from "./routes/plans.ts";
import { plantRoutes } from "./routes/plant.ts";
import { recordsRoutes } from "./routes/records.ts";
import { sessionRoutes } from "./routes/session.ts";

/** Every JSON and text route of the server. The event stream (`eventsPath`) and the files of the dashboard stand beside it. */
export const routes = {
  ...sessionRoutes,
  ...plantRoutes,
  ...plansRoutes,
  ...recordsRoutes,
  ...peopleRoutes,
} as const satisfies Readonly<Record<string, RouteShape>>;

export type Routes = typeof routes;
export type RouteName = keyof Routes;
export const routeNames = Object.keys(routes) as readonly RouteName[];

/** Server-sent events (`eventSchema`); signed-in users and keys. */
export const eventsPath = `${base}/events`;
