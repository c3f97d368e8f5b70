import type { Catalogue, CheckFinding, PointSpec, WritePoint } from "@qtwin/twin";
import type { SiteFile } from "./schema.ts";

const error = (where: string, message: string, fix: string): CheckFinding => ({
  level: "error",
  where,
  message,
  fix,
});

type Limits = SiteFile["writing"]["points"][string];

function limitFindings(at: string, id: string, limits: Limits, plant: WritePoint): CheckFinding[] {
  const findings: CheckFinding[] = [];
  const { range } = plant;
  if (range === undefined && (limits.min !== undefined || limits.max !== undefined))
    return [error(at, `'${id}' is not a number: it has no limits.`, "Remove min and max.")];
  if (range !== undefined) {
    const min = limits.min ?? range.min;
    const max = limits.max ?? range.max;
    if (min < range.min || max > range.max)
      findings.push(
        error(
          at,
          `The limits ${min} … ${max} ${plant.unit} of '${id}' are wider than the plant's ${range.min} … ${range.max} ${plant.unit}.`,
          "A site may only narrow what the plant allows.",
        ),
      );
    else if (min >= max)
      findings.push(
        error(at, `The range ${min} … ${max} of '${id}' is empty.`, "Give a minimum below the maximum."),
      );
  }
  if (limits.maxPerHour !== undefined && limits.maxPerHour > plant.maxPerHour)
    findings.push(
      error(
        `${at}.maxPerHour`,
        `${limits.maxPerHour} commands an hour for '${id}' are more than the plant's ${plant.maxPerHour}.`,
        "A site may only narrow what the plant allows.",
      ),
    );
  return findings;
}

function unwritable(at: string, id: string, catalogue: Catalogue): CheckFinding {
  const writable = catalogue.writePoints.map((point) => point.id).join(", ");
  const isRead = catalogue.points.some((point) => point.id === id);
  return error(
    at,
    isRead
      ? `'${id}' is measured, not writable: the plant does not mark it supervisory.`
      : `There is no write point '${id}'.`,
    `Name one of ${writable}: a site cannot make a point writable that its plant does not offer.`,
  );
}

/** What a site asks to write against what its plant offers. */
export function writingFindings(file: string, site: SiteFile, catalogue: Catalogue): readonly CheckFinding[] {
  const offered = new Map(catalogue.writePoints.map((point) => [point.id, point]));
  return Object.entries(site.writing.points).flatMap(([id, limits]) => {
    const at = `${file} writing.points["${id}"]`;
    const plant = offered.get(id);
    return plant === undefined ? [unwritable(at, id, catalogue)] : limitFindings(at, id, limits, plant);
  });
}

/** The write points of a site: those it names, with the narrower of its and the plant's limits. */
export function narrowedWritePoints(site: SiteFile, catalogue: Catalogue): readonly WritePoint[] {
  if (!site.writing.enabled) return [];
  return catalogue.writePoints.flatMap((point) => {
    const limits = site.writing.points[point.id];
    if (limits === undefined) return [];
    const { range } = point;
    return [
      {
        ...point,
        maxPerHour: Math.min(point.maxPerHour, limits.maxPerHour ?? point.maxPerHour),
        ...(range && { range: { min: limits.min ?? range.min, max: limits.max ?? range.max } }),
      },
    ];
  });
}

/** Policy that names assets the plant does not have. */
export function policyFindings(
  file: string,
  site: SiteFile,
  points: readonly PointSpec[],
): readonly CheckFinding[] {
  const assets = new Set(points.map((point) => point.asset));
  return Object.keys(site.policy.assetModes).flatMap((asset) =>
    assets.has(asset)
      ? []
      : [
          error(
            `${file} policy.assetModes.${asset}`,
            `There is no asset '${asset}'.`,
            `Name one of ${[...assets].join(", ")}.`,
          ),
        ],
  );
}
