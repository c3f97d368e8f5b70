import { localTime } from "@qtwin/core";

const number = (digits: number) =>
  new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });
const money = new Intl.NumberFormat(undefined, {
  style: "currency",
  currency: "EUR",
  maximumFractionDigits: 0,
});
const cents = new Intl.NumberFormat(undefined, { style: "currency", currency: "EUR" });

const pad = (value: number): string => String(value).padStart(2, "0");

/** Three significant digits, but never fewer than the whole part, in the reader's decimal form. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return number(0).format(value);
  return number(size >= 10 ? 1 : 2).format(value);
}

export function formatQuantity(value: number, unit: string): string {
  return unit === "1" ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** A true minus sign: no line ends after it. */
const signed = (text: string): string => text.replace("-", "−");

/** A difference with its sign, as exact as a glance can use: `+31 kW`, `−0.5 kW`. */
export function formatChange(value: number, unit: string): string {
  const digits = Math.abs(value) >= 10 ? 0 : 1;
  return signed(`${value > 0 ? "+" : ""}${number(digits).format(value)} ${unit}`);
}

export function formatEur(value: number): string {
  return money.format(value);
}

/** With cents below 100 EUR, where differences are small. */
export function formatSmallEur(value: number): string {
  return signed(Math.abs(value) < 100 ? cents.format(value) : money.format(value));
}

export function formatPct(value: number): string {
  return `${number(1).format(value)} %`;
}

function offsetText(offsetMin: number): string {
  const sign = offsetMin < 0 ? "−" : "+";
  const size = Math.abs(offsetMin);
  return `UTC${sign}${Math.floor(size / 60)}${size % 60 === 0 ? "" : `:${pad(size % 60)}`}`;
}

/** `07:15` in the plant's zone. */
export function formatClock(instantMs: number, zone: string): string {
  const time = localTime(instantMs, zone);
  return `${pad(time.hour)}:${pad(time.minute)}`;
}

/** `2023-05-09 07:15:20 UTC+2`: plant local time with its offset. */
export function formatInstant(instantMs: number, zone: string): string {
  const time = localTime(instantMs, zone);
  const date = `${time.year}-${pad(time.month)}-${pad(time.day)}`;
  return `${date} ${pad(time.hour)}:${pad(time.minute)}:${pad(time.second)} ${offsetText(time.offsetMin)}`;
}

/** `4 s`, `14 min`, `3 h`, `2 d`: how old something is. */
export function formatAge(ageMs: number): string {
  const seconds = Math.max(0, Math.round(ageMs / 1000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}
