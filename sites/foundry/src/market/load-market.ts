import { existsSync } from "node:fs";
import { join } from "node:path";
import { dayMs, floorToStep, hourMs, minuteMs } from "@qtwin/core";
import { smoothAt, streams } from "../noise.ts";
import { minuteOfDay, plant, tariff } from "../plant-data.ts";
import { loadBaseLoadNoise } from "./base-load.ts";
import { instantOfDay, localDay } from "./local-day.ts";
import type { Market, PriceDay, PriceForecast, TimeSeries } from "./market.ts";
import { createSun } from "./sun.ts";
import { outdoorAt, outdoorForecastAt } from "./weather.ts";
import { readZoneFile, type UtcSeries, valueAt } from "./zone-series.ts";

export interface MarketOptions {
  /** Folder with the public data sets; where it is absent, everything is synthetic and says so. */
  readonly dataDir: string;
  /** ENTSO-E bidding zone, for example `DE`. */
  readonly zone: string;
  /** Prices from a file instead of the zone's data set (CSV, gzip allowed). */
  readonly pricesFile?: string;
  readonly startMs: number;
  /** Days after the start that are surely needed. */
  readonly days: number;
  readonly seed: number;
}

interface PriceData {
  readonly source: string;
  readonly prices: UtcSeries | null;
  readonly solar: UtcSeries | null;
  readonly published: UtcSeries | null;
}

function readPrices(options: MarketOptions): PriceData {
  const fromMs = options.startMs - 400 * dayMs;
  const toMs = options.startMs + (options.days + 70) * dayMs;
  const zoneFile = join(options.dataDir, "day-ahead-zones", `${options.zone}.csv.gz`);
  const forecastFile = join(
    options.dataDir,
    "day-ahead-zones/published",
    `${options.zone}-predictions.csv.gz`,
  );
  const fromZone = existsSync(zoneFile) ? readZoneFile(zoneFile, ["price", "Sol_DA"], fromMs, toMs) : [];
  const fromFile = options.pricesFile
    ? readZoneFile(options.pricesFile, ["price", "Sol_DA"], fromMs, toMs)
    : [];
  const prices = fromFile[0] ?? fromZone[0] ?? null;
  const usesForecast = !options.pricesFile && existsSync(forecastFile);
  return {
    source: fromFile[0] ? "file" : prices ? "ENTSO-E day-ahead" : "synthetic",
    prices,
    solar: fromFile[1] ?? fromZone[1] ?? null,
    published: usesForecast ? readZoneFile(forecastFile, ["price"], fromMs, toMs)[0]! : null,
  };
}

/** Two peaks, a solar dip, weekends lower: prices of no real day. */
function syntheticPrice(atMs: number, seed: number, timeZone: string): number {
  const day = localDay(atMs, timeZone);
  const hour = (atMs - day.startMs) / hourMs;
  const bump = (middle: number, width: number): number => Math.exp(-(((hour - middle) / width) ** 2));
  const weekend = day.weekday === 0 || day.weekday === 6 ? -18 : 0;
  const slow = 18 * smoothAt(seed, streams.price, atMs / hourMs, 40);
  return 82 + weekend + slow + 32 * bump(8, 2) + 42 * bump(19.5, 2.2) - 34 * bump(13.5, 2.8);
}

/** Prices of the zone with what is known of them, and when. */
interface PriceBook {
  readonly priceEurMwh: (atMs: number) => number;
  readonly known: (atMs: number) => readonly PriceDay[];
  readonly forecast: (atMs: number) => PriceForecast;
}

const publicationMinute = minuteOfDay(tariff.energy.publicationLocal);

