import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { QtwinError } from "@qtwin/core";
import { type Catalogue, type CheckFinding, parseCatalogue } from "@qtwin/twin";
import { siteInvalid, siteNotFound } from "./errors.ts";
import { type Read, readChecked, readJsonFile } from "./json-file.ts";
import { type SiteFile, siteFileSchema } from "./schema.ts";
import type { Site } from "./site.ts";
import { narrowedWritePoints, policyFindings, writingFindings } from "./writing.ts";

/** The sites that come with Qtwin. */
const bundledSitesDir = resolve(import.meta.dirname, "../../../../sites");

function knownSites(sitesDir: string): string[] {
  if (!existsSync(sitesDir)) return [];
  return readdirSync(sitesDir).filter((name) => existsSync(join(sitesDir, name, "site.json")));
}

/** The site file of a path (of the file or its folder) or of the id of a site that comes with Qtwin. */
function siteFileOf(pathOrId: string, sitesDir: string): string {
  const isPath = /[/\\]|\.json$/.test(pathOrId);
  const base = isPath ? resolve(pathOrId) : join(sitesDir, pathOrId);
  const file = existsSync(base) && statSync(base).isDirectory() ? join(base, "site.json") : base;
  if (!existsSync(file)) throw siteNotFound(pathOrId, knownSites(sitesDir));
  return file;
}

export interface SiteReading {
  /** Null when a file is wrong; then `findings` says what. */
  readonly site: Site | null;
  readonly findings: readonly CheckFinding[];
}

function readCatalogue(file: string): Read<Catalogue> {
  const json = readJsonFile(file);
  if (!json.ok) return json;
  try {
    return { ok: true, value: parseCatalogue(json.value, file) };
  } catch (thrown) {
    const { where, message, fix } = QtwinError.from(thrown);
    return { ok: false, findings: [{ level: "error", where: where ?? file, message, fix }] };
  }
}

/**
 * Reads a site and collects everything that is wrong with its files.
 * @throws QT_SITE_NOT_FOUND
 */
export function readSite(pathOrId: string, sitesDir: string = bundledSitesDir): SiteReading {
  const file = siteFileOf(pathOrId, sitesDir);
  const siteFile = readChecked(file, siteFileSchema);
  if (!siteFile.ok) return { site: null, findings: siteFile.findings };
  const dir = dirname(file);
  const points = readCatalogue(resolve(dir, siteFile.value.points));
  const plant = readJsonFile(resolve(dir, siteFile.value.plant));
  const tariff = readJsonFile(resolve(dir, siteFile.value.tariff));
  const unreadable = [points, plant, tariff].flatMap((read) => (read.ok ? [] : read.findings));
  if (!points.ok || !plant.ok || !tariff.ok) return { site: null, findings: unreadable };
  const findings = [
    ...writingFindings(file, siteFile.value, points.value),
    ...policyFindings(file, siteFile.value, points.value.points),
  ];
  if (findings.length > 0) return { site: null, findings };
  return { site: assembled(file, siteFile.value, points.value, plant.value, tariff.value), findings };
}

function assembled(
  file: string,
  siteFile: SiteFile,
  catalogue: Catalogue,
  plant: Site["plant"],
  tariff: Site["tariff"],
): Site {
  const { points, balances } = catalogue;
  const writePoints = narrowedWritePoints(siteFile, catalogue);
  return {
    id: siteFile.id,
    title: siteFile.title,
    timeZone: siteFile.timeZone,
    file,
    dir: dirname(file),
    simulated: siteFile.simulated ?? null,
    points,
    balances,
    pointById: new Map(points.map((point) => [point.id, point])),
    writePoints,
    writePointById: new Map(writePoints.map((point) => [point.id, point])),
    writingEnabled: siteFile.writing.enabled,
    connectors: siteFile.connectors as Site["connectors"],
    plant,
    tariff,
    balancing: (siteFile.balancing ?? null) as Site["balancing"],
    useCase: siteFile.useCase,
    horizonH: siteFile.horizonH,
    stepMin: siteFile.stepMin,
    approval: siteFile.policy.approval,
    assetMode: (asset) => siteFile.policy.assetModes[asset] ?? "shadow",
  };
}

/**
 * Loads a site with its points, plant and tariff.
 * @param pathOrId path of a site file or its folder, or the id of a site that comes with Qtwin
 * @throws QT_SITE_NOT_FOUND, QT_SITE_INVALID
 * @example loadSite("foundry").points.length // 87
 */
export function loadSite(pathOrId: string, sitesDir: string = bundledSitesDir): Site {
  const { site, findings } = readSite(pathOrId, sitesDir);
  if (site !== null) return site;
  throw siteInvalid(findings[0]!, findings.length - 1);
}
