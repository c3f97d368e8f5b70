import { sensitivityError } from "./errors.ts";

/** A value of the plant, its tariff or its market that is changed, in the plant and in its description alike. */
export interface SensitivityValue {
  /** Its place in `plant.json` or `tariff.json`, or `price.level`, `price.spread`. */
  readonly id: string;
  readonly title: string;
  /** Values that change by the same share, because they would not fit otherwise; with the file's name before the colon. */
  readonly paths: readonly string[];
}

const ofPlant = (id: string, title: string, ...alike: readonly string[]): SensitivityValue => ({
  id,
  title,
  paths: [id, ...alike].map((path) => `plant:${path}`),
});

const ofTariff = (id: string, title: string, ...alike: readonly string[]): SensitivityValue => ({
  id,
  title,
  paths: [id, ...alike].map((path) => `tariff:${path}`),
});

const ofPrices = (id: "price.level" | "price.spread", title: string): SensitivityValue => ({
  id,
  title,
  paths: [`market:${id}`],
});

/** What the screening looks at: one value for everything that takes energy, bounds power or sets a price. */
export const candidates: readonly SensitivityValue[] = [
  ofPrices("price.level", "mean of the day-ahead price"),
  ofPrices("price.spread", "spread of the day-ahead price about the mean of its day"),
  ofTariff("grid.demandEurPerKwYear", "demand charge", "grid.demandEurPerKwMonth"),
  ofTariff("grid.energyEurMwh", "grid energy price"),
  ofTariff("gas.eurMwh", "gas price"),
  // The line pours as long as before: 48 or 72 t in a day. At the same tonnes a slower line would not get through its day.
  ofPlant("production.pourRateTph", "pour rate, and with it the heats of a day", "production.heatsPerDay"),
  ofPlant("furnace.meltKwhPerT", "melting energy"),
  ofPlant("furnace.ratedKw", "converter power of a furnace"),
  ofPlant("furnace.holdingKw", "holding power of a furnace"),
  ofPlant("pouringFurnace.usableT", "metal the pouring furnace stores"),
  ofPlant("pouringFurnace.holdingKw", "holding power of the pouring furnace"),
  ofPlant("connection.contractKw", "contracted power"),
  ofPlant("base.shiftKw", "base load in the shift"),
  ofPlant("extraction.onKw", "extraction while melting or pouring"),
  ofPlant("cooling.pumpKw", "cooling pump"),
  ofPlant("air.shiftM3min", "air demand in the shift"),
  ofPlant("air.leaksM3min", "air leaks"),
  ofPlant("air.powerPerBar", "compressor power for a bar"),
  ofPlant("hall.openKwPerK", "heat loss of the ventilated hall"),
  ofPlant("hall.capacityKwhPerK", "heat capacity of the hall"),
  ofPlant("hall.heatPumpKw", "heat pump"),
  ofPlant("hall.gainsShiftKw", "heat gains of the hall in the shift"),
  ofPlant("battery.capacityKwh", "battery capacity"),
  ofPlant("battery.powerKw", "battery power"),
  ofPlant("battery.efficiency", "battery efficiency, each way"),
  ofPlant("battery.wearEurPerMwh", "battery wear"),
  ofPlant("pv.peakKw", "PV peak power"),
];

/** @throws QT_SENSITIVITY_UNKNOWN_VALUE */
export function valueNamed(id: string): SensitivityValue {
  const found = candidates.find((each) => each.id === id);
  if (found) return found;
  throw sensitivityError(
    "QT_SENSITIVITY_UNKNOWN_VALUE",
    `There is no value '${id}'; known are ${candidates.map((each) => each.id).join(", ")}.`,
    id,
  );
}

/**
 * The ten most influential values as the screening of DE 2023-05-08, 7 days, annual tariff chose them (`mostInfluential`; its figures
 * stand in bench/REPORT.md): seven by the bill, the last three by the saving.
 */
export const influential: readonly string[] = [
  "production.pourRateTph",
  "furnace.meltKwhPerT",
  "grid.demandEurPerKwYear",
  "price.level",
  "pouringFurnace.usableT",
  "base.shiftKw",
  "furnace.ratedKw",
  "connection.contractKw",
  "price.spread",
  "furnace.holdingKw",
];
