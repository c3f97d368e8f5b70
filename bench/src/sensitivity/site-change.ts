import plantJson from "@qtwin/foundry/plant.json" with { type: "json" };
import tariffJson from "@qtwin/foundry/tariff.json" with { type: "json" };
import { type DemandKind, energy } from "@qtwin/usecases/energy";
import { type PriceChange, samePrices } from "./price-change.ts";
import type { SensitivityValue } from "./values.ts";

/** What describes a site, and what its simulated plant is made of. */
export interface SiteFiles {
  readonly plant: typeof plantJson;
  readonly tariff: typeof tariffJson;
}

/** The foundry as it is. */
export const site: SiteFiles = { plant: plantJson, tariff: tariffJson };

export interface ChangedSite {
  readonly files: SiteFiles;
  readonly prices: PriceChange;
  /** The value before and after; a price is 1 before. */
  readonly from: number;
  readonly to: number;
  readonly unit: string;
}

/** The foundry with a value that differs by a share; 0.2: a fifth more. */
export function changeSite(value: SensitivityValue, share: number): ChangedSite {
  const factor = 1 + share;
  const files = structuredClone(site);
  let prices = samePrices;
  let first: Omit<ChangedSite, "files" | "prices"> | undefined;
  for (const path of value.paths) {
    const [file, place] = path.split(":") as ["plant" | "tariff" | "market", string];
    if (file === "market") {
      prices = { ...prices, [place.replace("price.", "")]: factor };
      first ??= { from: 1, to: factor, unit: "1" };
      continue;
    }
    const entry = entryAt(files[file], place);
    const from = entry.value;
    // 15 × 1.2 is 18, not 17.999…
    entry.value = Number((from * factor).toPrecision(12));
    first ??= { from, to: entry.value, unit: entry.unit };
  }
  return { files, prices, ...first! };
}

interface Entry {
  value: number;
  readonly unit: string;
}

function entryAt(file: object, path: string): Entry {
  const keys = path.split(".");
  return keys.reduce((node, key) => (node as Record<string, object>)[key]!, file) as Entry;
}

/** Why no such plant could run its day; null where it could. Whether it then gets through is seen when it is simulated. */
export function impossibility({ plant, tariff }: SiteFiles, demand: DemandKind): string | null {
  const { production, furnace, pouringFurnace } = plant;
  const heats = production.heatsPerDay.value;
  if (!Number.isInteger(heats)) return `a day would have ${heats} heats`;
  const tonnes = heats * production.heatTonnes.value;
  const pourH = pouringHours(production);
  const pouredT = pourH * production.pourRateTph.value;
  if (pouredT < tonnes)
    return `a line of ${production.pourRateTph.value} t/h pours ${pouredT.toFixed(1)} of ${tonnes} t until overtime ends`;
  const storedT = Math.max(production.heatTonnes.value, production.firstMetalT.value);
  if (pouringFurnace.usableT.value < storedT)
    return `the pouring furnace would hold ${pouringFurnace.usableT.value} t, less than the ${storedT} t it must take`;
  const heatMin = shortestHeatMin(plant);
  if (!(heatMin <= furnace.maxHeatMin.value))
    return `a heat at full power would take ${heatMin.toFixed(0)} min, more than ${furnace.maxHeatMin.value} min`;
  return refusedByEnergy({ plant, tariff }, demand);
}

const hourOf = (clock: string): number => Number(clock.slice(0, 2)) + Number(clock.slice(3)) / 60;

function pouringHours({ pourFrom, overtimeTo, breaks }: SiteFiles["plant"]["production"]): number {
  const pauseH = breaks.value.reduce((sum, [from, to]) => sum + hourOf(to!) - hourOf(from!), 0);
  return hourOf(overtimeTo.value) - hourOf(pourFrom.value) - pauseH;
}

function shortestHeatMin({ furnace, production }: SiteFiles["plant"]): number {
  const { chargeMin, sampleMin, tapMin, ratedKw, holdingKw, meltKwhPerT } = furnace;
  const intoMetalKw = Math.max(0, ratedKw.value - holdingKw.value);
  const meltMin = (60 * meltKwhPerT.value * production.heatTonnes.value) / intoMetalKw;
  return chargeMin.value + meltMin + sampleMin.value + tapMin.value;
}

/** What the description is read with has ranges of its own. */
function refusedByEnergy({ plant, tariff }: SiteFiles, demand: DemandKind): string | null {
  try {
    energy.parameters.parse({ timeZone: plant.timeZone, plant, tariff, demand });
    return null;
  } catch (thrown) {
    const [issue] = (thrown as { readonly issues?: readonly Issue[] }).issues ?? [];
    if (!issue) throw thrown;
    return `${issue.path.join(".")}: ${issue.message}`;
  }
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
