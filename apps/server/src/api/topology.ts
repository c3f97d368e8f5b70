import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apiErrors, media, type Topology } from "@qtwin/api";
import { QtwinError } from "@qtwin/core";
import type { Site } from "@qtwin/loop";
import { z } from "zod";

/** `topology.json` beside the site file: where each asset stands and what flows between them. */
const fileSchema = z.strictObject({
  nodes: z.array(
    z.strictObject({ asset: z.string(), title: z.string(), column: z.number().int(), row: z.number().int() }),
  ),
  edges: z.array(
    z.strictObject({
      from: z.string(),
      to: z.string(),
      medium: z.enum(media),
      pointId: z.string().nullable().default(null),
    }),
  ),
});

const pointsOf = (site: Site, asset: string): readonly string[] =>
  site.points
    .filter((point) => point.asset === asset)
    .toSorted((left, right) => rank(left.unit) - rank(right.unit))
    .map((point) => point.id);

/** Power tells most of an asset, then levels; counters least. */
const rank = (unit: string): number => (unit === "kW" ? 0 : unit === "kWh" || unit === "kvarh" ? 2 : 1);

/** Without a file: every asset in one column, nothing between them. */
function plain(site: Site): Topology {
  const assets = [...new Set(site.points.map((point) => point.asset))];
  return {
    nodes: assets.map((asset, row) => ({
      asset,
      title: asset,
      column: 0,
      row,
      points: pointsOf(site, asset),
    })),
    edges: [],
  };
}

/**
 * The assets of a site and what flows between them.
 * @throws QT_API_INVALID, QT_SERVER_TOPOLOGY when `topology.json` is wrong
 */
export function loadTopology(site: Site): Topology {
  const file = join(site.dir, "topology.json");
  if (!existsSync(file)) return plain(site);
  const parsed = fileSchema.safeParse(readJson(file));
  if (!parsed.success) throw apiErrors.invalid(file, parsed.error);
  const { nodes, edges } = parsed.data;
  const known = new Set(nodes.map((node) => node.asset));
  const loose = edges.find((edge) => !known.has(edge.from) || !known.has(edge.to));
  if (loose !== undefined) throw wrong(file, `the edge ${loose.from} → ${loose.to} ends at an unknown asset`);
  const blind = edges.find((edge) => edge.pointId !== null && !site.pointById.has(edge.pointId));
  if (blind !== undefined) throw wrong(file, `there is no point '${blind.pointId}'`);
  return { nodes: nodes.map((node) => ({ ...node, points: pointsOf(site, node.asset) })), edges };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw wrong(file, cause instanceof Error ? cause.message : String(cause));
  }
}

const wrong = (file: string, what: string): QtwinError =>
  new QtwinError({
    kind: "invalid-input",
    code: "QT_SERVER_TOPOLOGY",
    message: `${file}: ${what}.`,
    fix: "Correct the file, or remove it: assets are then shown as a list.",
    where: file,
  });
