import { isUnit, unitNames } from "@qtwin/core";
import type { CheckFinding, PointSpec, WritePoint } from "@qtwin/twin";
import type { PointsFile, SiteFile } from "./schema.ts";

const error = (where: string, message: string, fix: string): CheckFinding => ({
  level: "error",
  where,
  message,
  fix,
});

const unknownUnit = (where: string, unit: string): CheckFinding =>
  error(where, `'${unit}' is not a unit Qtwin knows.`, `Use one of: ${unitNames.join(", ")}.`);

function duplicates(file: string, list: string, ids: readonly string[]): CheckFinding[] {
  const firstAt = new Map<string, number>();
  return ids.flatMap((id, index) => {
    const first = firstAt.get(id);
    if (first === undefined) firstAt.set(id, index);
    if (first === undefined) return [];
    return [
      error(
        `${file} ${list}[${index}].id`,
        `The id '${id}' is used twice: also by ${list}[${first}].`,
        "Give each point its own id.",
      ),
    ];
  });
}

function wrongRange(where: string, range: { min: number; max: number } | undefined): CheckFinding[] {
  if (range === undefined || range.min < range.max) return [];
  return [
    error(where, `The range ${range.min} … ${range.max} is empty.`, "Give a minimum below the maximum."),
  ];
}

function missingReference(where: string, id: string | undefined, known: ReadonlySet<string>): CheckFinding[] {
  if (id === undefined || known.has(id)) return [];
  return [error(where, `There is no point '${id}'.`, "Name the id of a point of this file.")];
}

function pointFindings(file: string, points: PointsFile["points"]): CheckFinding[] {
  const known = new Set(points.map((point) => point.id));
  return points.flatMap((point, index) => {
    const at = `${file} points[${index}]`;
    const findings: CheckFinding[] = [
      ...wrongRange(`${at}.range`, point.range),
      ...missingReference(`${at}.modePoint`, point.modePoint, known),
    ];
    if (!isUnit(point.unit)) findings.push(unknownUnit(`${at}.unit`, point.unit));
    const sent = point.source.connector === "mqtt" ? point.source.unit : undefined;
    if (sent !== undefined && !isUnit(sent)) findings.push(unknownUnit(`${at}.source.unit`, sent));
    if (point.kind === "counter" && point.rollover === undefined)
      findings.push(
        error(
          `${at}.rollover`,
          `The counter '${point.id}' does not say where it rolls over.`,
          "Add 'rollover'.",
        ),
      );
    return findings;
  });
}

function writePointFindings(file: string, { points, writePoints }: PointsFile): CheckFinding[] {
  const known = new Set(points.map((point) => point.id));
  return writePoints.flatMap((point, index) => {
    const at = `${file} writePoints[${index}]`;
    const findings = [
      ...wrongRange(`${at}.range`, point.range),
      ...missingReference(`${at}.modePoint`, point.modePoint, known),
      ...missingReference(`${at}.verify.pointId`, point.verify.pointId, known),
    ];
    if (!isUnit(point.unit)) findings.push(unknownUnit(`${at}.unit`, point.unit));
    if (point.type === "number" && point.range === undefined)
      findings.push(
        error(
          `${at}.range`,
          `The write point '${point.id}' has no range.`,
          "Add the range the plant accepts.",
        ),
      );
    return findings;
  });
}

/** What is wrong with a plant's catalogue of points beyond its form. */
export function catalogueFindings(file: string, catalogue: PointsFile): readonly CheckFinding[] {
  const ids = (list: readonly { readonly id: string }[]): string[] => list.map((point) => point.id);
  return [
    ...duplicates(file, "points", ids(catalogue.points)),
    ...duplicates(file, "writePoints", ids(catalogue.writePoints)),
    ...pointFindings(file, catalogue.points),
    ...writePointFindings(file, catalogue),
  ];
}

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
    findings.push(...wrongRange(at, { min, max }));
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

function unwritable(at: string, id: string, catalogue: PointsFile): CheckFinding {
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
export function writingFindings(
  file: string,
  site: SiteFile,
  catalogue: PointsFile,
): readonly CheckFinding[] {
  const offered = new Map(catalogue.writePoints.map((point) => [point.id, point as WritePoint]));
  return Object.entries(site.writing.points).flatMap(([id, limits]) => {
    const at = `${file} writing.points["${id}"]`;
    const plant = offered.get(id);
    return plant === undefined ? [unwritable(at, id, catalogue)] : limitFindings(at, id, limits, plant);
  });
}

/** The write points of a site: those it names, with the narrower of its and the plant's limits. */
export function narrowedWritePoints(site: SiteFile, catalogue: PointsFile): readonly WritePoint[] {
  if (!site.writing.enabled) return [];
  return (catalogue.writePoints as readonly WritePoint[]).flatMap((point) => {
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
