import { dayMs, hourMs } from "@qtwin/core";
import { smoothAt, streams } from "../noise.ts";
import type { PlantValues } from "../plant-data.ts";

/** Synthetic outdoor temperature (no data set here has one): year, day and weather of a few days. */
export function outdoorAt(seed: number, values: PlantValues["weather"], atMs: number): number {
  const day = (atMs / dayMs) % 365.25;
  const hour = (atMs / hourMs) % 24;
  const year = -values.yearSwingC * Math.cos((2 * Math.PI * (day - 18)) / 365.25);
  const daily = -values.daySwingC * Math.cos((2 * Math.PI * (hour - 2)) / 24);
  const weather = values.noiseC * smoothAt(seed, streams.outdoor, atMs / hourMs, 60);
  return values.meanC + year + daily + weather;
}

/** Forecast made at one instant for another: its error grows over the first day. */
export function outdoorForecastAt(
  seed: number,
  values: PlantValues["weather"],
  madeAtMs: number,
  atMs: number,
): number {
  const reach = Math.min(1, Math.max(0, (atMs - madeAtMs) / dayMs));
  const error = values.forecastErrorC * reach * smoothAt(seed, streams.outdoorForecast, atMs / hourMs, 9);
  return outdoorAt(seed, values, atMs) + error;
}
