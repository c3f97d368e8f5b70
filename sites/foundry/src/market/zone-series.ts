import { hourMs, minuteMs, zoneOffsetMin } from "@qtwin/core";
import { foundryErrors } from "../errors.ts";
import { parseStamp, readText } from "./csv.ts";

/** All zones of the data set carry stamps in Central European local time. */
export const dataTimeZone = "Europe/Berlin";

/** Values on UTC steps from one instant; NaN where the source has none. */
export interface UtcSeries {
  readonly startMs: number;
  readonly stepMin: 60 | 15;
  readonly values: Float64Array;
}

export function valueAt(series: UtcSeries, atMs: number): number {
  const index = Math.floor((atMs - series.startMs) / (series.stepMin * minuteMs));
  return series.values[index] ?? Number.NaN;
}

interface Row {
  readonly key: number;
  readonly value: number;
}

function columnIndex(header: readonly string[], names: readonly RegExp[]): number {
  for (const name of names) {
    const index = header.findIndex((title) => name.test(title.trim()));
    if (index >= 0) return index;
  }
  return -1;
}

/** Years a span touches, as text: lines of other years need not be read. */
function yearsOf(fromMs: number, toMs: number): ReadonlySet<string> {
  const first = new Date(fromMs - 26 * hourMs).getUTCFullYear();
  const last = new Date(toMs + 26 * hourMs).getUTCFullYear();
  return new Set(Array.from({ length: last - first + 1 }, (_, index) => String(first + index)));
}

const priceColumns = [/^price_da$/i, /price/i, /eur/i, /value/i];

/**
 * Reads columns of a CSV with a leading time column into UTC series over a span.
 * A local stamp names a local hour: the missing hour of spring is skipped, the repeated hour of autumn is used twice.
 * @throws QT_FOUNDRY_PRICES_UNREADABLE when the file has no usable price column or time stamps
 */
export function readZoneFile(
  file: string,
  columns: readonly ("price" | "Sol_DA")[],
  fromMs: number,
  toMs: number,
): (UtcSeries | null)[] {
  const lines = readText(file)
    .split(/\r?\n/)
    .filter((line) => line !== "");
  const header = (lines[0] ?? "").split(",");
  const indexes = columns.map((column) =>
    columnIndex(header, column === "price" ? priceColumns : [/^Sol_DA$/i]),
  );
  if (columns[0] === "price" && indexes[0]! < 0) {
    throw foundryErrors.unreadablePrices(file, "it has no price column.");
  }
  const rows: Row[][] = columns.map(() => []);
  let localStamps = true;
  const years = yearsOf(fromMs, toMs);
  for (const line of lines.slice(1)) {
    const year = /\d{4}/.exec(line)?.[0];
    if (year !== undefined && !years.has(year)) continue;
    const cells = line.split(",");
    const stamp = parseStamp((cells[0] ?? "").trim());
    if (!stamp) throw foundryErrors.unreadablePrices(file, `'${cells[0]}' is not a time stamp.`);
    localStamps = "localMs" in stamp;
    const key = "localMs" in stamp ? stamp.localMs : stamp.instantMs;
    if (key < fromMs - 26 * hourMs || key > toMs + 26 * hourMs) continue;
    for (const [at, index] of indexes.entries()) {
      const cell = index < 0 ? "" : (cells[index] ?? "").trim();
      if (cell !== "") rows[at]!.push({ key, value: Number(cell) });
    }
  }
  return rows.map((list) => (list.length < 2 ? null : toUtcSeries(list, localStamps, fromMs, toMs)));
}

function toUtcSeries(rows: readonly Row[], local: boolean, fromMs: number, toMs: number): UtcSeries {
  const stepMin = rows[1]!.key - rows[0]!.key <= 15 * minuteMs ? 15 : 60;
  const stepMs = stepMin * minuteMs;
  const byKey = new Map(rows.map((row) => [row.key, row.value]));
  const startMs = Math.floor(fromMs / hourMs) * hourMs;
  const values = new Float64Array(Math.max(0, Math.ceil((toMs - startMs) / stepMs)));
  for (let index = 0; index < values.length; index += 1) {
    const atMs = startMs + index * stepMs;
    const key = local ? atMs + zoneOffsetMin(atMs, dataTimeZone) * minuteMs : atMs;
    values[index] = byKey.get(key) ?? Number.NaN;
  }
  return { startMs, stepMin, values };
}
