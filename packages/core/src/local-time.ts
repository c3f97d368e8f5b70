/** Wall-clock parts of an instant in a plant's own time zone. */
export interface LocalTime {
  readonly year: number;
  /** 1 = January. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 = Sunday … 6 = Saturday. */
  readonly weekday: number;
  /** Offset to UTC in minutes, for example 120 in summer in Berlin. */
  readonly offsetMin: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();
const quarterMs = 900_000;

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

/** Offset of a zone to UTC in minutes at an instant; remembered per quarter-hour, so it is cheap in loops. */
export function zoneOffsetMin(instantMs: number, zone: string): number {
  const cache = offsets.get(zone) ?? new Map<number, number>();
  if (cache.size === 0) offsets.set(zone, cache);
  const slot = Math.floor(instantMs / quarterMs);
  const known = cache.get(slot);
  if (known !== undefined) return known;
  const at = slot * quarterMs;
  const parts = Object.fromEntries(
    formatFor(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const asUtc = Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
  const offsetMin = Math.round((asUtc - at) / 60_000);
  if (cache.size > 100_000) cache.clear();
  cache.set(slot, offsetMin);
  return offsetMin;
}

/** @param zone IANA name, for example `Europe/Berlin` */
export function localTime(instantMs: number, zone: string): LocalTime {
  const offsetMin = zoneOffsetMin(instantMs, zone);
  const shifted = new Date(instantMs + offsetMin * 60_000);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
    offsetMin,
  };
}

/**
 * The instant of a wall-clock time; in the repeated hour of autumn the first, in the missing hour of spring the
 * instant one hour later.
 * @param month 1 = January
 */
export function instantOfLocal(
  zone: string,
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
): number {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const byOffsetBefore = asUtc - zoneOffsetMin(asUtc - 86_400_000, zone) * 60_000;
  const byOffsetThen = asUtc - zoneOffsetMin(byOffsetBefore, zone) * 60_000;
  const exists = localTime(byOffsetThen, zone).hour === hour;
  return exists ? byOffsetThen : byOffsetBefore;
}

const pad = (value: number): string => String(value).padStart(2, "0");

/** `2023-05-09T07:15:00+02:00`: local time, which on the day the clocks go back is there twice but for its offset. */
export function localIso(atMs: number, zone: string): string {
  const { year, month, day, hour, minute, second, offsetMin } = localTime(atMs, zone);
  const size = Math.abs(offsetMin);
  const offset = `${offsetMin < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  return `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}${offset}`;
}
