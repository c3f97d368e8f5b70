import { QtwinError } from "@qtwin/core";
import type { PointSpec } from "@qtwin/twin";
import type { ApiDeps, Handlers } from "../context.ts";
import { pointView, seriesView } from "../views/points.ts";

const defaultSpanMs = 4 * 3_600_000;

function pointNamed(deps: ApiDeps, id: string): PointSpec {
  const point = deps.site.pointById.get(id);
  if (point) return point;
  throw new QtwinError({
    kind: "not-found",
    code: "QT_SERVER_NO_POINT",
    message: `Site '${deps.site.id}' has no point '${id}'.`,
    fix: "GET /api/v1/twin/points lists them.",
    where: "id",
  });
}

export function twinHandlers(deps: ApiDeps): Handlers<"points" | "series" | "topology"> {
  return {
    points: async () => {
      const latest = await deps.store().history.latest(deps.site.id);
      return deps.site.points.map((point) => pointView(point, latest.get(point.id), deps.clock));
    },

    series: async ({ params, query }) => {
      const point = pointNamed(deps, params.id);
      const toMs = query.toMs ?? Math.ceil(deps.clock.nowMs());
      const fromMs = query.fromMs ?? toMs - defaultSpanMs;
      if (fromMs >= toMs)
        throw new QtwinError({
          kind: "invalid-input",
          code: "QT_SERVER_EMPTY_SPAN",
          message: "'fromMs' is not before 'toMs'.",
          fix: "Give a span of plant time, oldest first, in UTC milliseconds.",
          where: "query.fromMs",
        });
      const values = await deps.store().history.series(deps.site.id, point.id, fromMs, toMs);
      return seriesView(point, values, { fromMs, toMs, maxPoints: query.maxPoints });
    },

    topology: async () => deps.topology,
  };
}
