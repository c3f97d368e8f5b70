import { localTime } from "@qtwin/core";

/** Languages a report can be in, with the number and date forms of their largest country here. */
export const locales = ["en", "de", "fr"] as const;
export type Locale = (typeof locales)[number];
const tags: Readonly<Record<Locale, string>> = { en: "en-GB", de: "de-DE", fr: "fr-FR" };

/** Stands for what is not known. */
export const unknownText = "–";

/** Numbers, units and dates as readers of a language write them; null is told as not known. */
export interface Formats {
  readonly locale: Locale;
  /** @param digits after the decimal sign */
  readonly number: (value: number | null, digits: number) => string;
  readonly quantity: (value: number | null, unit: string, digits?: number) => string;
  /** To the cent. */
  readonly eur: (value: number | null) => string;
  /** A local day of the plant. */
  readonly day: (atMs: number) => string;
  /** The same, short: for tables and charts. */
  readonly shortDay: (atMs: number) => string;
  readonly month: (atMs: number) => string;
  /** Plant time with its offset. */
  readonly instant: (atMs: number) => string;
}

/** Fonts have no narrow no-break space, which French puts between thousands. */
const printable = (text: string): string => text.replaceAll("\u202F", "\u00A0");

/** @param timeZone of the plant, an IANA name */
export function formatsOf(locale: Locale, timeZone: string): Formats {
  const tag = tags[locale];
  const cache = new Map<number, Intl.NumberFormat>();
  const numbers = (digits: number): Intl.NumberFormat => {
    const known = cache.get(digits);
    const made =
      known ?? new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    if (!known) cache.set(digits, made);
    return made;
  };
  const money = new Intl.NumberFormat(tag, { style: "currency", currency: "EUR" });
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const form = new Intl.DateTimeFormat(tag, { timeZone, ...options });
    return (atMs: number): string => printable(form.format(atMs));
  };
  const minute = dates({ dateStyle: "medium", timeStyle: "short" });
  const number: Formats["number"] = (value, digits) =>
    value === null ? unknownText : printable(numbers(digits).format(plain(value, digits)));
  return {
    locale,
    number,
    quantity: (value, unit, digits = 0) =>
      value === null ? unknownText : `${number(value, digits)}\u00A0${unit}`,
    eur: (value) => (value === null ? unknownText : printable(money.format(plain(value, 2)))),
    day: dates({ weekday: "short", day: "numeric", month: "long", year: "numeric" }),
    shortDay: dates({ day: "2-digit", month: "2-digit" }),
    month: dates({ month: "long", year: "numeric" }),
    instant: (atMs) => `${minute(atMs)} ${offsetText(atMs, timeZone)}`,
  };
}

/** Nothing is shown as minus zero. */
const plain = (value: number, digits: number): number => (Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value);

function offsetText(atMs: number, timeZone: string): string {
  const { offsetMin } = localTime(atMs, timeZone);
  const size = Math.abs(offsetMin);
  const minutes = size % 60 === 0 ? "" : `:${String(size % 60).padStart(2, "0")}`;
  return `UTC${offsetMin < 0 ? "-" : "+"}${Math.floor(size / 60)}${minutes}`;
}
