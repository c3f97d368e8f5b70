import { existsSync } from "node:fs";
import { join } from "node:path";
import { minuteMs } from "@qtwin/core";
import { smoothAt, streams } from "../noise.ts";
import { readText } from "./csv.ts";

/** How the uncontrolled load deviates from its profile. */
export interface BaseLoadNoise {
  readonly source: string;
  factor(atMs: number): number;
  tanPhi(atMs: number): number;
}

const file = "steel-energy/Steel_industry_data-2018-01-01_08-07.csv.gz";
const quartersPerDay = 96;
/** The steel plant works 08–21 h, the foundry 06–22 h: its noise is moved by one and a half hours. */
const shiftQuarters = 6;

interface SteelRow {
  readonly kwh: number;
  readonly kvarh: number;
  readonly workDay: boolean;
}

function readSteel(dataDir: string): SteelRow[] {
  const rows = readText(join(dataDir, file)).trim().split(/\r?\n/).slice(1);
  return rows.map((row) => {
    const cells = row.split(",");
    return { kwh: Number(cells[1]), kvarh: Number(cells[2]), workDay: cells[8] === "Weekday" };
  });
}

function profileOf(rows: readonly SteelRow[]): Float64Array {
  const sums = new Float64Array(2 * quartersPerDay);
  const counts = new Float64Array(2 * quartersPerDay);
  for (const [index, row] of rows.entries()) {
    const slot = (index % quartersPerDay) + (row.workDay ? quartersPerDay : 0);
    sums[slot]! += row.kwh;
    counts[slot]! += 1;
  }
  return sums.map((sum, slot) => sum / Math.max(1, counts[slot]!));
}

const clip = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * Noise of the base load: quarter-hours of a steel plant against their own profile where the data set is present,
 * else smooth synthetic noise.
 * @param share standard deviation the factor is scaled to
 */
export function loadBaseLoadNoise(
  dataDir: string,
  seed: number,
  share: number,
  tanPhi: number,
): BaseLoadNoise {
  if (!existsSync(join(dataDir, file))) {
    return {
      source: "synthetic",
      factor: (atMs) => 1 + clip(share * smoothAt(seed, streams.base, atMs / minuteMs, 20), -0.4, 0.4),
      tanPhi: () => tanPhi,
    };
  }
  const rows = readSteel(dataDir);
  const profile = profileOf(rows);
  const weeks = Math.floor(rows.length / (7 * quartersPerDay));
  const period = weeks * 7 * quartersPerDay;
  const offset = (Math.abs(seed) % weeks) * 7 * quartersPerDay;
  // 1 January 2018 was a Monday, as was 1 January 2001: weekdays stay weekdays.
  const epochMs = Date.UTC(2001, 0, 1);
  const rowAt = (atMs: number): number => {
    const quarter = Math.floor((atMs - epochMs) / (15 * minuteMs)) + shiftQuarters + offset;
    return ((quarter % period) + period) % period;
  };
  return {
    source: "steel-energy (UCI 851)",
    factor: (atMs) => {
      const index = rowAt(atMs);
      const row = rows[index]!;
      const mean = profile[(index % quartersPerDay) + (row.workDay ? quartersPerDay : 0)]!;
      return 1 + clip(share * ((row.kwh / mean - 1) / 0.6), -0.4, 0.4);
    },
    tanPhi: (atMs) => {
      const row = rows[rowAt(atMs)]!;
      return row.kwh < 1 ? tanPhi : clip(row.kvarh / row.kwh, 0, 1.2);
    },
  };
}
