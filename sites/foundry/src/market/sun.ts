import { existsSync } from "node:fs";
import { join } from "node:path";
import { dayMs, hourMs, minuteMs } from "@qtwin/core";
import { smoothAt, streams } from "../noise.ts";
import { readText } from "./csv.ts";
import { type UtcSeries, valueAt } from "./zone-series.ts";

/** PV power as forecast and as it comes, kW without curtailment. */
export interface Sun {
  readonly source: string;
  forecastKw(atMs: number): number;
  actualKw(atMs: number): number;
}

const fastFile = "microgrid-signals/solar_example.csv.gz";

/** Ratio of 5-minute solar output to its own two-hour mean, Berlin column; null where the file is absent. */
function readFastVariation(dataDir: string): Float64Array | null {
  const path = join(dataDir, fastFile);
  if (!existsSync(path)) return null;
  const lines = readText(path).trim().split(/\r?\n/);
  const column = lines[0]!.split(",").indexOf("Berlin");
  const output = Float64Array.from(lines.slice(1), (line) => Number(line.split(",")[column]));
  return output.map((value, index) => {
    const window = output.subarray(Math.max(0, index - 12), index + 12);
    const mean = window.reduce((sum, item) => sum + item, 0) / window.length;
    return mean < 0.02 ? 1 : Math.min(1.5, Math.max(0.5, value / mean));
  });
}

/** Makes the shape yield about 950 kWh per kWp a year. */
const clearShare = 0.52;

/** Clear-sky-like shape for a mid-European site, 0 … 1, for zones without a solar series. */
function syntheticShape(atMs: number): number {
  const day = (atMs / dayMs) % 365.25;
  const hour = (atMs / hourMs) % 24;
  const declination = 0.409 * Math.sin((2 * Math.PI * (day - 80)) / 365.25);
  const latitude = 0.89;
  const angle = ((hour - 11.3) * Math.PI) / 12;
  const height =
    Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(angle);
  return Math.max(0, height) * clearShare;
}

/** Mean of the series over the year before an instant; 0 where there is nothing. */
function trailingMean(series: UtcSeries, atMs: number): number {
  let sum = 0;
  let count = 0;
  for (let at = atMs - 365 * dayMs; at < atMs; at += hourMs) {
    const value = valueAt(series, at);
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Shape of the zone's day-ahead solar forecast, scaled to the plant's yearly yield. */
export function createSun(
  dataDir: string,
  solar: UtcSeries | null,
  startMs: number,
  seed: number,
  peakKw: number,
  kwhPerKwp: number,
): Sun {
  const mean = solar ? trailingMean(solar, startMs) : 0;
  const fast = readFastVariation(dataDir);
  const capacityFactor = kwhPerKwp / 8760;
  const share = (atMs: number): number => {
    if (!solar || mean === 0) return syntheticShape(atMs) * (capacityFactor / 0.108);
    // The hourly value is the mean of its hour: interpolate between middles.
    const before = valueAt(solar, atMs - hourMs / 2);
    const after = valueAt(solar, atMs + hourMs / 2);
    if (Number.isNaN(before) || Number.isNaN(after)) return syntheticShape(atMs) * (capacityFactor / 0.108);
    const weight = (((atMs + hourMs / 2) % hourMs) + hourMs) % hourMs;
    const value = before + ((after - before) * weight) / hourMs;
    return Math.min(0.95, (value / mean) * capacityFactor);
  };
  const fastAt = (atMs: number): number => {
    if (!fast)
      return 1 + 0.15 * Math.max(-2, Math.min(2, smoothAt(seed, streams.pvFast, atMs / minuteMs, 7)));
    const index = Math.floor(atMs / (5 * minuteMs)) + (Math.abs(seed) % 28) * 288;
    return fast[index % fast.length]!;
  };
  return {
    source: solar && mean > 0 ? "Sol_DA of the zone" : "synthetic",
    forecastKw: (atMs) => share(atMs) * peakKw,
    actualKw: (atMs) => {
      const slow = Math.exp(0.15 * smoothAt(seed, streams.pvDay, atMs / hourMs, 4));
      return Math.min(peakKw, share(atMs) * peakKw * slow * fastAt(atMs));
    },
  };
}