function createPriceBook(data: PriceData, seed: number, timeZone: string): PriceBook {
  const stepMin = data.prices?.stepMin ?? 60;
  const stepMs = stepMin * minuteMs;
  const realPrice = (atMs: number): number => (data.prices ? valueAt(data.prices, atMs) : Number.NaN);
  const priceEurMwh = (atMs: number): number => {
    const real = realPrice(atMs);
    return Number.isNaN(real) ? syntheticPrice(atMs, seed, timeZone) : real;
  };

  const priceDay = (atMs: number, offset: number): PriceDay => {
    const day = localDay(atMs, timeZone, offset);
    const before = localDay(atMs, timeZone, offset - 1);
    const count = Math.round((day.endMs - day.startMs) / stepMs);
    return {
      deliveryDay: day.date,
      source: Number.isNaN(realPrice(day.startMs)) ? "synthetic" : data.source,
      publishedAtMs: instantOfDay(before, timeZone, publicationMinute),
      startMs: day.startMs,
      stepMin,
      eurMwh: Array.from({ length: count }, (_, index) => priceEurMwh(day.startMs + index * stepMs)),
    };
  };

  /** How many days after today are published. */
  const knownDays = (atMs: number): 0 | 1 =>
    atMs >= instantOfDay(localDay(atMs, timeZone), timeZone, publicationMinute) ? 1 : 0;

  const forecast = (atMs: number): PriceForecast => {
    const offset = knownDays(atMs) + 1;
    const shape = { ...priceDay(atMs, offset), publishedAtMs: floorToStep(atMs, 60) };
    const each = (value: (stepStartMs: number) => number): number[] =>
      shape.eurMwh.map((_, index) => value(shape.startMs + index * stepMs));
    const { published } = data;
    // The published forecast of a day exists on the morning before it, not earlier.
    if (offset === 1 && published && !Number.isNaN(valueAt(published, shape.startMs))) {
      const eurMwh = each((at) => valueAt(published, at));
      return { ...shape, source: data.source, eurMwh, method: "published day-ahead forecast" };
    }
    const { weekday } = localDay(atMs, timeZone, offset);
    const back = weekday === 0 || weekday === 6 || weekday === 1 ? 7 : 1;
    const eurMwh = each((at) => priceEurMwh(at - back * dayMs));
    return { ...shape, eurMwh, method: back === 1 ? "prices of the day before" : "prices of a week before" };
  };

  return {
    priceEurMwh,
    known: (atMs) => Array.from({ length: knownDays(atMs) + 1 }, (_, offset) => priceDay(atMs, offset)),
    forecast,
  };
}

function seriesOf(atMs: number, stepMin: number, hours: number, value: (atMs: number) => number): TimeSeries {
  const startMs = floorToStep(atMs, stepMin);
  const count = Math.ceil((hours * 60) / stepMin);
  return {
    startMs,
    stepMin,
    values: Array.from({ length: count }, (_, index) => value(startMs + index * stepMin * minuteMs)),
  };
}

/**
 * Builds the surroundings of the plant from the public data sets, a price file, or nothing (synthetic).
 * @throws QT_FOUNDRY_PRICES_UNREADABLE
 */
export function loadMarket(options: MarketOptions): Market {
  const { dataDir, seed } = options;
  const { timeZone, weather } = plant;
  const data = readPrices(options);
  const sun = createSun(dataDir, data.solar, options.startMs, seed, plant.pv.peakKw, plant.pv.kwhPerKwp);
  const base = loadBaseLoadNoise(dataDir, seed, plant.base.noiseShare, plant.base.tanPhi);
  return {
    zone: options.zone,
    priceSource: data.source,
    pvSource: sun.source,
    baseLoadSource: base.source,
    outdoorSource: "synthetic",
    timeZone,
    ...createPriceBook(data, seed, timeZone),
    pvForecastKw: (atMs, hours) => seriesOf(atMs, 15, hours, (at) => sun.forecastKw(at + 7.5 * minuteMs)),
    pvKw: sun.actualKw,
    outdoorForecastC: (atMs, hours) =>
      seriesOf(atMs, 60, hours, (at) => outdoorForecastAt(seed, weather, atMs, at)),
    outdoorC: (atMs) => outdoorAt(seed, weather, atMs),
    baseLoadFactor: base.factor,
    baseLoadTanPhi: base.tanPhi,
  };
}
